"""Evaluates expressions of the Terraform language.

Input: a syntax tree and a scope, whose resolver supplies the values of references and the contents of files. Output:
a value (see `values`), known as far as the code determines it, in which each part has the span where it was written.
If Terraform would refuse the expression, an `EvalError` with Terraform's message is raised. `functions` uses `values`;
`expressions` uses both.
"""

from __future__ import annotations

from assumelint.sources.terraform.lang.expressions.constants import constant
from assumelint.sources.terraform.lang.expressions.evaluate import evaluate
from assumelint.sources.terraform.lang.expressions.render import render
from assumelint.sources.terraform.lang.expressions.scope import (
    Answer,
    Attr,
    EvalError,
    Key,
    Reference,
    Reply,
    Resolver,
    Scope,
    fault,
)
from assumelint.sources.terraform.lang.expressions.sensitivity import sensitive
from assumelint.sources.terraform.lang.expressions.type_constraint import ANY, Constraint, read_constraint
from assumelint.sources.terraform.lang.functions.spec import FileProblemError

__all__ = [
    "ANY",
    "Answer",
    "Attr",
    "Constraint",
    "EvalError",
    "FileProblemError",
    "Key",
    "Reference",
    "Reply",
    "Resolver",
    "Scope",
    "constant",
    "evaluate",
    "fault",
    "read_constraint",
    "render",
    "sensitive",
]
