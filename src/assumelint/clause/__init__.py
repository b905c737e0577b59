"""Clauses of a trust policy in the syntax of the source, ready to be pasted.

A value may contain `${reference}` for an unknown part: Terraform and `Fn::Sub` use the same syntax.
"""

from assumelint.clause.forms import action, condition, conditions, key, operator, principal, values, version, writer
from assumelint.clause.place import in_place, is_written
from assumelint.clause.spelling import NATIVE, is_expression, spelled

__all__ = [
    "NATIVE",
    "action",
    "condition",
    "conditions",
    "in_place",
    "is_expression",
    "is_written",
    "key",
    "operator",
    "principal",
    "spelled",
    "values",
    "version",
    "writer",
]
