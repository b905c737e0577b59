"""Which provider of the code a role's principal names, and when two providers get in each other's way."""

from collections.abc import Callable
from typing import Any

import pytest

Check = Callable[[dict[str, str]], list[dict[str, Any]]]

PROVIDER = """
resource "aws_iam_openid_connect_provider" "{name}" {{
  {more}
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["{audience}"]
}}
"""
ROLE = """
resource "aws_iam_role" "ci" {{
  assume_role_policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [{{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = {{ Federated = {principal} }}
      Condition = {{
        StringEquals = {{ "token.actions.githubusercontent.com:aud" = "acme" }}
        StringLike = {{
          "token.actions.githubusercontent.com:sub" = [
            "repo:acme/app:environment:ci", "repo:acme@*/app@*:environment:ci"
          ]
        }}
      }}
    }}]
  }})
}}
"""
WRITTEN = '"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"'
REFERRED = "aws_iam_openid_connect_provider.github.arn"


def provider(name: str, audience: str = "sts.amazonaws.com", more: str = "") -> str:
    return PROVIDER.format(name=name, audience=audience, more=more)


def rules(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(each["rule"], each["file"]) for each in found]


@pytest.mark.parametrize("principal", [WRITTEN, REFERRED])
def test_each_environment_has_its_own_provider(check: Check, principal: str) -> None:
    found = check(
        {
            "dev/main.tf": provider("github", "acme") + ROLE.format(principal=principal),
            "prod/main.tf": provider("github") + ROLE.format(principal=principal),
        }
    )
    assert rules(found) == [("audience-not-in-client-ids", "prod/main.tf")]


def test_a_provider_elsewhere_says_nothing_of_a_role_with_an_arn_written_out(check: Check) -> None:
    found = check({"dev/main.tf": provider("github"), "prod/main.tf": ROLE.format(principal=WRITTEN)})
    assert rules(found) == []


def test_a_module_that_several_roots_call_is_judged_in_each(check: Check) -> None:
    call = 'module "role" {\n  source = "../role"\n}\n'
    found = check(
        {
            "role/main.tf": ROLE.format(principal=WRITTEN),
            "dev/main.tf": call + provider("github", "acme"),
            "prod/main.tf": call + provider("github"),
        }
    )
    assert [each["rule"] for each in found] == ["audience-not-in-client-ids"]


def test_of_two_providers_with_other_client_ids_none_is_the_roles(check: Check) -> None:
    both = provider("github", "acme") + provider("other", more="provider = aws.other")
    assert rules(check({"main.tf": both + ROLE.format(principal=WRITTEN)})) == []
    assert rules(check({"main.tf": both + ROLE.format(principal=REFERRED)})) == []


@pytest.mark.parametrize(
    ("files", "severities"),
    [
        ({"main.tf": provider("a") + provider("b")}, ["error"]),
        ({"a.tf": provider("a"), "b.tf": provider("b")}, ["error"]),
        ({"main.tf": provider("a") + provider("b", more="provider = aws.b")}, []),
        ({"a/main.tf": provider("a"), "b/main.tf": provider("b")}, []),
        (
            {
                "main.tf": 'variable "new" {\n  type = bool\n}\n'
                + provider("a", more="count = var.new ? 1 : 0")
                + provider("b", more="count = var.new ? 0 : 1")
            },
            [],
        ),
        (
            {
                "main.tf": 'variable "new" {\n  default = true\n}\n'
                + provider("a", more="count = var.new ? 1 : 0")
                + provider("b", more="count = var.new ? 0 : 1")
            },
            [],
        ),
        (
            {"main.tf": 'variable "new" {}\n' + provider("a") + provider("b", more="count = var.new ? 1 : 0")},
            ["warning"],
        ),
        (
            {
                "main.tf": 'module "a" {\n  source = "./oidc"\n}\nmodule "b" {\n  source = "./oidc"\n}\n',
                "oidc/main.tf": provider("x"),
            },
            ["error"],
        ),
        (
            {
                "main.tf": 'module "a" {\n  source = "./oidc"\n}\n'
                'module "b" {\n  source    = "./oidc"\n  providers = { aws = aws.b }\n}\n',
                "oidc/main.tf": provider("x"),
            },
            [],
        ),
    ],
)
def test_two_providers_for_one_url(check: Check, files: dict[str, str], severities: list[str]) -> None:
    found = [each["severity"] for each in check(files) if each["rule"] == "duplicate-provider"]
    assert found == severities


def test_providers_of_a_template_that_exist_under_conditions(check: Check) -> None:
    resource = "  {}:\n    Type: AWS::IAM::OIDCProvider\n{}    Properties:\n      Url: https://gitlab.com\n"
    conditions = (
        "Parameters:\n  New: {Type: String}\n"
        "Conditions:\n  IsNew: !Equals [!Ref New, yes]\n  IsOld: !Not [Condition: IsNew]\n"
    )
    given = [("A", "    Condition: IsNew\n"), ("B", "    Condition: IsOld\n")]
    either = conditions + "Resources:\n" + "".join(resource.format(*each) for each in given)
    both = "Resources:\n" + "".join(resource.format(name, "") for name, _ in given)
    assert rules(check({"template.yaml": either})) == []
    assert rules(check({"template.yaml": both})) == [("duplicate-provider", "template.yaml")]
