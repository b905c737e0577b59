"""Merges policy documents as the provider does: by Sid, by Version, by Id.

See hashicorp/terraform-provider-aws, internal/service/iam/policy_model.go (`Merge`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct, field

from assumelint.sources.read.json import JsonError, parse_json
from assumelint.sources.terraform.config.provided.policy_source import Source, SourceError, read_source
from assumelint.sources.terraform.lang import EvalError, fault
from assumelint.sources.terraform.lang.values import StringValue, Unknown, Value
from assumelint.text import Hole, Span, Text
from assumelint.text.document import Mapping, Node, Sequence


class _Merge(Struct):
    """A document while others are merged into it. A statement replaces an earlier one with the same Sid."""

    version: Text | None = None
    id: Text | None = None
    statements: list[Mapping | Hole] = field(default_factory=list)

    def merge(self, source: Source) -> None:
        """Merge another document into this one."""
        if source.id is not None and source.id.literal != "":
            self.id = source.id
        if source.version is not None and (self.version is None or str(source.version) > str(self.version)):
            self.version = source.version
        for new in source.statements:
            place = next((at for at, old in enumerate(self.statements) if _same_sid(old, new)), None)
            if place is None:
                self.statements.append(new)
            else:
                self.statements[place] = new


def merged_document(before: Iterable[Value], own: Callable[[], Source], after: Iterable[Value], span: Span) -> Mapping:
    """The `before` documents, then a data source's own document, then the `after` documents, merged in that order.

    Raises `EvalError` if the provider refuses one of them.
    """
    merged = _Merge()
    sids: dict[str, Span] = {}
    for value in before:
        source = _source(value)
        _check_sids(source, sids)
        merged.merge(source)
    source = own()
    _check_sids(source, {})
    merged.merge(source)
    for value in after:
        merged.merge(_source(value))
    return _printed(merged, span)


def _source(value: Value) -> Source:
    """The content of a document given as JSON text. Raises `EvalError`."""
    match value:
        case StringValue(text) if text.parts:
            return _parsed(text)
        case Unknown(hole):
            return Source(statements=(hole.as_anything().as_many(),))
        case _:
            return Source()


def _parsed(text: Text) -> Source:
    try:
        return read_source(parse_json(text))
    except JsonError as error:
        if text.holes:
            return Source(statements=(text.holes[0].as_anything().as_many(),))
        raise EvalError(f"Invalid JSON in a policy document that is merged in: {error.message}", error.span) from None
    except SourceError as error:
        raise fault("Invalid policy document", f"this document cannot be merged in: {error}", text.span) from None


def _check_sids(source: Source, seen: dict[str, Span]) -> None:
    """Refuse a Sid that occurs twice. Adds the Sids of `source` to `seen`. Raises `EvalError`."""
    for item in source.statements:
        sid = item.get("Sid") if isinstance(item, Mapping) else None
        if isinstance(sid, Text) and sid.literal is not None:
            if sid.literal in seen:
                detail = f"duplicate Sid ({sid.literal}). Remove the Sid or ensure the Sid is unique."
                raise fault("Invalid policy document", detail, sid.span)
            seen[sid.literal] = sid.span


def _same_sid(old: Mapping | Hole, new: Mapping | Hole) -> bool:
    if isinstance(old, Hole) or isinstance(new, Hole):
        return False
    sid, other = new.get("Sid"), old.get("Sid")
    return isinstance(sid, Text) and isinstance(other, Text) and sid.shape == other.shape


def _printed(merged: _Merge, span: Span) -> Mapping:
    """The merged document as the provider renders it."""
    entries: list[tuple[Text, Node]] = []
    if merged.version is not None:
        entries.append((Text.of("Version", span), merged.version))
    if merged.id is not None:
        entries.append((Text.of("Id", span), merged.id))
    if merged.statements:
        entries.append((Text.of("Statement", span), Sequence(tuple(merged.statements), span)))
    return Mapping(tuple(entries), span)
