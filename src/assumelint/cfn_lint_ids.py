"""The numbers of the rules inside cfn-lint. A number is never reused for another rule.

cfn-lint reserves 9xxx for custom rules
(https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md#categories). As files with custom rules count
from 9001, these numbers start well above. Rules that apply only to Terraform have no number.
"""

from __future__ import annotations

from assumelint.model import Severity

NUMBERS = {
    "any-ref": 9701,
    "audience-not-in-client-ids": 9702,
    "broad-subject": 9703,
    "built-in-provider-arn": 9704,
    "conflicting-conditions": 9705,
    "duplicate-key": 9706,
    "duplicate-provider": 9707,
    "for-all-values": 9708,
    "impossible-subject": 9709,
    "ineffective-condition": 9710,
    "intrinsic-in-key": 9711,
    "invalid-json": 9712,
    "issuer-key-mismatch": 9713,
    "literal-policy-variable": 9714,
    "malformed-provider-arn": 9715,
    "missing-audience": 9716,
    "missing-federated-principal": 9717,
    "missing-subject": 9718,
    "missing-web-identity-action": 9719,
    "mixed-issuers": 9720,
    "name-only-subject": 9721,
    "open-to-any-tenant": 9722,
    "pod-identity-mismatch": 9723,
    "policy-too-large": 9724,
    "prohibited-element": 9725,
    "provider-client-ids": 9726,
    "provider-url": 9727,
    "pull-request-subject": 9728,
    "required-condition": 9729,
    "revision-hash-subject": 9730,
    "subject-case": 9731,
    "swapped-claims": 9732,
    "syntax-error": 9733,
    "template-error": 9734,
    "thumbprint-format": 9735,
    "undefined-reference": 9736,
    "unknown-issuer-host": 9737,
    "unknown-operator": 9738,
    "unresolved-interpolation": 9739,
    "unsupported-claim": 9740,
    "unused-ignore": 9741,
    "wildcard-audience": 9742,
    "wildcard-principal": 9743,
    "wildcard-under-equals": 9744,
    "wrong-audience": 9745,
    "identity-pool-role": 9746,
    "malformed-condition": 9747,
    "per-run-subject": 9750,
    "refused-policy": 9751,
    "empty-condition": 9752,
}
TERRAFORM_ONLY = frozenset(("invalid-configuration", "trim-cut-set", "unrendered-document"))
LETTERS = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.NOTE: "I"}


def identifier(rule: str, severity: Severity) -> str:
    """Return the id that cfn-lint shows for findings of a rule with this severity."""
    return f"{LETTERS[severity]}{NUMBERS[rule]}"
