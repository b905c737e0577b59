"""Whether a value of a policy is one that its condition operator can compare.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

from assumelint.language.operators import Domain
from assumelint.sts.scalars import binary, boolean, moment, network, number

# What the values of a type are called in messages. Any string is right for the other types.
NAMES = {
    Domain.BOOLEAN: "true or false",
    Domain.PRESENCE: "true or false",
    Domain.NUMBER: "a number",
    Domain.DATE: "a date such as 2026-08-01T00:00:00Z",
    Domain.BINARY: "base64",
    Domain.ADDRESS: "an IP address or range such as 203.0.113.0/24",
}
_READERS = {
    Domain.BOOLEAN: boolean,
    Domain.PRESENCE: boolean,
    Domain.NUMBER: number,
    Domain.DATE: moment,
    Domain.BINARY: binary,
    Domain.ADDRESS: network,
}


def is_well_formed(domain: Domain, value: str) -> bool:
    """Return whether a value can be compared by the operators of a type."""
    reader = _READERS.get(domain)
    return reader is None or reader(value) is not None
