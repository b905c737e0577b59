"""The rule `name-only-subject`."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from assumelint import clause, edits
from assumelint.issuers.model import Match, SubjectKind
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.text import Text
from assumelint.views import KnownTrust
from assumelint.views.claim_key import ClaimKey


@rule(Severity.NOTE, Group.SUBJECT_DEAD, on=KnownTrust)
def name_only_subject(trust: KnownTrust) -> Iterator[Hit]:
    """The subject names the repository without its id; the subjects of newer repositories contain both.

    GitHub repositories created, renamed or transferred after 15 July 2026 have subjects of the form
    `repo:OWNER@OWNER_ID/REPO@REPO_ID:…`, and older ones can opt in. A pattern with only names does not match those.
    The finding is a warning where git says that the code is of the named repository and began later than that.
    List both forms. As a name cannot contain `@`, `repo:acme@*/app@*:…` does not match a stranger's subject.

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
            yield _for_own_repository(trust, named, _hit(key, named))
            return


_NAMED = re.compile(r"repo:([^/:@]+)/([^:@]+)(:.*)?", re.DOTALL)

# The format in the first announcement of immutable subjects.
_HYPHENED = re.compile(r"repo:([^/:@*]+)-([0-9]{4,})/([^:@*]+)-([0-9]{4,})(?=:)")


# The first second after 15 July 2026, and what is said of a repository that began later.
_CHANGE = 1_784_160_000
_NEW = "this repository is younger: its subjects hold the ids of owner and repository"


def _for_own_repository(trust: KnownTrust, named: list[Text], hit: Hit) -> Hit:
    """Return the note as a warning if the subject is that of the repository that is checked, which is new."""
    own = next((value for value in named if _is_of_new_repository(trust, value)), None)
    if own is None or hit.severity is not None:
        return hit
    return replace(hit, span=own.span, label=_NEW, severity=Severity.WARNING, once=False)


def _is_of_new_repository(trust: KnownTrust, value: Text) -> bool:
    """Return whether a value names the repository that is checked, and that is as young as its first commit."""
    named, remote = _NAMED.fullmatch(value.flat), trust.project.remote
    if named is None or remote is None or (named[1].lower(), named[2].lower()) != tuple(map(str.lower, remote)):
        return False
    return trust.project.begins_after(_CHANGE)


def _has_immutable_forms(match: Match) -> bool:
    """Return whether the issuer has immutable subjects: a GitHub Enterprise Server does not."""
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
        once=True,
    )


def _help(key: ClaimKey, first: Text, both: list[str]) -> str:
    condition = key.condition
    if key.operator is not None and key.operator.takes_wildcards and not clause.in_place(condition, first):
        return clause.replaced(condition, first, [str(first), _immutable(str(first))])
    return clause.condition(condition.form, "StringLike", str(condition.key), both)


def _immutable(value: str) -> str:
    """Return the same pattern for subjects with ids."""
    found = re.fullmatch(r"repo:((?:\$\{[^}]*\}|[^/:@])+)/((?:\$\{[^}]*\}|[^:@])+)(:.*)?", value, re.DOTALL)
    if found is None:
        return value
    owner, repository, rest = found[1], found[2], found[3] or ""
    return f"repo:{owner}@*/{repository}{'' if repository.endswith('*') else '@*'}{rest}"
