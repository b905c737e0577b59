"""Decoding a JSON web token. Nothing is verified, and the signature is never read.

https://www.rfc-editor.org/rfc/rfc7515#section-3.1 (compact form), https://www.rfc-editor.org/rfc/rfc7519
"""

from __future__ import annotations

import base64
import binascii
import re

from msgspec import Struct

from assumelint.sts.value import parse_json_text

# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
MAX_LENGTH = 20_000

_FORBIDDEN = re.compile(r"[^A-Za-z0-9_-]")
_PARTS = ("header", "payload", "signature")


class JwtError(Exception):
    """The text is not a JSON web token. The message says where it is malformed, but never quotes it."""


class Jwt(Struct, frozen=True):
    """The readable parts of a token."""

    header: dict[str, object]
    claims: dict[str, object]


def decode(token: str) -> Jwt:
    """Return header and payload of a token in compact form, ignoring surrounding white space and a leading `Bearer`.

    Raises `JwtError`.
    """
    text = token.strip()
    if text[:7].lower() == "bearer ":
        text = text[7:].strip()
    if not text:
        raise JwtError("there is no token: the input is empty")
    if text.startswith("{"):
        raise JwtError("this is JSON, not a token: hand claims over with --claims")
    if len(text) > MAX_LENGTH:
        raise JwtError(f"the token is {len(text)} characters long, AWS STS takes {MAX_LENGTH} at most")
    parts = text.split(".")
    if len(parts) == 5:
        raise JwtError("the token is encrypted (five parts): AWS STS takes signed tokens only")
    if len(parts) != len(_PARTS):
        raise JwtError(f"a token has three parts with a dot between them, this has {len(parts)}")
    for name, part in zip(_PARTS, parts, strict=True):
        _check_alphabet(name, part)
    return Jwt(_object("header", parts[0]), _object("payload", parts[1]))


def _check_alphabet(name: str, part: str) -> None:
    found = _FORBIDDEN.search(part)
    if found is not None:
        what = "a line break or blank" if found[0].isspace() else "a character"
        raise JwtError(f"the {name} has {what} at position {found.end()} that base64url does not know")


def _object(name: str, part: str) -> dict[str, object]:
    try:
        raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        found = parse_json_text(raw.decode("utf-8"))
    except binascii.Error:
        raise JwtError(f"the {name} is cut off: it is no whole base64url text") from None
    except UnicodeDecodeError:
        raise JwtError(f"the {name} is not UTF-8 once decoded") from None
    except ValueError:
        raise JwtError(f"the {name} is not JSON once decoded") from None
    if not isinstance(found, dict):
        raise JwtError(f"the {name} is not a JSON object once decoded")
    return found
