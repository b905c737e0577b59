"""A property's value as a policy document, or why it is none."""

from __future__ import annotations

from msgspec import Struct

from assumelint.cause import Cause
from assumelint.sources.cloudformation.declared_roles import POLICY
from assumelint.sources.cloudformation.scope import Scope
from assumelint.sources.read.json import JsonError, parse_json
from assumelint.text import Hole, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence

NOT_KNOWN = "its policy is known only once it is deployed"


class PolicyValue(Struct, frozen=True):
    """A policy document, and whether it is written as JSON text. `unknown` says why there is no document."""

    node: Node | None = None
    is_json: bool = False
    unknown: str = ""


def policy_value(scope: Scope, value: Node | None) -> PolicyValue:
    """Return the policy document in a property's value. A value that CloudFormation refuses is a problem."""
    match value:
        case Mapping():
            return PolicyValue(value)
        case Text():
            return _parsed(scope, value)
        case Sequence(_, span):
            scope.report(Cause.INVALID_TEMPLATE, span, f"{POLICY} is a list, not an object")
            return PolicyValue(unknown="its policy is a list")
        case Scalar(value=None):
            return PolicyValue(unknown="its policy is null")
        case Scalar(raw=raw, span=span):
            scope.report(Cause.INVALID_TEMPLATE, span, f"{POLICY} is {raw}, not an object")
            return PolicyValue(unknown=f"its policy is {raw}")
        case Hole(reference=reference):
            return PolicyValue(unknown=f"{NOT_KNOWN}: ${{{reference}}}")
        case _:
            return PolicyValue(unknown="its policy is absent in this case")


def _parsed(scope: Scope, text: Text) -> PolicyValue:
    written = "".join("" if isinstance(part, Hole) else part.text for part in text.parts).strip()
    if not written:
        return PolicyValue(None, True, f"{NOT_KNOWN}: {text}" if text.parts else "its policy is an empty text")
    try:
        node = parse_json(text)
    except JsonError as error:
        if error.certain:
            scope.keep(error.problem(Cause.INVALID_JSON, scope.role))
            return PolicyValue(None, True, "its policy is not valid JSON")
        return PolicyValue(None, True, f"{NOT_KNOWN}: {text.holes[0].reference}")
    return PolicyValue(node, True) if isinstance(node, Mapping) else PolicyValue(None, True, "its policy is no object")
