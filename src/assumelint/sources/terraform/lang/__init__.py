"""The expression language of Terraform, of which this room alone knows what an expression is worth.

In go a syntax tree and a scope: a resolver, which tells what names stand for and what files hold. Out comes a value
(see `values`) that is known as far as the code tells it, each part with the place where it was written; or an
`EvalError` in Terraform's words where Terraform would refuse the expression. `values` stands on the ground,
`functions` on it, `expressions` on both.
"""

from __future__ import annotations

from assumelint.sources.terraform.lang.expressions.constants import constant
from assumelint.sources.terraform.lang.expressions.evaluate import evaluate
from assumelint.sources.terraform.lang.expressions.render import render
from assumelint.sources.terraform.lang.expressions.scope import Attr, EvalError, Key, Reference, Resolver, Scope, fault
from assumelint.sources.terraform.lang.expressions.sensitivity import sensitive
from assumelint.sources.terraform.lang.expressions.type_constraint import ANY, Constraint, read_constraint
from assumelint.sources.terraform.lang.functions.spec import FileProblemError

__all__ = [
    "ANY",
    "Attr",
    "Constraint",
    "EvalError",
    "FileProblemError",
    "Key",
    "Reference",
    "Resolver",
    "Scope",
    "constant",
    "evaluate",
    "fault",
    "read_constraint",
    "render",
    "sensitive",
]
