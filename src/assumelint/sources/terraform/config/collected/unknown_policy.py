"""Why nothing is known of a role's trust policy, in a clause."""

from __future__ import annotations

from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.lang import EvalError
from assumelint.sources.terraform.lang.values import Unknown, string_text
from assumelint.sources.terraform.syntax import HclError
from assumelint.text import Hole


def why_unknown(resource: Resource, argument: str) -> str:
    """Why the policy in an argument of a role is not known, empty if the code does not tell."""
    try:
        is_written = resource.body().attribute(argument) is not None
        value = resource.argument(argument)
    except HclError:
        return "its block has a syntax error"
    except EvalError as error:
        what = error.message.partition(":")[0]
        return f"what it is made of ends in an error at {error.span.file}:{error.span.line} ({what})"
    if value is None:
        return f"`{argument}` is null" if is_written else f"`{argument}` is not set"
    if isinstance(value, Unknown):
        return _of_hole(value.hole, resource.module)
    text = string_text(value)
    return _of_hole(text.holes[0], resource.module) if text is not None and text.holes else ""


def _of_hole(hole: Hole, module: Module) -> str:
    root, *names = hole.reference.split(".")
    if (root, *names[:1]) == ("data", "aws_iam_role"):
        return f"`{hole.reference}` is the policy of a role that this code does not create"
    if root == "var" and len(names) == 1:
        return f"`{hole.reference}` has no value here"
    call = module.declared.modules.get(names[0].partition("[")[0]) if root == "module" and names else None
    unfollowed = None if call is None else module.project.unfollowed.get(call.span)
    if call is not None and unfollowed is not None:
        return f'the module "{call.name}" is not followed: {unfollowed.reason}'
    return f"`{hole.reference}` is not known"
