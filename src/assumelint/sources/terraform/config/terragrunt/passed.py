"""Inputs as Terraform reads them from the environment variables in which Terragrunt passes them.

See https://developer.hashicorp.com/terraform/language/values/variables#complex-typed-values.
"""

from __future__ import annotations

from assumelint.sources.terraform.config.declared.declarations import Declarations
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.lang import EvalError, constant
from assumelint.sources.terraform.lang.values import (
    ListValue,
    MapValue,
    ObjectValue,
    SetValue,
    StringValue,
    TupleValue,
    Value,
)
from assumelint.sources.terraform.lang.values.json_text import encode_json
from assumelint.sources.terraform.syntax import HclError, parse_expression
from assumelint.sources.terraform.syntax.ast import Name

_PRIMITIVE = frozenset(("string", "number", "bool"))


def passed(project: Project, declared: Declarations, name: str, value: Value) -> Value:
    """An input of a module: a collection is JSON for a primitive variable, a string is an expression for any other."""
    variable = declared.variables.get(name)
    type = None if variable is None else variable.block().body.attribute("type")
    if type is None:
        return value
    is_primitive = isinstance(type.value, Name) and type.value.name in _PRIMITIVE
    match value:
        case ListValue() | SetValue() | TupleValue() | MapValue() | ObjectValue() if is_primitive:
            return StringValue(encode_json(value))
        case StringValue(text) if not is_primitive and text.literal:
            try:
                return constant(parse_expression(text), project.duplicate_key)
            except (HclError, EvalError):  # Terraform refuses the text, too, or takes it as it is
                return value
        case _:
            return value
