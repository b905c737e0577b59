"""Why nothing is known of a role's trust policy, in a clause."""

from __future__ import annotations

from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.lang import EvalError
from assumelint.sources.terraform.lang.values import Unknown, string_text
from assumelint.sources.terraform.syntax import HclError
from assumelint.text import Hole


def why_unknown(resource: Resource, argument: str) -> str:
    """Why the policy in an argument of a role is not known, empty if the code does not tell.

    A policy that Terraform refuses has a problem of its own, which says why.
    """
    try:
        value = resource.argument(argument)
    except (EvalError, HclError):
        return ""  # reported when the policy was read
    if value is None:
        return f"`{argument}` is not set"
    if isinstance(value, Unknown):
        return _of_hole(value.hole)
    text = string_text(value)
    return _of_hole(text.holes[0]) if text is not None and text.holes else ""


def _of_hole(hole: Hole) -> str:
    if hole.reference.startswith("data.aws_iam_role."):
        return f"`{hole.reference}` is the policy of a role that this code does not create"
    return f"`{hole.reference}` is not known"
