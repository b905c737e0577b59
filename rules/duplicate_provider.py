"""The rule `duplicate-provider`."""

from collections.abc import Iterator

from assumelint.model import IdentityProvider, Label, Severity
from assumelint.rule import Group, Hit, rule
from assumelint.text import Text
from assumelint.views import Project


@rule(Severity.WARNING, Group.PROVIDER, on=Project)
def duplicate_provider(project: Project) -> Iterator[Hit]:
    """Two providers have the same URL.

    An account can have only one provider for each URL, so the second is refused (EntityAlreadyExists). Two are correct
    only if they are deployed to different accounts, as with two configurations of the AWS provider, or if only one of
    them is ever created.

    Bad:
    ```hcl
    resource "aws_iam_openid_connect_provider" "ci" {
      url = "https://gitlab.com"
    }
    resource "aws_iam_openid_connect_provider" "deploy" {
      url = "https://gitlab.com" # <- here
    }
    ```

    Good:
    ```hcl
    resource "aws_iam_openid_connect_provider" "ci" {
      url            = "https://gitlab.com"
      client_id_list = ["https://gitlab.com", "sts.amazonaws.com"]
    }
    ```
    """
    first: dict[object, list[IdentityProvider]] = {}
    for provider in project.providers:
        url = provider.url.literal if provider.url is not None else None
        if provider.url is None or url is None:
            continue
        earlier = first.setdefault((url, provider.deployment), [])
        twin = next((each for each in earlier if _may_meet(each, provider)), None)
        earlier.append(provider)
        if twin is not None:
            yield _hit(provider, provider.url, url, twin)


def _may_meet(one: IdentityProvider, other: IdentityProvider) -> bool:
    """Return whether two providers for one URL may go to the same account, as far as the code tells."""
    if one.condition or other.condition or (one.switched and other.switched):
        return False
    if one.configuration and other.configuration:
        return one.configuration == other.configuration
    return one.module == other.module and one.span != other.span


def _hit(provider: IdentityProvider, written: Text, url: str, twin: IdentityProvider) -> Hit:
    certain = bool(provider.configuration) and not (provider.switched or twin.switched)
    return Hit(
        written.span,
        f"{twin.address} is a provider for {url} already, and an account holds one for each URL",
        "IAM refuses the second" if certain else "refused, unless it goes to another account",
        "one provider with the client ids of both",
        related=(Label(twin.span, "the first"),),
        severity=Severity.ERROR if certain else None,
    )
