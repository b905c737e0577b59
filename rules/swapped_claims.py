"""The rule `swapped-claims`."""

from collections.abc import Iterator, Sequence

from assumelint import amend
from assumelint.issuers.model import AudienceKind
from assumelint.model import Label, Severity
from assumelint.reach.model import Cause
from assumelint.rule import Group, Hit, Phase, rule
from assumelint.text import Text
from assumelint.views import KnownTrust


@rule(Severity.ERROR, Group.SUBJECT_DEAD, on=KnownTrust, phase=Phase.WRITTEN)
def swapped_claims(trust: KnownTrust) -> Iterator[Hit]:
    """`aud` has the value of a subject, or `sub` that of an audience.

    `sub` identifies the workload that the token was issued to, `aud` the service that it is meant for.

    Bad:
    ```hcl
    StringEquals = {
      "gitlab.com:aud" = "project_path:acme/app:ref_type:branch:ref:main" # <- here
      "gitlab.com:sub" = "https://gitlab.com"
    }
    ```

    Good:
    ```hcl
    StringEquals = {
      "gitlab.com:aud" = "https://gitlab.com"
      "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main"
    }
    ```
    """
    swapped = sorted(_subjects_in_aud(trust) + _audiences_in_sub(trust), key=lambda found: found[1].span)
    if not swapped:
        return
    claim, value = swapped[0]
    message = {
        "aud": f'"{value}" is a subject, but stands under {trust.host}:aud',
        "sub": f'"{value}" is an audience, but stands under {trust.host}:sub',
    }
    label = {"aud": "this belongs under sub", "sub": "this belongs under aud"}
    yield Hit(
        value.span,
        message[claim],
        label[claim],
        "swap the values of aud and sub" if len({found for found, _ in swapped}) == 2 else "",
        related=tuple(Label(other.span, label[found]) for found, other in swapped[1:]),
        amendment=_amendment(trust, swapped),
    )


def _amendment(trust: KnownTrust, swapped: Sequence[tuple[str, Text]]) -> amend.Amendment | None:
    """Return the amendment that exchanges the two values, if each is the only one of its claim."""
    conditions = [key.condition for key in trust.on("aud", "sub") for _ in key.condition.values.items]
    if len(swapped) != 2 or len(conditions) != 2 or swapped[0][0] == swapped[1][0]:
        return None
    first, second = conditions
    return amend.exchanged(trust.view, first, second)


def _subjects_in_aud(trust: KnownTrust) -> list[tuple[str, Text]]:
    from assumelint.issuers import judge_audience

    return [
        ("aud", value)
        for key in trust.on("aud")
        if key.requires
        for value in key.condition.values.items
        if judge_audience(trust.match, value, key.reading).kind is AudienceKind.SUBJECT
    ]


def _audiences_in_sub(trust: KnownTrust) -> list[tuple[str, Text]]:
    return [("sub", one.value) for one in trust.reach.impossible if one.claim == "sub" and one.cause is Cause.SWAPPED]
