"""The rule `unsupported-claim`."""

from collections.abc import Iterator

from assumelint.issuers.model import Confidence, Presence
from assumelint.language.likeness import Likeness
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import Trust
from assumelint.views.claim_key import ClaimKey

# STS exposes these as a condition key for no issuer.
_NOBODYS = ("iss", "azp")


@rule(Severity.ERROR, Group.CONDITION_KEYS, on=Trust)
def unsupported_claim(trust: Trust) -> Iterator[Hit]:
    """A condition uses a claim that STS does not expose as a condition key.

    STS exposes a few claims of each issuer and ignores the others, even if the token has them: for GitHub `repository`
    and `repository_owner_id`, but not `repository_owner` or `event_name`; `iss` for no issuer. A condition on such a
    claim finds no value and is never true.

    Bad:
    ```hcl
    StringEquals = { "token.actions.githubusercontent.com:repository_owner" = "acme" } # <- here
    ```

    Good:
    ```hcl
    StringEquals = { "token.actions.githubusercontent.com:repository_owner_id" = "583231" }
    ```
    """
    yield from _foreign_keys(trust)
    for key in trust.keys:
        if key.fails_without_key and key.name and trust.owns(key) is Likeness.SAME:
            yield from _judged(trust, key)


def _judged(trust: Trust, key: ClaimKey) -> Iterator[Hit]:
    match = trust.match
    if match is None:
        return
    claim = match.issuer.claim(key.name)
    if claim is not None and claim.presence is not Presence.NEVER:
        return
    name = match.issuer.name if match.known else str(trust.host)
    why = f'STS does not evaluate the claim "{key.name}" of {name}'
    sure = match.certain and (match.issuer.confidence is Confidence.DOCUMENTED or key.name in _NOBODYS)
    yield Hit(
        key.condition.key.span,
        why if claim is None else f'tokens of {name} have no claim "{key.name}"',
        "never matches: every call ends in AccessDenied",
        f"STS evaluates {', '.join(sorted(match.issuer.claims))}" if match.issuer.claims else "",
        severity=None if sure else Severity.WARNING,
    )


def _foreign_keys(trust: Trust) -> Iterator[Hit]:
    from assumelint.sts.absence import holds_without_key, never_there

    for condition in trust.statement.conditions:
        certain = never_there(condition.key.literal or "")
        if certain is None or holds_without_key(condition) is not False:
            continue
        yield Hit(
            condition.key.span,
            f"{condition.key} has no value in a call that shows a web identity token",
            "never matches: every call ends in AccessDenied",
            severity=None if certain else Severity.WARNING,
        )
