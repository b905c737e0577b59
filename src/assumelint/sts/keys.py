"""From a request to the condition keys that a policy can ask for.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from msgspec import Struct

from assumelint.language.key import Owner, read_key
from assumelint.language.outcome import Outcome
from assumelint.sts.request import Request
from assumelint.sts.session import authorized_by_idp, session_keys
from assumelint.sts.value import Value, claim_value
from assumelint.text import Span, Text

_NOWHERE = Span("", 1, 1, 1, 1)
_SESSION_NAME = "sts:rolesessionname"
_AUTHORIZED = "sts:roleauthorizedbyidp"
_SESSION_KEYS = ("aws:requesttag/", "aws:tagkeys", "sts:transitivetagkeys", "sts:sourceidentity")

# Keys of the call and its network path, not of the token:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
ENVIRONMENT_KEYS = frozenset(
    {
        "aws:currenttime",
        "aws:epochtime",
        "aws:referer",
        "aws:requestedregion",
        "aws:securetransport",
        "aws:sourceip",
        "aws:sourcevpc",
        "aws:sourcevpcarn",
        "aws:sourcevpce",
        "aws:useragent",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "aws:vpcsourceip",
    }
)


class Lookup(Enum):
    """A key without a value."""

    ABSENT = "absent"
    NOT_GIVEN = "not given"  # nobody told whether the request has it


class Keys(Struct, frozen=True):
    """The condition keys of one request, by lower-case name: names are compared without regard to case.

    `claims` are the claims of the token, lower-case. `left_open` are the keys that the request may or may not
    have; with `partial`, so may every other key that comes from the token.
    """

    issuer: str
    values: Mapping[str, Value]
    claims: frozenset[str]
    left_open: frozenset[str] = frozenset()
    partial: bool = False

    def get(self, name: str) -> Value | Lookup:
        """The value of a key."""
        key = name.lower()
        if key in self.values:
            return self.values[key]
        if key in self.left_open or (self.partial and (self.owner(key) is Owner.OWN or key.startswith(_SESSION_KEYS))):
            return Lookup.NOT_GIVEN
        return Lookup.ABSENT

    def owner(self, name: str) -> Owner:
        """Whose key it is, for the token's issuer."""
        key = read_key(Text.of(name, _NOWHERE))
        return Owner.UNKNOWN if key is None else key.owner(Text.of(self.issuer, _NOWHERE))

    def is_unmapped_claim(self, name: str) -> bool:
        """Whether a key names a claim that the token has, but that STS makes no key of."""
        key = read_key(Text.of(name, _NOWHERE))
        return key is not None and self.owner(name) is Owner.OWN and key.name in self.claims

    def is_foreign(self, name: str) -> bool:
        """Whether a key is another issuer's, or nobody's."""
        return self.owner(name) in (Owner.OTHER, Owner.NOBODY)


def read_keys(request: Request) -> Keys:
    """The condition keys that STS makes of a request."""
    values = {f"{request.issuer}:{name}".lower(): value for name, value in _from_claims(request)}
    values |= {name.lower(): value for name, value in session_keys(request.claims).items()}
    values["aws:federatedprovider"] = Value((request.provider,))
    if request.session_name is not None:
        values[_SESSION_NAME] = Value((request.session_name,))
    authorized = Outcome.UNKNOWN if request.partial else authorized_by_idp(request.claims, request.role_arn)
    if authorized is not Outcome.UNKNOWN:
        values[_AUTHORIZED] = Value(("true" if authorized is Outcome.YES else "false",))
    for name, given in request.context.items():
        value = claim_value(given)
        if value is not None:
            values[name.lower()] = value
    return Keys(
        issuer=request.issuer,
        values=values,
        claims=frozenset(name.lower() for name in request.claims),
        left_open=frozenset({_SESSION_NAME, _AUTHORIZED}) | (set() if request.complete else ENVIRONMENT_KEYS),
        partial=request.partial,
    )


def _from_claims(request: Request) -> Iterator[tuple[str, Value]]:
    for key in request.mapping:
        source = next((name for name in key.sources if request.claims.get(name) is not None), None)
        value = None if source is None else claim_value(request.claims[source], many=key.many)
        if value is not None:
            yield key.name, value
