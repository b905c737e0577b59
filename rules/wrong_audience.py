"""The rule `wrong-audience`."""

from collections.abc import Iterator

from assumelint import amend
from assumelint.issuers.model import AudienceKind, AudienceVerdict
from assumelint.language.likeness import Likeness, likeness
from assumelint.model import Label, Severity
from assumelint.rule import Group, Hit, rule
from assumelint.suggested_values import no_audience
from assumelint.text import Text
from assumelint.views import KnownTrust
from assumelint.views.claim_key import ClaimKey

_DOUBTED = (AudienceKind.MISTAKE, AudienceKind.IMPOSSIBLE, AudienceKind.DEFAULT, AudienceKind.CONFIGURED)


@rule(Severity.ERROR, Group.AUDIENCE, on=KnownTrust)
def wrong_audience(trust: KnownTrust) -> Iterator[Hit]:
    """The audience is not the one in this issuer's tokens for AWS.

    `aud` is compared character by character (STS uses `azp` instead if the token has it). Most tools request
    `sts.amazonaws.com`; HCP Terraform sends `aws.workload.identity`, CircleCI the id of the organization, Cognito the
    id of the identity pool.

    Bad:
    ```hcl
    StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazon.com" } # <- here
    ```

    Good:
    ```hcl
    StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
    ```
    """
    for key in trust.on("aud", "oaud"):
        if key.binds:
            for value in key.condition.values.items:
                yield from _judged(trust, key, value)


def _judged(trust: KnownTrust, key: ClaimKey, value: Text) -> Iterator[Hit]:
    from assumelint.issuers import judge_audience

    verdict = judge_audience(trust.match, value, key.reading)
    if verdict.kind not in _DOUBTED:
        return
    chosen = _chosen_by_the_provider(trust, value)
    if chosen and verdict.kind in (AudienceKind.DEFAULT, AudienceKind.CONFIGURED):
        return
    if verdict.kind is AudienceKind.CONFIGURED and not _refused_by_the_provider(trust, value):
        yield _configured(trust, key, value, verdict)
        return
    name = trust.match.issuer.name
    refused = _refused_by_the_provider(trust, value)
    sure = refused or (verdict.certain and verdict.kind is not AudienceKind.DEFAULT)
    alone = len(key.condition.values.items) == 1 and key.condition.values.complete
    message = no_audience(name, value, certain=sure or (not alone and verdict.certain))
    if verdict.kind is AudienceKind.DEFAULT:
        message = f'"{value}" is the default audience of {name} tokens: tools that sign in to AWS ask for another'
    safe = verdict.kind is AudienceKind.MISTAKE and sure
    expected = verdict.expected
    amendment = amend.replaced_value(trust.view, key.condition, value, [expected], safe=safe) if expected else None
    yield Hit(
        value.span,
        message,
        "every call ends in AccessDenied" if sure and alone else "matches no token that is meant for AWS",
        related=_client_ids(trust),
        severity=None if sure and alone else Severity.WARNING,
        amendment=amendment,
    )


def _configured(trust: KnownTrust, key: ClaimKey, value: Text, verdict: AudienceVerdict) -> Hit:
    """Return a note on an audience that is right if the customer has configured it."""
    usual = verdict.expected or trust.match.issuer.audiences.values[0]
    return Hit(
        value.span,
        f'{trust.match.issuer.name} tokens have the audience "{usual}", unless you configured "{value}" there',
        "not the usual audience",
        severity=Severity.NOTE,
    )


def _chosen_by_the_provider(trust: KnownTrust, value: Text) -> bool:
    """Return whether the provider in the same code lists the value, so that it is intended."""
    ids = trust.provider.provider.client_ids if trust.provider is not None else None
    return ids is not None and any(str(item) == str(value) for item in ids.items)


def _refused_by_the_provider(trust: KnownTrust, value: Text) -> bool:
    """Return whether the provider in the same code lists only other audiences, so that STS refuses the token first."""
    ids = trust.provider.provider.client_ids if trust.provider is not None else None
    if ids is None or not ids.items or not ids.complete:
        return False
    return all(likeness(value, item) is Likeness.DIFFERENT for item in ids.items)


def _client_ids(trust: KnownTrust) -> tuple[Label, ...]:
    ids = trust.provider.provider.client_ids if trust.provider is not None else None
    if ids is None or not ids.items:
        return ()
    return (
        Label(
            ids.items[0].span, "the provider accepts this one" if len(ids.items) == 1 else "the provider accepts these"
        ),
    )
