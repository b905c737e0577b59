"""The rule `provider-client-ids`."""

from collections.abc import Iterator

from assumelint.advice import no_audience
from assumelint.aws import CLIENT_IDS_MOST
from assumelint.issuers.model import AudienceKind
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import ProviderView


@rule(Severity.ERROR, Group.PROVIDER, on=ProviderView)
def provider_client_ids(view: ProviderView) -> Iterator[Hit]:
    """The provider's client ids hold a value that no token has as its audience.

    STS compares the token's audience with this list before it looks at any role ("Incorrect token audience").

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
            severity=None if alone and verdict.certain else Severity.WARNING,
        )
