"""Numbers, dates, booleans, bytes and addresses, as the condition operators compare them.

Each parser returns None for text that is not of its type.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

# The exponent is limited: a larger one occurs in no condition key.
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]{1,4})?", re.ASCII)
_DATE = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)"
    r"([Tt](?P<hour>\d\d):(?P<minute>\d\d)(:(?P<second>\d\d(\.\d+)?))?(?P<zone>[Zz]|[-+]\d\d:?\d\d)?)?)?)?",
    re.ASCII,
)
_UNIX_EPOCH = date(1970, 1, 1).toordinal()


def number(text: str) -> Decimal | None:
    """Parse a decimal number."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def moment(text: str) -> Decimal | None:
    """Parse a W3C date (`2026-08-01`, `2026-08-01T12:00:00+02:00`) or epoch seconds; return seconds since 1970.

    A time without a zone is UTC. Four digits are a year.
    """
    found = _DATE.fullmatch(text)
    if found is None:
        return number(text)
    part = {name: value or ("1" if name in ("month", "day") else "0") for name, value in found.groupdict().items()}
    try:
        day = date(int(part["year"]), int(part["month"]), int(part["day"]))
    except ValueError:
        return None
    if int(part["hour"]) > 23 or int(part["minute"]) > 59 or Decimal(part["second"]) >= 61:
        return None
    clock = int(part["hour"]) * 3600 + int(part["minute"]) * 60 + Decimal(part["second"])
    return (day.toordinal() - _UNIX_EPOCH) * 86400 + clock - _offset(part["zone"])


def _offset(zone: str) -> int:
    if zone[0] not in "+-":
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[-2:]) * 60
    return -seconds if zone[0] == "-" else seconds


def boolean(text: str) -> bool | None:
    """Parse `true` or `false`, in any case."""
    return {"true": True, "false": False}.get(text.lower())


def binary(text: str) -> bytes | None:
    """Decode base64 text."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def network(text: str) -> IPv4Network | IPv6Network | None:
    """Parse a range of IPv4 or IPv6 addresses (`203.0.113.0/24`), or a single address."""
    import ipaddress  # few policies need it

    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def in_network(address: str, range_: str) -> bool:
    """Return whether an IPv4 or IPv6 address is in a range or equals a single address."""
    import ipaddress

    found = network(range_)
    try:
        return found is not None and ipaddress.ip_address(address) in found
    except ValueError:
        return False
