"""An ignore comment is for the role whose policy has it."""

from collections.abc import Callable
from typing import Any

Check = Callable[[dict[str, str]], list[dict[str, Any]]]


PROVIDER_AND_ROLES = """\
resource "aws_iam_openid_connect_provider" "gha" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}
output "url" {
  value = aws_iam_openid_connect_provider.gha.url
}
resource "aws_iam_role" "a" {
  assume_role_policy = jsonencode({ Statement = [{
    Effect    = "Allow"
    Action    = "sts:AssumeRoleWithWebIdentity"
    Principal = { Federated = aws_iam_openid_connect_provider.gha.url } # assumelint: ignore[malformed-provider-arn] x
    Condition = { StringEquals = { "token.actions.githubusercontent.com:sub" = "repo:o/r:pull_request" } }
  }] })
}
resource "aws_iam_role" "b" {
  assume_role_policy = jsonencode({ Statement = [{
    Effect    = "Allow"
    Action    = "sts:AssumeRoleWithWebIdentity"
    Principal = { Federated = aws_iam_openid_connect_provider.gha.url }
    Condition = { StringEquals = { "token.actions.githubusercontent.com:sub" = "repo:o/r:pull_request" } }
  }] })
}
"""


def test_an_ignore_is_for_the_role_that_has_it(check: Check) -> None:
    """The value is one and the same for both roles, and nobody wrote it."""
    found = [each for each in check({"main.tf": PROVIDER_AND_ROLES}) if each["severity"] == "error"]
    assert [(each["rule"], each["line"]) for each in found] == [("malformed-provider-arn", 20)]
    assert "unused-ignore" not in [each["rule"] for each in check({"main.tf": PROVIDER_AND_ROLES})]
