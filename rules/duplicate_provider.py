"""The rule `duplicate-provider`."""

from collections.abc import Iterator
from posixpath import dirname

from assumelint.model import IdentityProvider, Label, Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import Project


@rule(Severity.WARNING, Group.PROVIDER, on=Project)
def duplicate_provider(project: Project) -> Iterator[Hit]:
    """Two providers have the same URL.

    An account can have only one provider for each URL, so the second is refused (EntityAlreadyExists). Two are correct
    only if they are deployed to different accounts.

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
    first: dict[object, IdentityProvider] = {}
    for provider in project.providers:
        url = provider.url.literal if provider.url is not None else None
        if provider.url is None or url is None:
            continue
        earlier = first.setdefault((url, _place(provider)), provider)
        if earlier is not provider and earlier.span != provider.span:
            yield Hit(
                provider.url.span,
                f"{earlier.address} is a provider for {url} already, and an account holds one for each URL",
                "refused, unless it goes to another account",
                "one provider with the client ids of both",
                related=(Label(earlier.span, "the first"),),
            )


def _place(provider: IdentityProvider) -> tuple[str, str]:
    """Return what is deployed together: the module instance and the folder (for a template or a plan, the file)."""
    module = provider.address.rpartition(f"{provider.kind}.")[0]
    in_folder = provider.kind.startswith("aws_") and not provider.generated
    return module, dirname(provider.span.file) if in_folder else provider.span.file
