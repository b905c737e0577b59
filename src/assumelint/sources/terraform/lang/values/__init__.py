"""Types and values of the Terraform language, in which parts may be unknown.

This package creates values, converts them between types, compares them, encodes them as JSON, and turns them into
documents and back. It exports the names that the readers of configurations and plans use.
"""

from __future__ import annotations

from assumelint.sources.terraform.lang.values.convert import ConversionError, convert
from assumelint.sources.terraform.lang.values.documents import from_node, to_node
from assumelint.sources.terraform.lang.values.json_round_trip import as_read_again
from assumelint.sources.terraform.lang.values.made import made
from assumelint.sources.terraform.lang.values.shapes import entry_shape, shape_of
from assumelint.sources.terraform.lang.values.types import (
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    ObjectType,
    SetType,
    Type,
    friendly,
)
from assumelint.sources.terraform.lang.values.unknowns import element, member, named, named_after, renamed, schemeless
from assumelint.sources.terraform.lang.values.value import (
    BoolValue,
    ListValue,
    MapValue,
    Member,
    NullValue,
    NumberValue,
    ObjectValue,
    SetValue,
    StringValue,
    TupleValue,
    Unknown,
    Value,
    at,
    is_many,
    obj,
    string,
    string_text,
    type_of,
    whole_number,
)

__all__ = [
    "DYNAMIC",
    "NUMBER",
    "STRING",
    "BoolValue",
    "ConversionError",
    "ListType",
    "ListValue",
    "MapValue",
    "Member",
    "NullValue",
    "NumberValue",
    "ObjectType",
    "ObjectValue",
    "SetType",
    "SetValue",
    "StringValue",
    "TupleValue",
    "Type",
    "Unknown",
    "Value",
    "as_read_again",
    "at",
    "convert",
    "element",
    "entry_shape",
    "friendly",
    "from_node",
    "is_many",
    "made",
    "member",
    "named",
    "named_after",
    "obj",
    "renamed",
    "schemeless",
    "shape_of",
    "string",
    "string_text",
    "to_node",
    "type_of",
    "whole_number",
]
