"""The rule `thumbprint-format`."""

import re
from collections.abc import Iterator

from assumelint import edits
from assumelint.aws import THUMBPRINTS_MOST
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import ProviderView

_DIGITS = 40


@rule(Severity.ERROR, Group.PROVIDER, on=ProviderView)
def thumbprint_format(view: ProviderView) -> Iterator[Hit]:
    """A thumbprint is not 40 hexadecimal digits.

    It is the SHA-1 of the issuer's top certificate without colons; IAM refuses any other length. 40 characters that
    are not hexadecimal are a warning: they are the fingerprint of no certificate. Most issuers need none: leave the
    list out, and IAM takes care of it.

    Bad:
    ```hcl
    resource "aws_iam_openid_connect_provider" "gitlab" {
      thumbprint_list = ["B3:DD:76:06:D2:B5:A8:B4:A1:37:71:DB:EC:C9:EE:1C:EC:AF:A3:8A"] # <- here
    }
    ```

    Good:
    ```hcl
    resource "aws_iam_openid_connect_provider" "gitlab" {
      thumbprint_list = ["b3dd7606d2b5a8b4a13771dbecc9ee1cecafa38a"]
    }
    ```
    """
    thumbprints = view.provider.thumbprints
    if thumbprints is None:
        return
    for item in thumbprints.items:
        if item.literal is not None and not re.fullmatch(rf"[0-9A-Fa-f]{{{_DIGITS}}}", item.literal):
            bare = item.literal.replace(":", "").replace(" ", "").lower()
            mended = bare if re.fullmatch(rf"[0-9a-f]{{{_DIGITS}}}", bare) else ""
            fits = len(item.literal) == _DIGITS
            yield Hit(
                item.span,
                f'"{item}" is no thumbprint: a thumbprint is {_DIGITS} hexadecimal digits',
                "the fingerprint of no certificate" if fits else "IAM refuses it",
                mended,
                fix=edits.fix_of(edits.rewritten(item, mended), safe=True),
                severity=Severity.WARNING if fits else None,
            )
    if len(thumbprints.items) > THUMBPRINTS_MOST:
        message = f"a provider takes {THUMBPRINTS_MOST} thumbprints, not {len(thumbprints.items)}"
        yield Hit(thumbprints.items[THUMBPRINTS_MOST].span, message, "IAM refuses it")
