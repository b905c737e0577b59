"""Entries of a mapping, and blocks, that come or go."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import indent

from assumelint import clause
from assumelint.amend.amendment import Amendment, Wanted
from assumelint.amend.scan import Source
from assumelint.edits import Edits
from assumelint.model import Condition, Edit, Form, Statement
from assumelint.text import Span
from assumelint.text.code import Code

SourceOf = Callable[[Code, str], "Source | None"]


def removed(source: Source, name: Span, form: Form) -> Edits:
    """Return the edit that removes the entry with a name, and one separator with it."""
    start = source.start(name)
    if form is Form.YAML and source.indent(start) is not None:
        first = source.text.rfind("\n", 0, start) + 1
        last = source.block_end(source.end(name))
        return None if last is None else _cut(source, first, min(last + 1, len(source.text)))
    end = source.value_end(source.end(name))
    if end is None or source.text[start - 1 : start] == "\\":
        return None
    following = source.after(end, " \t")
    if source.text[following : following + 1] == ",":
        return _cut(source, start, source.after(following + 1))
    before = source.before(start)
    if source.text[before - 1] == ",":  # the last of several
        return _cut(source, before - 1, end)
    rest = source.after(end)
    if "\n" in source.text[end:rest] and source.text[rest] not in "}]":
        return _cut(source, start, rest)
    return _cut(source, before, end)


def _cut(source: Source, start: int, end: int) -> Edits:
    return (Edit(source.span(start, end), source.text[start:end], ""),)


def inserted(amendment: Amendment, new: Wanted, code: Code, source_of: SourceOf) -> Edits:
    """Return the edit that adds a condition, before an entry that is there: so it needs no comma before it."""
    statement = amendment.statement
    anchor, text = _place(amendment, new)
    if anchor is None or not text:
        return None
    source = source_of(code, anchor.file)
    if source is None:
        return None
    if statement.form is Form.HCL_BLOCK:
        return _block(source, anchor, text)
    return _entry(source, anchor, text, statement.form)


def _place(amendment: Amendment, new: Wanted) -> tuple[Span | None, str]:
    """Return the name to insert before, and the clause: a key, an operator, or the whole element."""
    statement, form = amendment.statement, amendment.statement.form
    spelled = [_spelled(amendment, value) for value in (new.key, *new.values)]
    known = [value for value in spelled if value is not None]
    if len(known) < len(spelled):
        return None, ""
    key, *values = known
    written = [condition for condition in statement.conditions if clause.is_written(condition)]
    if form is Form.HCL_BLOCK:
        return _last_block(statement, written), clause.condition(form, new.operator, key, values)
    own = [condition for condition in written if str(condition.operator) == new.operator]
    if own:
        return own[0].key.span, clause.values(form, key, values)
    whole = clause.condition(form, new.operator, key, values)
    if written:
        return written[0].operator.span, whole
    writer = clause.writer(form)
    element = next((each for each in statement.elements if each.name.literal == "Condition"), None)
    if statement.conditions or element is not None or not statement.elements:
        return None, ""
    return statement.elements[0].name.span, writer.element("Condition", whole)


def _spelled(amendment: Amendment, value: object) -> str | None:
    statement = amendment.statement
    return clause.spelled(
        value,  # type: ignore[arg-type]
        statement.form,
        statement.span.file,
        cloudformation=amendment.cloudformation,
    )


def _last_block(statement: Statement, written: list[Condition]) -> Span | None:
    if written:
        return max((condition.key.span for condition in written), default=None)
    principals = [principal.kind.span for principal in statement.principals or () if principal.kind is not None]
    return principals[-1] if principals else None


def _block(source: Source, anchor: Span, text: str) -> Edits:
    """Return the edit that adds a block behind the one that an anchor is in."""
    opening = source.opening(source.start(anchor), 20)
    end = source.closing(opening) if opening is not None else None
    if opening is None or end is None:
        return None
    line = source.text[source.text.rfind("\n", 0, opening) + 1 : opening]
    margin = line[: len(line) - len(line.lstrip())]
    word = line.strip()
    if word not in ("condition", "principals") or source.text[end : end + 1] != "\n":
        return None
    return (Edit(source.span(end - 1, end), "}", "}\n\n" + indent(text, margin)),)


def _entry(source: Source, anchor: Span, text: str, form: Form) -> Edits:
    start = source.start(anchor)
    if source.text[start - 1 : start] == "\\":
        return None
    margin = source.indent(start)
    if form is Form.YAML and (margin is None and not source.text[:start].endswith("- ")):
        return None
    if margin is None:
        line = source.text[source.text.rfind("\n", 0, start) + 1 : start]
        margin = " " * len(line) if form is Form.YAML else None
    separator = ", " if margin is None else {Form.JSON: ",\n"}.get(form, "\n") + margin
    token = source.text[start : source.end(anchor)]
    first, *rest = text.split("\n")
    shown = "\n".join([first, *((margin or "") + line for line in rest)])
    return (Edit(source.span(start, start + len(token)), token, shown + separator + token),)
