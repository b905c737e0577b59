"""`jsonencode` and `jsondecode`."""

from __future__ import annotations

from functools import lru_cache

from assumelint.sources.read.json import JsonError, parse_json
from assumelint.sources.terraform.lang.functions.spec import Context, Family, FunctionError, Parameter
from assumelint.sources.terraform.lang.functions.strings import as_text
from assumelint.sources.terraform.lang.values.documents import from_node
from assumelint.sources.terraform.lang.values.json_text import encode_json
from assumelint.sources.terraform.lang.values.types import DYNAMIC, STRING
from assumelint.sources.terraform.lang.values.value import StringValue, Unknown, Value
from assumelint.text import Hole, Text
from assumelint.text.document import Alike, Mapping, Node, Scalar, Sequence

FAMILY = Family()


@FAMILY.add("jsonencode", STRING, Parameter("val", DYNAMIC, nullable=True), partial=True)
def _jsonencode(context: Context, arguments: tuple[Value, ...]) -> Value:
    if isinstance(arguments[0], Unknown):
        return context.unknown(STRING)
    return StringValue(encode_json(arguments[0]))


@FAMILY.add("jsondecode", DYNAMIC, Parameter("str", STRING), partial=True)
def _jsondecode(context: Context, arguments: tuple[Value, ...]) -> Value:
    text = as_text(arguments[0])
    if text.parts and all(isinstance(part, Hole) for part in text.parts):
        return context.unknown()
    try:
        node = _parsed(text)
    except JsonError as error:
        if text.holes:
            return context.unknown()
        raise FunctionError(f"invalid JSON: {error.message}", 0) from None
    return context.unknown() if text.holes and _loose(node) else from_node(node)


@lru_cache(maxsize=256)
def _parsed(text: Text) -> Node:
    """A document, parsed once for the many roots and instances that decode the same file. Raises `JsonError`."""
    return parse_json(text)


def _loose(node: Node) -> bool:
    """Whether there is a hole outside strings: its value may be anything, even a comma followed by more entries.

    A hole for items of one shape is what its shape is.
    """
    waiting: list[Node] = [node]
    while waiting:
        match waiting.pop():
            case Hole(each=Alike(shape)):
                waiting.append(shape)
            case Hole():
                return True
            case Mapping(entries, _, rest):
                if rest:
                    return True
                waiting += (value for _, value in entries)
            case Sequence(items):
                waiting += items
            case Text() | Scalar():
                pass
    return False
