"""The rule `provider-client-ids`."""

from collections.abc import Iterator

from assumelint import edits
from assumelint.aws import CLIENT_IDS_MOST
from assumelint.issuers.model import AudienceKind, AudienceVerdict
from assumelint.model import Fix, Severity, Values
from assumelint.rule import Group, Hit, rule
from assumelint.suggested_values import no_audience
from assumelint.text import Text
from assumelint.views import ProviderView


@rule(Severity.ERROR, Group.PROVIDER, on=ProviderView)
def provider_client_ids(view: ProviderView) -> Iterator[Hit]:
    """The provider's client ids contain a value that no token has as its audience.

    STS compares the token's audience with this list before it evaluates any role ("Incorrect token audience").

    Bad:
    ```hcl
    resource "aws_iam_openid_connect_provider" "github" {
      url            = "https://token.actions.githubusercontent.com"
      client_id_list = ["sts.amazon.com"] # <- here
    }
    ```

    Good:
    ```hcl
    resource "aws_iam_openid_connect_provider" "github" {
      url            = "https://token.actions.githubusercontent.com"
      client_id_list = ["sts.amazonaws.com"]
    }
    ```
    """
    ids = view.provider.client_ids
    if ids is None:
        return
    if len(ids.items) > CLIENT_IDS_MOST:
        message = f"a provider takes {CLIENT_IDS_MOST} client ids, not {len(ids.items)}"
        yield Hit(ids.items[CLIENT_IDS_MOST].span, message, "IAM refuses it")
    yield from _patterns(ids)
    if view.match is None or not view.match.known:
        return
    from assumelint.issuers import judge_audience

    for item in ids.items:
        verdict = judge_audience(view.match, item)
        if verdict.kind not in (AudienceKind.MISTAKE, AudienceKind.IMPOSSIBLE, AudienceKind.SUBJECT):
            continue
        alone = len(ids.items) == 1 and ids.complete
        yield Hit(
            item.span,
            no_audience(view.match.issuer.name, item, certain=verdict.certain),
            "every call ends in InvalidIdentityToken" if alone and verdict.certain else "matches no usual token",
            verdict.expected,
            fix=_fix(ids, item, verdict),
            severity=None if alone and verdict.certain else Severity.WARNING,
        )


def _patterns(ids: Values) -> Iterator[Hit]:
    """Yield the client ids that are meant as patterns: STS compares character by character."""
    for item in ids.items:
        if item.literal is not None and set(item.literal) & set("*?"):
            alone = len(ids.items) == 1 and ids.complete
            yield Hit(
                item.span,
                f'"{item}" matches only a token whose audience is just that: client ids take no wildcards',
                "every call ends in InvalidIdentityToken" if alone else "matches no usual token",
                "list each audience",
                severity=None if alone else Severity.WARNING,
            )


def _fix(ids: Values, item: Text, verdict: AudienceVerdict) -> Fix | None:
    """Return the audience that the tokens have, unless the list already contains it."""
    if any(str(other) == verdict.expected for other in ids.items):
        return None
    return edits.fix_of(edits.rewritten(item, verdict.expected), safe=verdict.kind is AudienceKind.MISTAKE)
