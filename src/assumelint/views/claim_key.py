"""Reading a condition key as `<issuer host and path>:<claim>`.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from assumelint.model import Condition
from assumelint.text import HOLE_MARK, Text

if TYPE_CHECKING:
    from assumelint.language.operators import Operator

# The claims that STS makes keys of for every issuer, and the ones people take for such.
CLAIM_NAMES = ("sub", "aud", "oaud", "amr", "email", "iss", "azp")

_SCHEME = re.compile(r"https?:/*", re.IGNORECASE)
_ARN_HEAD = re.compile(r"arn:.*?oidc-provider/|oidc-provider/", re.DOTALL)


class ClaimKey(Struct, frozen=True, dict=True):
    """A condition on a token's claim. `host` and `claim` are what stands before and after the colon.

    `blemish` is what the host is wrapped in by mistake: `https://`, the head of an ARN, a slash before the
    colon; `host` is what is left without it. A key with no host at all has an empty one.
    """

    condition: Condition
    prefix: Text
    host: Text
    claim: Text
    blemish: str = ""

    @cached_property
    def operator(self) -> Operator | None:
        """The operator, or None where IAM has none of that name (or it is not known)."""
        from assumelint.language.operators import parse_operator

        written = self.condition.operator.literal
        return None if written is None else parse_operator(written)

    @cached_property
    def lower_host(self) -> Text:
        """The host as keys are compared: without regard to case."""
        return self.host.map(str.lower)

    @cached_property
    def name(self) -> str:
        """The claim in lower case (key names know no case), "" where it is not known."""
        return (self.claim.literal or "").lower()

    @cached_property
    def requires(self) -> bool:
        """Whether the condition asks for a value: a token without the claim, or with another value, fails."""
        operator = self.operator
        return bool(
            operator
            and not operator.negated
            and not operator.if_exists
            and operator.domain.value != "presence"
            and (operator.qualifier is None or operator.qualifier.value != "ForAllValues")
        )


def read_key(condition: Condition) -> ClaimKey | None:
    """The condition as one on a claim; None for the keys of AWS itself (`aws:…`, `sts:…`) and what is unknown."""
    key = condition.key
    flat = key.flat
    start, blemish = _blemish(flat)
    colon = flat.find(":", start)
    if colon < 0:
        return _without_colon(condition, start, blemish)
    host, claim = key.cut(start, colon), key.cut(colon + 1)
    if not blemish and _belongs_to_aws(host.flat):
        return None
    if host.flat.endswith("/") and not blemish:
        return ClaimKey(condition, key.cut(0, colon), host, claim)
    return ClaimKey(condition, key.cut(0, colon), host, claim, blemish)


def names_its_claim(condition: Condition) -> bool:
    """Whether it is known which claim a condition is on (or that it is on none)."""
    flat = condition.key.flat
    if HOLE_MARK not in flat or _belongs_to_aws(flat.partition(":")[0]):
        return True
    key = read_key(condition)
    return key is not None and key.claim.literal is not None


def _blemish(flat: str) -> tuple[int, str]:
    head = _ARN_HEAD.match(flat)
    if head:
        return head.end(), "the head of an ARN" if flat.startswith("arn:") else "oidc-provider/"
    scheme = _SCHEME.match(flat)
    return (scheme.end(), scheme.group()) if scheme else (0, "")


def _without_colon(condition: Condition, start: int, blemish: str) -> ClaimKey | None:
    key = condition.key
    if HOLE_MARK in key.flat:
        return None
    if key.flat.lower() in CLAIM_NAMES:
        return ClaimKey(condition, key.cut(0, 0), key.cut(0, 0), key, "nothing")
    # `host/sub`, `host.sub`: the colon was forgotten or is another character.
    match = re.fullmatch(r"(.+\..+)[/.](sub|aud|oaud|amr|email)", key.flat[start:], re.IGNORECASE)
    if match:
        end = start + match.end(1)
        return ClaimKey(condition, key.cut(0, end), key.cut(start, end), key.cut(end + 1), blemish or "no colon")
    return None


def _belongs_to_aws(host: str) -> bool:
    """Service prefixes have no dot; every issuer's host has one (but `:sub`, with no host, is a claim all the same)."""
    return bool(host) and HOLE_MARK not in host and "." not in host
