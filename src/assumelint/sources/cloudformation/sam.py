"""What SAM adds: resources that make a role of their own, the `Globals` that they inherit, and samconfig.toml.

A samconfig.toml holds the parameter values that the template beside it is deployed with, by environment.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from assumelint.model import Note
from assumelint.sources.cloudformation.decode import call
from assumelint.sources.cloudformation.files import Files
from assumelint.sources.cloudformation.template import Template
from assumelint.sources.read.yaml_tree import Raw, RawList, RawMap, as_map
from assumelint.text import Span, Text
from assumelint.text.document import Node
from assumelint.text.tree import UnreadableError

SERVERLESS = {"AWS::Serverless::Function": "Function", "AWS::Serverless::StateMachine": "StateMachine"}
NAME = "samconfig.toml"
USUAL = ("template.yaml", "template.yml", "template.json")
_VERBOSE = re.compile(r"ParameterKey=(?P<key>[^,]+),ParameterValue=(?P<value>.*)", re.S)


def with_globals(template: Template, type_name: str, properties: RawMap | None) -> RawMap | None:
    """A resource's properties with those of `Globals`: objects merge, lists are joined, anything else is replaced."""
    for section in template.section("Globals"):
        common = as_map(section.get(SERVERLESS[type_name]))
        if common is not None:
            properties = common if properties is None else _merged_maps(common, properties)
    return properties


def _merged(common: Raw, own: Raw) -> Raw:
    if isinstance(common, RawMap) and isinstance(own, RawMap) and not (call(common) or call(own)):
        return _merged_maps(common, own)
    if isinstance(common, RawList) and isinstance(own, RawList):
        return RawList(common.items + own.items, own.source, own.start, own.end)
    return own


def _merged_maps(common: RawMap, own: RawMap) -> RawMap:
    inherited = {key.value: value for key, value in common.named()}
    named = {key.value for key, _ in own.named()}
    entries: list[tuple[Raw, Raw]] = [(key, value) for key, value in common.named() if key.value not in named]
    for key, value in own.entries:
        above = inherited.get(getattr(key, "value", ""))
        entries.append((key, value if above is None else _merged(above, value)))
    return RawMap(entries, own.source, own.start, own.end)


def environments(template: Path, files: Files) -> Iterator[tuple[str, dict[str, Node | None]]]:
    """Each environment that a template is deployed to (`samconfig.toml#prod`), and its parameters' values."""
    path = template.parent / NAME
    if not path.is_file():
        return
    file = files.tree.display(path)
    place = Span(file, 1, 1, 1, 1)
    import tomllib  # only here, and most templates have no such file beside them

    try:
        config = tomllib.loads(files.tree.read(path).decode("utf-8", "replace"))
    except (UnreadableError, tomllib.TOMLDecodeError, RecursionError) as error:
        files.notes.append(Note(place, f"{file} cannot be read: {error}"))
        return
    for name, commands in config.items():
        values = _overrides(commands, template) if isinstance(commands, Mapping) else {}
        if values:
            yield f"{file}#{name}", {key: Text.of(value, place) for key, value in values.items()}


def _overrides(commands: Mapping[str, object], template: Path) -> dict[str, str]:
    """What `sam deploy` is told for a template in one environment."""
    settings: dict[str, object] = {}
    for command in ("global", "deploy"):
        table = commands.get(command)
        parameters = table.get("parameters") if isinstance(table, Mapping) else None
        settings |= parameters if isinstance(parameters, Mapping) else {}
    named = settings.get("template_file", settings.get("template"))
    if template.name not in ((Path(named).name,) if isinstance(named, str) else USUAL):
        return {}
    written = settings.get("parameter_overrides")
    items = written if isinstance(written, list) else _words(written) if isinstance(written, str) else []
    return dict(pair for item in items if isinstance(item, str) and (pair := _pair(item)) is not None)


def _words(line: str) -> list[str]:
    import shlex

    try:
        return shlex.split(line)
    except ValueError:  # an unclosed quote: SAM refuses the file, and no value is certain
        return []


def _pair(item: str) -> tuple[str, str] | None:
    found = _VERBOSE.fullmatch(item)
    if found:
        return found["key"].strip(), found["value"].strip("\"'")
    name, equals, value = item.partition("=")
    return (name.strip(), value.strip("\"'")) if equals else None
