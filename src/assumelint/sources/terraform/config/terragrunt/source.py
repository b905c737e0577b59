"""The module that a unit deploys."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from assumelint.model import Unfollowed
from assumelint.sources.terraform.config.declared.declarations import Declaration, Declarations
from assumelint.sources.terraform.config.declared.files import configuration_files
from assumelint.sources.terraform.config.expanded.module_code import locate
from assumelint.sources.terraform.config.expanded.object_arguments import written_entries
from assumelint.sources.terraform.config.terragrunt.frame import Frame
from assumelint.sources.terraform.config.terragrunt.generated import with_generated
from assumelint.sources.terraform.config.terragrunt.inputs import merging
from assumelint.sources.terraform.lang.values import StringValue, Value
from assumelint.sources.terraform.syntax.ast import Attribute, Block, Body, Label, Template
from assumelint.text import Piece, Span

# https://docs.terragrunt.com/reference/hcl/blocks/#a-note-about-using-modules-from-the-registry
_REGISTRY = re.compile(r"tfr://([^/]*)/([^?]+)(?:\?version=([^&]*))?")


class Code(Struct, frozen=True):
    """The code of a unit's module. `call` is None for code that lies beside the unit; `generated`: there is more."""

    directory: Path
    declared: Declarations
    call: Declaration | None = None
    generated: bool = False

    @property
    def key(self) -> object:
        """Equal for units that share their code."""
        return self.call.span if self.declared.partial and self.call is not None else self.directory


def code_of(frame: Frame) -> Code | None:
    """The code that a unit's `source` names; None if it is not known, which is recorded."""
    code = _written(frame)
    if code is None:
        return None
    declared = with_generated(frame, code.declared)
    return replace(code, declared=declared, generated=declared is not code.declared)


def _written(frame: Frame) -> Code | None:
    sources = ((each, each.file.source) for each in (frame, *(each.frame for each in merging(frame))))
    for each, source in sources:
        if source is not None:
            return _named(frame, each, source)
    if not configuration_files(frame.place) and not frame.file.generates:
        return None
    return Code(frame.place, frame.world.project.declarations(frame.place))


def _named(frame: Frame, written: Frame, source: Attribute) -> Code | None:
    text = known_source(written.evaluated(source))
    if text is None:
        frame.world.project.unfollow(Unfollowed(source.value.span, "", "its source is computed"))
        return None
    call = _call(frame, *as_module_source(text, frame.place), source.value.span)
    found = locate(frame.module, call)
    return None if found is None else Code(*found, call)


def known_source(value: Value) -> str | None:
    """The text of a source, without its version if that is all that is not known; None if the place is not known."""
    if not isinstance(value, StringValue):
        return None
    place, _, query = value.text.flat.partition("?")
    return value.text.literal if not query else value.text.literal or value.text.cut(0, len(place)).literal


def as_module_source(source: str, place: Path) -> tuple[str, str | None]:
    """A unit's source as the `source` and `version` of a module call that is written in a directory."""
    registry = _REGISTRY.fullmatch(source)
    if registry is not None:
        host, path, version = registry.groups()
        return f"{host}/{path}" if host else path, version
    if source.startswith((".", "/")):
        local = re.sub("/{2,}", "/", source.partition("?")[0])
        relative = os.path.relpath(os.path.join(place, local), place).replace(os.sep, "/")
        return relative if relative.startswith("..") else f"./{relative}", None
    return source, None


def _call(frame: Frame, source: str, version: str | None, span: Span) -> Declaration:
    """The call of a module that means the same as a unit's source and the inputs that are written out."""
    given = {"source": source, "version": version}
    attributes = tuple(
        Attribute(name, Template((Piece(text, span),), span), span, span)
        for name, text in given.items()
        if text is not None
    )
    block = Block(
        "module", (Label("source", span),), Body((*attributes, *_arguments(frame)), (), span), span, span, span
    )
    return Declaration("module", ("source",), lambda: (span, span), lambda: block, source=source)


def _arguments(frame: Frame) -> Iterator[Attribute]:
    for each in (frame, *(included.frame for included in merging(frame))):
        entries = None if each.file.inputs is None else written_entries(each.file.inputs)
        for name, attribute in (entries or {}).items():
            yield replace(attribute, name=name)
