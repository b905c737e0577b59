"""The rule `provider-url`."""

import re
from collections.abc import Iterator

from assumelint import edits
from assumelint.aws import BUILT_IN_HOSTS
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.text import HOLE_MARK, Text
from assumelint.views import ProviderView

_PORT = re.compile(r"https://[^/]*:[0-9]")


@rule(Severity.ERROR, Group.PROVIDER, on=ProviderView)
def provider_url(view: ProviderView) -> Iterator[Hit]:
    """The provider's URL is not the issuer of any token.

    The URL must equal the token's `iss` exactly: `https://`, no port, no query, a trailing slash only if the issuer has
    one. With any other URL, STS finds no provider (InvalidIdentityToken).

    Bad:
    ```hcl
    resource "aws_iam_openid_connect_provider" "github" {
      url            = "https://token.actions.githubusercontent.com/" # <- here
      client_id_list = ["sts.amazonaws.com"]
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
    url = view.provider.url
    if url is None or not len(url):
        return
    fault = _malformed(url.flat)
    if fault:
        yield Hit(url.span, f'"{url}" is no issuer: {fault}', fault)
        return
    written = url.literal
    if written is not None and written.removeprefix("https://") in BUILT_IN_HOSTS:
        host = written.removeprefix("https://")
        yield Hit(
            url.span,
            f"AWS knows {host} without a provider: the principal of a role is the bare host",
            "AWS says to create no provider for it",
            severity=Severity.WARNING,
        )
        return
    known = view.match is not None and view.match.known and view.match.certain
    if view.match is not None and known and view.match.issuer.retired:
        yield Hit(url.span, f"{view.match.issuer.name} no longer issues tokens", "no token comes from here")
    elif view.match is not None and known and view.match.issuer.refused:
        yield Hit(url.span, f'no token of "{url}" is accepted: {view.match.issuer.refused}', "every call is denied")
    elif written is not None and not known:
        yield from _near_miss(url, written.removeprefix("https://"))


def _malformed(flat: str) -> str:
    """Return what is wrong with a URL; for one with holes, only what is wrong for all their values."""
    if flat != flat.strip():
        return "white space belongs to no URL"
    start = flat.partition(HOLE_MARK)[0]
    if not start.startswith("https://") and (HOLE_MARK not in flat or not "https://".startswith(start)):
        return "it must begin with https://"
    if _PORT.match(flat):
        return "it must have no port"
    if "?" in flat or "#" in flat:
        return "it must have no query"
    if flat.rstrip("/").endswith("/.well-known/openid-configuration"):
        return "it ends before /.well-known/openid-configuration, where AWS looks for the issuer's keys"
    return ""


def _near_miss(url: Text, host: str) -> Iterator[Hit]:
    from assumelint.issuers import nearest

    near = nearest(host)
    if near is not None:
        message = f'no issuer "https://{host}", {near.issuer.name} is at https://{near.host}: {near.why}'
        fix = edits.fix_of(edits.rewritten(url, f"https://{near.host}"))
        yield Hit(url.span, message, "no token comes from here", f'"https://{near.host}"', fix=fix)
