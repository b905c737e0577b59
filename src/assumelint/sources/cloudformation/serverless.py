"""The CloudFormation resources of a serverless.yml.

https://www.serverless.com/framework/docs/providers/aws/guide/resources
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from assumelint.sources.cloudformation.files import Files
from assumelint.sources.cloudformation.template import Template
from assumelint.sources.read.yaml_tree import Raw, RawList, RawMap, RawScalar, scalar_value

_FILE = re.compile(r"\$\{file\(([^${}()]+)\)(?::([\w.-]+))?\}")
_NAMES = ("serverless.yml", "serverless.yaml", "serverless.json")
MAX_INCLUDES = 200


def is_serverless(path: Path) -> bool:
    """Whether a file is named as the Serverless Framework names its own."""
    return path.name in _NAMES


def serverless_template(path: Path, files: Files) -> tuple[Template | None, frozenset[Path]]:
    """The resources of a serverless.yml as a template, and the files that it takes in."""
    decoded = files.document(path)
    root = decoded.root if decoded is not None else None
    if decoded is None or not isinstance(root, RawMap) or root.get("service") is None:
        return None, frozenset()
    resources = root.get("resources")
    taken: set[Path] = set()
    parts = tuple(_parts(resources, path, files, taken)) if resources is not None else ()
    if not parts:
        return None, frozenset()
    template = Template(path, files.tree.display(path), parts, is_serverless=True, strange_tags=decoded.strange_tags)
    return template, frozenset(taken)


def _parts(raw: Raw, path: Path, files: Files, taken: set[Path]) -> Iterator[RawMap]:
    if isinstance(raw, RawMap):
        entries = [(key, _included(value, path, files, taken)) for key, value in raw.entries]
        yield RawMap(entries, raw.source, raw.start, raw.end)
    elif isinstance(raw, RawList):
        for item in raw.items:
            yield from _parts(item, path, files, taken)
    elif isinstance(raw, RawScalar):
        found = _included(raw, path, files, taken)
        if found is not raw:
            yield from _parts(found, path, files, taken)


def _included(raw: Raw, path: Path, files: Files, taken: set[Path]) -> Raw:
    """The content of the file that a `${file(…)}` names; the scalar itself where it names none that is here."""
    found = _FILE.fullmatch((scalar_value(raw) or "").strip())
    if found is None or len(taken) >= MAX_INCLUDES:
        return raw
    target = Path(os.path.normpath(path.parent / found[1].strip()))
    if target in taken or not files.tree.holds(target) or not target.is_file():
        return raw
    taken.add(target)
    decoded = files.document(target)
    content: Raw | None = decoded.root if decoded is not None else None
    for name in (found[2] or "").split(".") if found[2] else ():
        content = content.get(name) if isinstance(content, RawMap) else None
    if content is None:
        return raw
    content.source.variables = raw.source.variables
    return content
