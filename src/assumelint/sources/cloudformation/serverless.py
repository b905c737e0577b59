"""The CloudFormation resources of a serverless.yml.

https://www.serverless.com/framework/docs/providers/aws/guide/resources
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from assumelint.sources.cloudformation.files import Files
from assumelint.sources.cloudformation.serverless_variables import source_of, whole_self_value
from assumelint.sources.cloudformation.template import Template
from assumelint.sources.read.yaml_tree import Raw, RawList, RawMap, RawScalar

_FILE = re.compile(r"\$\{file\(([^${}()]+)\)")
_DATA = (".yml", ".yaml", ".json")
_NAMES = ("serverless.yml", "serverless.yaml", "serverless.json")
MAX_INCLUDES = 200
# How deep an included file may stand: as a section, a resource, or a part of one. What is in a property is evaluated.
_SECTIONS = 4


def is_serverless(path: Path) -> bool:
    """Return whether a file has the name of a Serverless Framework configuration."""
    return path.name in _NAMES


def serverless_template(path: Path, files: Files) -> tuple[Template | None, frozenset[Path]]:
    """Return the resources of a serverless.yml as a template, and the files that it includes."""
    decoded = files.document(path)
    root = decoded.root if decoded is not None else None
    if decoded is None or not isinstance(root, RawMap) or root.get("service") is None:
        return None, frozenset()
    resources = root.get("resources")
    if resources is None:
        return None, frozenset()
    taken = _share_variables(root, path, files)
    parts = tuple(_parts(resources))
    if not parts:
        return None, frozenset()
    template = Template(path, files.tree.display(path), parts, is_serverless=True, strange_tags=decoded.strange_tags)
    return template, frozenset(taken)


def _share_variables(root: RawMap, path: Path, files: Files) -> set[Path]:
    """Let the strings in a service and in the files that it includes refer to all of these; return the files.

    Their paths are relative to the service, wherever they are written.
    """
    variables = RawMap([(_name("self", root), root)], root.source, root.start, root.end)
    root.source.variables = variables
    known: dict[str, Path] = {}
    pending: list[Raw] = [root]
    while pending:
        for found in _FILE.finditer(pending.pop().source.index.flat):
            target = _target(found[1], path, files)
            if target is None or found[1] in known or len(known) >= MAX_INCLUDES:
                continue
            known[found[1]] = target
            decoded = files.document(target)
            if decoded is not None:
                decoded.root.source.variables = variables
                variables.entries.append((_name(source_of(found[1]), root), decoded.root))
                pending.append(decoded.root)
    return set(known.values())


def _target(written: str, service: Path, files: Files) -> Path | None:
    target = Path(os.path.normpath(service.parent / written.strip()))
    is_data = target.name.endswith(_DATA) and target != service
    return target if is_data and files.tree.holds(target) and target.is_file() else None


def _name(name: str, root: RawMap) -> RawScalar:
    return RawScalar(name, "", root.source, root.start, root.start)


def _parts(raw: Raw) -> Iterator[RawMap]:
    if isinstance(raw, RawScalar):
        raw = whole_self_value(raw) or raw
    if isinstance(raw, RawMap):
        found = _included(raw, _SECTIONS)
        if isinstance(found, RawMap):
            yield found
    elif isinstance(raw, RawList):
        for item in raw.items:
            yield from _parts(item)


def _included(raw: Raw, depth: int) -> Raw:
    """Return a section with the contents of the files that stand in it as `${file(…)}`."""
    if isinstance(raw, RawScalar):
        found = whole_self_value(raw)
        return raw if found is None else _included(found, depth - 1) if depth else found
    if isinstance(raw, RawMap) and depth:
        entries = [(key, _included(value, depth - 1)) for key, value in raw.entries]
        return RawMap(entries, raw.source, raw.start, raw.end)
    return raw
