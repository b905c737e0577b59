"""A template's sections, wherever they were written: a template file, the `resources` of a serverless.yml."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field

from assumelint.sources.cloudformation.literals import dynamic, string
from assumelint.sources.read.yaml_tree import Raw, RawList, RawMap, RawScalar, as_map, scalar_value
from assumelint.text import Span, Text

LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions"


class Parameter(Struct, frozen=True):
    """A parameter's declaration. `allowed` is None where every value is."""

    name: str
    type: str
    default: Text | None
    allowed: tuple[str, ...] | None

    @property
    def is_list(self) -> bool:
        """Whether its value is a list, written with commas."""
        return self.type == "CommaDelimitedList" or "List<" in self.type

    @property
    def is_stored(self) -> bool:
        """Whether the value is in the Parameter Store, and the default only its name there."""
        return self.type.startswith("AWS::SSM::Parameter::Value<")


class Template(Struct, frozen=True, dict=True):
    """A template file, and its parts.

    `parts` are several where a serverless.yml lists them, or where `AWS::Include` takes in other files (`included`).
    """

    path: Path
    file: str
    parts: tuple[RawMap, ...]
    is_serverless: bool = False
    strange_tags: tuple[tuple[str, Span], ...] = field(default=())
    included: frozenset[Path] = frozenset()

    def section(self, name: str) -> Iterator[RawMap]:
        """The mappings that a section consists of."""
        for part in self.parts:
            found = as_map(part.get(name))
            if found is not None:
                yield found

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """The declared parameters by name."""
        return {
            key.value: _parameter(key.value, body)
            for section in self.section("Parameters")
            for key, body in section.named()
            if isinstance(body, RawMap)
        }

    @cached_property
    def transforms(self) -> frozenset[str]:
        """The macros that the template as a whole goes through."""
        found: set[str] = set()
        for part in self.parts:
            value = part.get("Transform")
            for item in value.items if isinstance(value, RawList) else [value]:
                name = scalar_value(as_map(item).get("Name") if isinstance(item, RawMap) else item)  # type: ignore[union-attr]
                if name:
                    found.add(name)
        return frozenset(found)

    @property
    def is_closed(self) -> bool:
        """Whether every name in it is declared in it: no macro adds any, and no part of it is missing."""
        return not self.is_serverless and self.transforms <= {LANGUAGE_EXTENSIONS}

    @property
    def start(self) -> Span:
        """The first character."""
        return Span(self.file, 1, 1, 1, 1)


def includes(root: RawMap) -> Iterator[str]:
    """The locations that a template as a whole takes in with `AWS::Include`."""
    value = root.get("Transform")
    for item in value.items if isinstance(value, RawList) else [value]:
        parameters = as_map(item.get("Parameters")) if isinstance(item, RawMap) else None
        if isinstance(item, RawMap) and scalar_value(item.get("Name")) == "AWS::Include" and parameters is not None:
            location = scalar_value(parameters.get("Location"))
            if location is not None:
                yield location


def is_template(raw: Raw | None) -> bool:
    """Whether a document is a template: it has resources, and one of them a type as CloudFormation names them."""
    resources = as_map(raw.get("Resources")) if isinstance(raw, RawMap) else None
    if resources is None:
        return False
    for key, body in resources.entries:
        if isinstance(body, RawMap) and "::" in (scalar_value(body.get("Type")) or ""):
            return True
        if isinstance(key, RawScalar) and key.value.startswith(("Fn::ForEach::", "Fn::Transform")):
            return True
    return False


def _parameter(name: str, body: RawMap) -> Parameter:
    default, allowed = body.get("Default"), body.get("AllowedValues")
    if isinstance(default, RawList):
        text = Text.of(",".join(scalar_value(item) or "" for item in default.items), default.span)
    else:
        text = dynamic(string(default)) if isinstance(default, RawScalar) else None  # type: ignore[assignment]
    values = [scalar_value(item) for item in allowed.items] if isinstance(allowed, RawList) else None
    return Parameter(
        name=name,
        type=scalar_value(body.get("Type")) or "String",
        default=text,
        allowed=tuple(value for value in values if value is not None) if values else None,
    )
