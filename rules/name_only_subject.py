"""The rule `name-only-subject`."""

import re
from collections.abc import Iterator

from assumelint import clause, edits
from assumelint.issuers.model import Match, SubjectKind
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.text import Text
from assumelint.views import KnownTrust
from assumelint.views.claim_key import ClaimKey


@rule(Severity.NOTE, Group.SUBJECT_DEAD, on=KnownTrust)
def name_only_subject(trust: KnownTrust) -> Iterator[Hit]:
    """The subject names the repository without its id; newer repositories have both.

    GitHub repositories created, renamed or transferred after 15 July 2026 have subjects of the form
    `repo:OWNER@OWNER_ID/REPO@REPO_ID:…`, and older ones can opt in. A pattern with bare names does not fit those.
    List both forms; `@` cannot occur in a name, so `repo:acme@*/app@*:…` takes no stranger's.

    Bad:
    ```hcl
    StringEquals = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:environment:ci" } # <- here
    ```

    Good:
    ```hcl
    StringLike = {
      "token.actions.githubusercontent.com:sub" = ["repo:acme/app:environment:ci", "repo:acme@*/app@*:environment:ci"]
    }
    ```
    """
    reach, match = trust.reach, trust.match
    if reach.dead or not reach.name_only or reach.immutable or not _has_immutable_forms(match):
        return
    for key in trust.on("sub"):
        named = [value for value in key.condition.values.items if _NAMED.fullmatch(value.flat)]
        if key.requires and named:
            yield _hit(key, named)
            return


_NAMED = re.compile(r"repo:([^/:@]+)/([^:@]+)(:.*)?", re.DOTALL)

# As the first announcement of immutable subjects had them.
_HYPHENED = re.compile(r"repo:([^/:@*]+)-([0-9]{4,})/([^:@*]+)-([0-9]{4,})(?=:)")


def _has_immutable_forms(match: Match) -> bool:
    """Not every issuer that writes GitHub's subjects has them: a GitHub Enterprise Server does not."""
    return match.issuer.id.startswith("github-actions") and any(
        form.kind is SubjectKind.IMMUTABLE for form in match.issuer.subjects
    )


def _hit(key: ClaimKey, named: list[Text]) -> Hit:
    condition = key.condition
    hyphened = next((value for value in named if _HYPHENED.match(value.flat)), None)
    if hyphened is not None:
        meant = _HYPHENED.sub(r"repo:\1@\2/\3@\4", str(hyphened), count=1)
        advice = edits.replace_value(condition, hyphened, meant)
        return Hit(
            hyphened.span,
            f'"{hyphened}" looks like names with ids: GitHub joins them by @, as in {meant}',
            "names that end in digits, or ids behind the wrong sign",
            advice.help,
            fix=advice.fix,
            severity=Severity.WARNING,
        )
    written = [str(value) for value in condition.values.items]
    both = [form for value in written for form in dict.fromkeys((value, _immutable(value)))]
    return Hit(
        named[0].span,
        f'"{named[0]}" fits no repository created, renamed or transferred since 15 July 2026',
        "their subjects hold the ids of owner and repository too",
        _help(key, named[0], both),
    )


def _help(key: ClaimKey, first: Text, both: list[str]) -> str:
    condition = key.condition
    if key.operator is not None and key.operator.takes_wildcards and not clause.in_place(condition, first):
        return clause.replaced(condition, first, [str(first), _immutable(str(first))])
    return clause.condition(condition.form, "StringLike", str(condition.key), both)


def _immutable(value: str) -> str:
    """The same pattern for subjects with ids."""
    found = re.fullmatch(r"repo:((?:\$\{[^}]*\}|[^/:@])+)/((?:\$\{[^}]*\}|[^:@])+)(:.*)?", value, re.DOTALL)
    if found is None:
        return value
    owner, repository, rest = found[1], found[2], found[3] or ""
    return f"repo:{owner}@*/{repository}{'' if repository.endswith('*') else '@*'}{rest}"
