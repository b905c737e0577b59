"""Encodes values as JSON text in which each character keeps its span."""

from __future__ import annotations

from assumelint.sources.terraform.lang.values.documents import to_node
from assumelint.sources.terraform.lang.values.texts import joined
from assumelint.sources.terraform.lang.values.value import Value
from assumelint.text import Text
from assumelint.text.json_text import Escapes, write_json


def encode_json(value: Value) -> Text:
    """The value as JSON text. An unknown value is a hole, inside quotes if it is a string."""
    return joined(write_json(to_node(value), Escapes.GO).parts, value.span)
