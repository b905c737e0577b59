"""Guesses about an unknown value from its name."""

from __future__ import annotations

import re

from assumelint.text.hole import Likely

_ARN = re.compile(r"[\w.\[\]\"-]*(?:[._]arn|\bArn)")
_NAME = re.compile(r"(^|[._])(each\.key|owner|org|organization|[a-z_]*name)$")


def likely(reference: str) -> Likely:
    """Return what a value with this name (`var.oidc_arn`, `var.repo_name`) is likely to hold."""
    # Thousands of holes are created: two cheap suffix tests spare nearly all of them the regular expressions.
    if reference.endswith(("arn", "Arn")) and _ARN.fullmatch(reference):
        return Likely.ARN
    if reference.endswith(("name", "key", "owner", "org", "organization")) and _NAME.search(reference):
        return Likely.NAME
    return Likely.ANYTHING
