"""What people expect in a value by its name: a guess that the source makes, which knows the name."""

from __future__ import annotations

import re

from assumelint.text.hole import Likely

_ARN = re.compile(r"[\w.\[\]\"-]*(?:[._]arn|\bArn)")
_NAME = re.compile(r"(^|[._])(each\.key|owner|org|organization|[a-z_]*name)$")


def likely(reference: str) -> Likely:
    """What a value is likely to hold that is called so (`var.oidc_arn`, `var.repo_name`)."""
    # Holes are made by the thousand: two looks at the end spare nearly all of them the expressions.
    if reference.endswith(("arn", "Arn")) and _ARN.fullmatch(reference):
        return Likely.ARN
    if reference.endswith(("name", "key", "owner", "org", "organization")) and _NAME.search(reference):
        return Likely.NAME
    return Likely.ANYTHING
