"""The values of a condition that change, token by token, so that everything around them stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assumelint import clause, edits
from assumelint.amend.amendment import Amendment
from assumelint.amend.scan import Source
from assumelint.clause.spelling import NATIVE
from assumelint.edits import Edits
from assumelint.model import Condition, Edit, Form
from assumelint.text import HOLE_MARK, Text
from assumelint.text.code import Code

_INTERPOLATION = re.compile(r"\$\{[^{}\"]*\}")


def changed_values(amendment: Amendment, condition: Condition, new: Sequence[Text], code: Code) -> Edits:
    """Return the edits that give a condition its new values."""
    made = [_replaced(amendment, condition, old, wanted, code) for old, wanted in _aligned(condition, new)]
    return edits.together(*made)


def _aligned(condition: Condition, new: Sequence[Text]) -> Iterator[tuple[Text | None, list[Text]]]:
    """Yield each old value that changes with what stands in its place; None for one that nothing tells the place of."""
    import difflib

    old = condition.values.items
    matcher = difflib.SequenceMatcher(None, list(map(str, old)), list(map(str, new)), autojunk=False)
    for what, start, end, first, last in matcher.get_opcodes():
        wanted = list(new[first:last])
        if what == "insert":
            yield (old[start - 1], [old[start - 1], *wanted]) if start else (None, wanted)
        elif what == "replace" and end - start == len(wanted):
            yield from zip(old[start:end], ([each] for each in wanted), strict=True)
        elif what == "replace" and end - start == 1:
            yield old[start], wanted
        elif what != "equal":
            yield None, wanted


def _replaced(amendment: Amendment, condition: Condition, old: Text | None, wanted: list[Text], code: Code) -> Edits:
    if old is None:
        return None
    if len(wanted) == 1:
        inside = edits.rewritten(old, str(wanted[0]))
        if inside is not None:
            return inside
    lines = code.lines(old.span.file)
    if lines is None or old.span.line != old.span.end_line or old.span.end_line > len(lines):
        return None
    source = Source(old.span.file, tuple(lines))
    start, end = source.start(old.span), source.end(old.span)
    token = source.text[start:end]
    tokens = [token if each is old else _token(amendment, condition, old, each, token) for each in wanted]
    known = [each for each in tokens if each is not None]
    if len(known) < len(tokens) or "\\" in token:
        return None
    text = _listed(source, start, known, wrap=clause.in_place(condition, old) and condition.form is not Form.HCL_BLOCK)
    return None if text is None else (Edit(old.span, token, text),)


def _token(amendment: Amendment, condition: Condition, old: Text, new: Text, token: str) -> str | None:
    """Return a new value as a token, with the interpolations that the old one has in the source."""
    inner = token.removeprefix('"').removesuffix('"')
    if old.holes:
        known = _INTERPOLATION.split(inner)
        if HOLE_MARK.join(known) != old.flat or len(new.holes) != len(old.holes):
            return None
        value = new.flat
        for found in _INTERPOLATION.findall(inner):
            value = value.replace(HOLE_MARK, found, 1)
        return f'"{value}"'
    if inner != str(old):  # it is made of others, or its escapes are those of a language unknown here
        return None
    form = Form.HCL_OBJECT if old.span.file.endswith(NATIVE) and condition.form is not Form.JSON else condition.form
    spelled = clause.spelled(new, form, old.span.file, cloudformation=amendment.cloudformation)
    return None if spelled is None else clause.writer(form).scalar(spelled)


def _listed(source: Source, start: int, tokens: list[str], *, wrap: bool) -> str | None:
    """Return several tokens for the place of one: in its list, or as a list where the place takes one."""
    if len(tokens) == 1:
        return tokens[0]
    before = source.text[source.before(start) - 1 : source.before(start)]
    if before in ("[", ","):
        return ", ".join(tokens)
    line = source.text[source.text.rfind("\n", 0, start) + 1 : start]
    if line.strip() == "-":
        return f"\n{line}".join(tokens)
    return f"[{', '.join(tokens)}]" if before in ("=", ":") and wrap else None
