"""The rule `subject-case`."""

import re
from collections.abc import Iterator

from assumelint import amend
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import KnownTrust

_REPOSITORY = re.compile(r"(repo:)([^/:@*?]+)/([^/:@*?]+)(:|$)")


@rule(Severity.WARNING, Group.SUBJECT_DEAD, on=KnownTrust)
def subject_case(trust: KnownTrust) -> Iterator[Hit]:
    """The subject differs from the name of this repository only in upper and lower case.

    Values are compared case-sensitively, even with `StringLike`. GitHub writes owner and repository into the subject as
    spelled on its own pages. Their names are read from the remote in `.git/config`; if that spelling is not GitHub's,
    the policy may be right.

    Not shown as an example: it depends on the git remote. With the remote `github.com/Acme/app`,
    `repo:acme/app:ref:refs/heads/main` is found.
    """
    remote = trust.project.remote
    if remote is None or trust.match.issuer.id != "github-actions":
        return
    for key in trust.on("sub"):
        if not key.requires or key.operator is None or "ignore" in key.operator.compare.value:
            continue
        for value in key.condition.values.items:
            found = _REPOSITORY.match(value.flat)
            if found is None or not _differs_in_case((found[2], found[3]), remote):
                continue
            mended = f"repo:{remote[0]}/{remote[1]}{str(value)[found.end(3) :]}"
            yield Hit(
                value.span,
                f'the git remote is {remote[0]}/{remote[1]}, and "{value}" is compared with case',
                "matches no token, if the remote is spelt right",
                amendment=amend.replaced_value(trust.view, key.condition, value, [mended]),
            )


def _differs_in_case(written: tuple[str, str], remote: tuple[str, str]) -> bool:
    return written != remote and tuple(map(str.lower, written)) == tuple(map(str.lower, remote))
