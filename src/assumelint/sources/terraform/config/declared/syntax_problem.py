"""Syntax errors as problems, with a severity that depends on whether a second HCL parser agrees."""

from __future__ import annotations

from assumelint import REPORT_ERRORS_AT
from assumelint.cause import Cause
from assumelint.model import Problem, Severity
from assumelint.sources.terraform.syntax import HclError, second_reader_takes

_DOUBT = f"python-hcl2 reads this file: if Terraform does too, please report it at {REPORT_ERRORS_AT}."


def syntax_problem(error: HclError, role: str = "") -> Problem:
    """The problem for an error. It is a warning if python-hcl2 reads the text: the bug may be in our own parser."""
    if error.refused is None or not second_reader_takes(error.refused):
        return Problem(Cause.SYNTAX, error.span, error.message, error.help, role=role)
    help = f"{error.help} {_DOUBT}".lstrip()
    return Problem(Cause.SYNTAX, error.span, error.message, help, role=role, severity=Severity.WARNING)
