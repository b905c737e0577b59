"""The rule `revision-hash-subject`."""

import re
from collections.abc import Iterator

from assumelint import amend
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import Trust

# Crossplane names a provider's service account after its revision, which ends in twelve hexadecimal digits.
_HASHED = re.compile(
    r"system:serviceaccount:[^:*?]+:([a-z0-9.-]+)-((?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{10,12})"
)


@rule(Severity.WARNING, Group.SUBJECT_DEAD, on=Trust)
def revision_hash_subject(trust: Trust) -> Iterator[Hit]:
    """The name of the service account ends in a hash that changes with the next release.

    Crossplane and other operators name service accounts after a revision. The role works only until the next upgrade.

    Bad:
    ```yaml
    StringEquals: {"oidc.acme.dev:sub": "system:serviceaccount:crossplane:aws-3f1a9c0d2b7e"} # <- here
    ```

    Good:
    ```yaml
    StringLike: {"oidc.acme.dev:sub": "system:serviceaccount:crossplane:aws-*"}
    ```
    """
    for key in trust.on("sub"):
        for value in key.condition.values.items if key.requires else ():
            found = _HASHED.fullmatch(value.literal or "")
            if found:
                mended = (value.literal or "").removesuffix(found[2]) + "*"
                yield Hit(
                    value.span,
                    f'"{found[1]}-{found[2]}" looks like the name of one revision: the next has another hash',
                    "matches no token after the next upgrade",
                    amendment=amend.replaced_value(trust.view, key.condition, value, [mended]),
                )
