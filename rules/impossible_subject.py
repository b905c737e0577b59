"""The rule `impossible-subject`."""

import re
from collections.abc import Iterator

from assumelint import amend
from assumelint.model import Severity
from assumelint.reach.model import Absence, Cause, Impossible, Unmet
from assumelint.rule import Group, Hit, rule
from assumelint.suggested_values import both_forms
from assumelint.text import HOLE_MARK
from assumelint.views import KnownTrust

_ENDS_IN_A_NAME = re.compile(f"repo:[^:/*?]+/{HOLE_MARK}")
# GitHub documents a template with which subjects end after the repository (`include_claim_keys` = ["repo"]).
_REPOSITORY_ALONE = re.compile("repo:[A-Za-z0-9_-]+/[A-Za-z0-9._-]+")


@rule(Severity.ERROR, Group.SUBJECT_DEAD, on=KnownTrust)
def impossible_subject(trust: KnownTrust) -> Iterator[Hit]:
    """No token of this issuer has such a subject.

    Subjects have a fixed form: `repo:<owner>/<repo>:ref:refs/heads/<branch>` at GitHub,
    `project_path:<group>/<project>:ref_type:branch:ref:<name>` at GitLab, `system:serviceaccount:<namespace>:<name>`
    in Kubernetes. A pattern that matches no string of that form accepts no token, whatever its wildcards are.
    `assumelint issuers` shows the forms.

    Bad:
    ```hcl
    StringLike = { "token.actions.githubusercontent.com:sub" = "repo:acme/app" } # <- here
    ```

    Good:
    ```hcl
    StringLike = {
      "token.actions.githubusercontent.com:sub" = ["repo:acme/app:environment:ci", "repo:acme@*/app@*:environment:ci"]
    }
    ```
    """
    for impossible in trust.reach.impossible:
        if impossible.cause is Cause.NO_FORM and impossible.claim not in ("aud", "oaud"):
            yield _hit(trust, impossible)
    for unmet in trust.reach.unmet:
        if unmet.reason is Absence.TYPE:
            yield _of_another_type(unmet)
    yield from _cut_short(trust)


def _of_another_type(unmet: Unmet) -> Hit:
    operator = unmet.condition.operator
    what = "an ARN" if str(operator).lower().startswith("arn") else "such a value"
    return Hit(
        operator.span,
        f"{operator} compares other values than text, and no subject is {what}",
        "never matches: every call ends in AccessDenied",
        severity=None if unmet.certain else Severity.WARNING,
    )


def _hit(trust: KnownTrust, impossible: Impossible) -> Hit:
    condition, claim = impossible.condition, impossible.claim
    what = "subject" if claim == "sub" else claim
    name = trust.match.issuer.name if trust.match.known else str(trust.host)
    nearest = f": it would be {impossible.nearest}" if impossible.nearest else ""
    wanted = both_forms(trust.match, impossible.mended) if claim == "sub" else [impossible.mended]
    return Hit(
        impossible.value.span,
        f'no {name} token has the {what} "{impossible.value}"{nearest}',
        "every call ends in AccessDenied" if impossible.alone else "this value matches no token",
        severity=_severity(impossible),
        amendment=amend.replaced_value(trust.view, condition, impossible.value, wanted) if impossible.mended else None,
    )


def _cut_short(trust: KnownTrust) -> Iterator[Hit]:
    """Yield GitHub subjects that end in an unknown repository: they never match if the value is a name, as it seems."""
    if not trust.match.issuer.id.startswith("github-actions"):
        return
    for key in trust.on("sub"):
        values = key.condition.values.items if key.requires else ()
        for value in values:
            if _ENDS_IN_A_NAME.fullmatch(value.flat) is None:
                continue
            hole = value.holes[-1].reference
            wanted = both_forms(trust.match, f"{value}:*")
            yield Hit(
                value.span,
                f'"{value}" fits no subject, unless {hole} holds more than the name of a repository',
                "a subject goes on after the repository",
                severity=Severity.WARNING,
                amendment=amend.replaced_value(trust.view, key.condition, value, wanted),
            )


def _severity(impossible: Impossible) -> Severity | None:
    if impossible.alone and impossible.claim == "sub" and _REPOSITORY_ALONE.fullmatch(impossible.value.literal or ""):
        return Severity.WARNING
    if impossible.certain and impossible.alone:
        return None
    return Severity.WARNING if impossible.certain or impossible.alone else Severity.NOTE
