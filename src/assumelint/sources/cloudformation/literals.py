"""Scalars as the values they stand for.

Types follow YAML 1.1 as CloudFormation reads it (https://yaml.org/type/), but digits stay as they are written: an
account id is no octal number, and a policy's version no date.
"""

from __future__ import annotations

import re

from assumelint.aws import TRUST_POLICY_MOST
from assumelint.policy import as_text
from assumelint.sources.cloudformation.serverless_variables import self_value
from assumelint.sources.read.yaml_text import scalar_text
from assumelint.sources.read.yaml_tree import Raw, RawList, RawMap, RawScalar
from assumelint.text import HOLE_MARK, Hole, Part, Piece, Span, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence
from assumelint.text.names import likely

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_TRUE = frozenset(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"))
_FALSE = frozenset(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"))
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
# The variables of the Serverless Framework (https://www.serverless.com/framework/docs/guides/variables).
_SERVERLESS = re.compile(
    r"\$\{((?:self|opt|env|sls|file|param|cf|s3|ssm|aws|git|custom|output|terraform|vault|doppler|strToBool)"
    r"(?:\([^)}]*\))?(?::[^{}]*(?:\$\{[^{}]*\}[^{}]*)*)?)\}"
)
# References to references, and what they may come to: no trust policy is longer.
MAX_REFERENCES, MAX_FILLED = 20, TRUST_POLICY_MOST
_DYNAMIC = re.compile(r"\{\{(resolve:(?:ssm|ssm-secure|secretsmanager):[^{}]*)\}\}")


def literal(raw: RawScalar) -> Node:
    """A scalar's value: a string, or what a plain one says it is."""
    if not raw.style and raw.source.variables is None:
        if raw.value in _NULL:
            return Scalar(None, "null", raw.span)
        if raw.value in _TRUE or raw.value in _FALSE:
            value = raw.value in _TRUE
            return Scalar(value, "true" if value else "false", raw.span)
        if _INTEGER.fullmatch(raw.value):
            return Scalar(int(raw.value), raw.value, raw.span)
    return string(raw)


def string(raw: RawScalar, depth: int = 0) -> Text:
    """A scalar as a string, whatever it looks like; what is filled in elsewhere is a hole."""
    if raw.text is None:
        raw.text = scalar_text(raw)
        if raw.source.variables is not None and "${" in raw.value:
            raw.text = with_holes(raw.text, _SERVERLESS)  # what a circle of references comes to
            raw.text = _filled(raw.text, raw.source.variables, depth)
    return raw.text


def _filled(text: Text, variables: Raw | None, depth: int) -> Text:
    """A text with the values that the same file holds in place of their holes."""
    if variables is None or depth > MAX_REFERENCES:
        return text
    parts: list[Part] = []
    for part in text.parts:
        value = self_value(variables, part.reference) if isinstance(part, Hole) else None
        parts += inserted(string(value, depth + 1), part.span) if isinstance(value, RawScalar) else (part,)
    return Text(tuple(parts), text.span) if sum(map(_length, parts)) <= MAX_FILLED else text


def _length(part: Part) -> int:
    return 1 if isinstance(part, Hole) else len(part.text)


def dynamic(text: Text) -> Text:
    """A string with its dynamic references (`{{resolve:ssm:…}}`) as holes."""
    return with_holes(text, _DYNAMIC) if "{{resolve:" in text.flat else text


def with_holes(text: Text, pattern: re.Pattern[str]) -> Text:
    """A text with a hole for each match; the first group is the reference."""
    parts: list[Part] = []
    done = 0
    for found in pattern.finditer(text.flat):
        parts += text.cut(done, found.start()).parts if found.start() > done else ()
        reference = found[1].replace(HOLE_MARK, "*").replace("${", "").replace("}", "")
        parts.append(Hole(reference, text.span_of(found.start(), found.end()), likely=likely(reference)))
        done = found.end()
    if not done:
        return text
    parts += text.cut(done).parts if done < len(text.flat) else ()
    return Text(tuple(parts), text.span)


def plain_text(node: Node | None) -> Text | None:
    """A value where a string is wanted; None for a list, an object or nothing."""
    return None if node is None else as_text(node)


def placed(node: Node, span: Span) -> Node:
    """A value said to stand where it is used; what is inside it keeps its place."""
    match node:
        case Text():
            return node.at(span)
        case Hole():
            return node.at(span)
        case Sequence(items):
            return Sequence(tuple(placed(item, span) for item in items), span)
        case Mapping(entries, _, rest):
            return Mapping(entries, span, rest)
        case Scalar(value, raw):
            return Scalar(value, raw, span)


def inserted(value: Text, span: Span) -> tuple[Part, ...]:
    """A value as part of a larger string: all of it stands where it was put in."""
    return tuple(part.at(span) if isinstance(part, Hole) else Piece(part.text, span, False) for part in value.parts)


def first_unknown(node: Node | None) -> str:
    """The reference of the first hole in a value, without the functions around it; "" where there is none."""
    match node:
        case Hole():
            return _about(node)
        case Text(parts):
            return next((_about(part) for part in parts if isinstance(part, Hole)), "")
        case Sequence(items):
            return next((name for name in map(first_unknown, items) if name), "")
        case Mapping(entries):
            return next((name for _, value in entries if (name := first_unknown(value))), "")
        case _:
            return ""


def _about(hole: Hole) -> str:
    return hole.reference if hole.of is None else hole.of.reference


def raw_unknown(raw: Raw) -> str:
    """What an argument that was not evaluated is about: the first name in it."""
    match raw:
        case RawScalar(value):
            return value
        case RawList(items) if items:
            return raw_unknown(items[0])
        case RawMap(entries) if entries:
            return raw_unknown(entries[0][1])
        case _:
            return ""
