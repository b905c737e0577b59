"""Clauses of a trust policy in the syntax of the source, ready to be pasted.

A value may contain `${reference}` for an unknown part: Terraform and `Fn::Sub` use the same syntax.
"""

from assumelint.clause.forms import action, condition, key, operator, principal, values, version, writer
from assumelint.clause.place import in_place, is_written, replaced

__all__ = [
    "action",
    "condition",
    "in_place",
    "is_written",
    "key",
    "operator",
    "principal",
    "replaced",
    "values",
    "version",
    "writer",
]
