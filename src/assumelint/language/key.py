"""Reading a condition key as `<issuer host and path>:<claim>`, and whose key it is: the one answer for all readers.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cached_property

from msgspec import Struct

from assumelint.language.likeness import Likeness, likeness
from assumelint.text import HOLE_MARK, Text

# What the keys of a call of AWS STS begin with, beside those of the token's issuer.
_OF_THE_CALL = ("aws", "sts")

_SCHEME = re.compile(r"https?:/*", re.IGNORECASE)
_ARN_HEAD = re.compile(r"arn:.*?oidc-provider/|oidc-provider/", re.DOTALL)
# `host/sub`, `host.sub`: the colon was forgotten or is another character.
_OTHER_SEPARATOR = re.compile(r"(.+\..+)[/.](sub|aud|oaud|amr|email)", re.IGNORECASE)


class Blemish(Enum):
    """The slip that keeps a key from being any token's: what its host is wrapped in, or what it lacks."""

    SCHEME = "scheme"  # https://gitlab.com:sub
    ARN = "arn"  # arn:aws:iam::…:oidc-provider/gitlab.com:sub
    RESOURCE = "resource"  # oidc-provider/gitlab.com:sub
    NO_HOST = "no host"  # sub
    NO_COLON = "no colon"  # gitlab.com/sub
    NO_CLAIM = "no claim"  # gitlab.com:


class Owner(Enum):
    """Whose key it is, seen by the tokens of one issuer."""

    OWN = "own"
    OTHER = "other"  # another issuer's
    AWS = "aws"  # the call's: aws:…, sts:…
    NOBODY = "nobody"  # a call with a web identity token never has it: `gitlab:sub`, `saml:aud`, `s3:prefix`
    UNKNOWN = "unknown"  # unknown parts leave it open


class Key(Struct, frozen=True, dict=True):
    """A condition key, taken apart. `host` and `claim` are what stands before and after the colon.

    `prefix` is all that stands before the claim; `host` is what is left of it without the slip that `blemish`
    names. A key with no host at all has an empty one.
    """

    prefix: Text
    host: Text
    claim: Text
    blemish: Blemish | None = None

    @cached_property
    def lower_host(self) -> Text:
        """The host as keys are compared: without regard to case."""
        return self.host.map(str.lower)

    @cached_property
    def name(self) -> str:
        """The claim in lower case (key names know no case), "" where it is not known."""
        return (self.claim.literal or "").lower()

    @property
    def of_the_call(self) -> bool:
        """Whether it is a key of the call itself: `aws:…`, `sts:…`."""
        return self.blemish is None and self.host.flat.lower() in _OF_THE_CALL

    @property
    def of_a_claim(self) -> bool:
        """Whether it was meant for a claim: every issuer's host has a dot, the prefix of a service has none."""
        return self.blemish is not None or "." in self.host.flat or HOLE_MARK in self.host.flat

    def owner(self, host: Text) -> Owner:
        """Whose key it is, for the tokens of the issuer at `host`. The same unknown part is the same value."""
        if self.of_the_call:
            return Owner.AWS
        if self.blemish is not None or not self.of_a_claim:
            return Owner.NOBODY
        match likeness(self.lower_host, host.map(str.lower)):
            case Likeness.SAME:
                return Owner.UNKNOWN if self.claim.holes else Owner.OWN
            case Likeness.DIFFERENT:
                return Owner.OTHER
            case _:
                return Owner.UNKNOWN


def read_key(key: Text) -> Key | None:
    """A condition key, taken apart; None where an unknown part may hold the colon."""
    flat = key.flat
    start, blemish = _wrapping(flat)
    colon = flat.find(":", start)
    if colon < 0:
        return None if HOLE_MARK in flat else _without_colon(key, start, blemish)
    found = Key(key.cut(0, colon), key.cut(start, colon), key.cut(colon + 1), blemish)
    if blemish is not None:
        return found
    lacks = Blemish.NO_HOST if colon == 0 else Blemish.NO_CLAIM if colon == len(flat) - 1 else None
    return found if lacks is None else Key(found.prefix, found.host, found.claim, lacks)


def _wrapping(flat: str) -> tuple[int, Blemish | None]:
    """What a host is wrapped in by mistake, and where it ends."""
    head = _ARN_HEAD.match(flat)
    if head:
        return head.end(), Blemish.ARN if flat.startswith("arn:") else Blemish.RESOURCE
    scheme = _SCHEME.match(flat)
    return (scheme.end(), Blemish.SCHEME) if scheme else (0, None)


def _without_colon(key: Text, start: int, blemish: Blemish | None) -> Key:
    flat = key.flat
    if "." not in flat:
        return Key(key.cut(0, 0), key.cut(0, 0), key, Blemish.NO_HOST)
    found = _OTHER_SEPARATOR.fullmatch(flat, start)
    end = found.end(1) if found else len(flat)
    return Key(key.cut(0, end), key.cut(start, end), key.cut(end + 1), blemish or Blemish.NO_COLON)
