"""The issuer catalogue: which issuers exist, what their tokens contain, and how AWS treats them.

Entry points: `identify` finds the issuer of a host path, `nearest` suggests a known host for an unknown one,
`judge_audience` classifies an audience, `catalogue` and `issuer` read the issuers' files, `parse_own_issuer` reads an
issuer from the user's configuration. `assumelint.issuers.pages.render` formats an issuer for the terminal.
"""

from assumelint.issuers.audience import expected_audience, is_audience, is_subject, judge_audience
from assumelint.issuers.catalogue import catalogue, ids, issuer, parse_own_issuer
from assumelint.issuers.hosts import identify
from assumelint.issuers.near import nearest
from assumelint.issuers.schema import parse_issuer
from assumelint.issuers.tables import IssuerError

__all__ = [
    "IssuerError",
    "catalogue",
    "expected_audience",
    "identify",
    "ids",
    "is_audience",
    "is_subject",
    "issuer",
    "judge_audience",
    "nearest",
    "parse_issuer",
    "parse_own_issuer",
]
