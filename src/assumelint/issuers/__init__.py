"""The issuer catalogue: whose tokens they are, what they say, and what AWS makes of them.

Look here first: `identify` finds the issuer of a host path, `nearest` the one that was meant, `judge_audience` what an
audience is to it; `catalogue` and `issuer` read the files, `parse_own_issuer` the user's.
`assumelint.issuers.pages.render` prints one.
"""

from assumelint.issuers.audience import expected_audience, is_audience, is_subject, judge_audience
from assumelint.issuers.catalogue import catalogue, ids, issuer, parse_own_issuer
from assumelint.issuers.hosts import identify
from assumelint.issuers.near import nearest
from assumelint.issuers.schema import IssuerError, parse_issuer

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
