"""Clauses of a trust policy in the language of the source, ready to be pasted in.

A value may hold `${reference}` for an unknown part; that is how Terraform and `Fn::Sub` write it too.
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
