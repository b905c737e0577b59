"""A finding stands where this role wrote what is wrong, whoever else uses the same value."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.lint import lint
from assumelint.model import Extraction, Finding
from assumelint.text import Span

HOST = "token.actions.githubusercontent.com"
PROVIDER = f"""\
resource "aws_iam_openid_connect_provider" "gha" {{
  url            = "https://{HOST}"
  client_id_list = ["sts.amazonaws.com"]
}}
"""
# Everything that may be named as a principal, each used rightly or exported before the role under test uses it.
NAMES = f"""\
{PROVIDER}
data "aws_iam_openid_connect_provider" "found" {{
  arn = "arn:aws:iam::123456789012:oidc-provider/{HOST}"
}}
data "aws_iam_openid_connect_provider" "own" {{
  url = "https://{HOST}"
}}
locals {{
  url     = aws_iam_openid_connect_provider.gha.url
  tried   = try(aws_iam_openid_connect_provider.gha.url, "")
  all     = {{ gha = aws_iam_openid_connect_provider.gha }}
  literal = "{HOST}"
}}
output "url" {{
  value = aws_iam_openid_connect_provider.gha.url
}}
output "role" {{
  value = aws_iam_role.other.arn
}}
module "oidc" {{
  source = "./oidc"
}}
resource "aws_iam_role" "other" {{
  name               = "other"
  assume_role_policy = jsonencode({{
    Statement = [{{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = {{ Federated = aws_iam_openid_connect_provider.gha.arn }}
      Condition = {{
        StringEquals = {{
          "${{aws_iam_openid_connect_provider.gha.url}}:aud" = "sts.amazonaws.com"
          "${{data.aws_iam_openid_connect_provider.found.url}}:sub" = "repo:acme/app:ref:refs/heads/main"
          "${{data.aws_iam_openid_connect_provider.own.url}}:job_workflow_ref" = "acme/app/.github/workflows/x.yml@x"
        }}
      }}
    }}]
  }})
}}
"""
MODULE = f"""\
{PROVIDER}
output "url" {{
  value = aws_iam_openid_connect_provider.gha.url
}}
output "tried" {{
  value = try(aws_iam_openid_connect_provider.gha.url, null)
}}
"""
DOCUMENT = f"""\
data "aws_iam_policy_document" "trust" {{
  statement {{
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {{
      type        = "Federated"
      identifiers = [VALUE]
    }}
    condition {{
      test     = "StringEquals"
      variable = "{HOST}:sub"
      values   = ["repo:acme/app:ref:refs/heads/main"]
    }}
  }}
}}
resource "aws_iam_role" "wrong" {{
  assume_role_policy = data.aws_iam_policy_document.trust.json
}}
"""
ENCODED = f"""\
resource "aws_iam_role" "wrong" {{
  assume_role_policy = jsonencode({{
    Statement = [{{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = {{ Federated = VALUE }}
      Condition = {{ StringEquals = {{ "{HOST}:sub" = "repo:acme/app:ref:refs/heads/main" }} }}
    }}]
  }})
}}
"""
JSON = f"""\
{{"Statement": [{{
  "Effect": "Allow",
  "Action": "sts:AssumeRoleWithWebIdentity",
  "Principal": {{"Federated": "${{VALUE}}"}},
  "Condition": {{"StringEquals": {{"{HOST}:sub": "repo:acme/app:ref:refs/heads/main"}}}}
}}]}}
"""
HEREDOC = f"""\
resource "aws_iam_role" "wrong" {{
  assume_role_policy = <<EOT
{JSON}EOT
}}
"""
FORMS = {"document": DOCUMENT, "encoded": ENCODED, "heredoc": HEREDOC}
COMPUTED = (
    "aws_iam_openid_connect_provider.gha.url",
    "data.aws_iam_openid_connect_provider.found.url",
    "data.aws_iam_openid_connect_provider.own.url",
    "module.oidc.url",
    "module.oidc.tried",
    "local.url",
    "local.tried",
    "local.all.gha.url",
    'local.all["gha"].url',
    "try(aws_iam_openid_connect_provider.gha.url, null)",
    "aws_iam_role.other.arn",
)

Read = Callable[..., Extraction]


def written(span: Span, files: dict[str, str]) -> str:
    assert span.line == span.end_line
    return files[span.file].split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]


def of_rule(rule: str, files: dict[str, str], read: Read) -> list[Finding]:
    extraction = read(files)
    assert not extraction.problems
    return [finding for finding in lint(extraction) if finding.rule == rule]


def without_subject(policy: str) -> str:
    return policy.replace(":sub", ":aud").replace("repo:acme/app:ref:refs/heads/main", "sts.amazonaws.com")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("value", COMPUTED)
def test_what_nobody_wrote_stands_at_each_use(form: str, value: str, extracted: Read) -> None:
    files = {"main.tf": NAMES + FORMS[form].replace("VALUE", value), "oidc/main.tf": MODULE}
    (finding,) = of_rule("malformed-provider-arn", files, extracted)
    found = written(finding.span, files)
    assert finding.role == "aws_iam_role.wrong"
    assert finding.span.line > NAMES.count("\n")
    assert found in (value, f'"${{{value}}}"', value.removeprefix("try(").removesuffix(", null)"))


@pytest.mark.parametrize("form", ["document", "encoded"])
def test_what_an_author_wrote_stands_there(form: str, extracted: Read) -> None:
    files = {"main.tf": NAMES + FORMS[form].replace("VALUE", "local.literal"), "oidc/main.tf": MODULE}
    (finding,) = of_rule("malformed-provider-arn", files, extracted)
    assert files["main.tf"].split("\n")[finding.span.line - 1].startswith("  literal =")


def test_roles_with_policies_of_their_own_have_findings_of_their_own(extracted: Read) -> None:
    value = "aws_iam_openid_connect_provider.gha.url"
    second = ENCODED.replace('"wrong"', '"second"')
    files = {"main.tf": NAMES + (ENCODED + second).replace("VALUE", value), "oidc/main.tf": MODULE}
    found = of_rule("malformed-provider-arn", files, extracted)
    assert [finding.role for finding in found] == ["aws_iam_role.wrong", "aws_iam_role.second"]
    assert not any("more role" in finding.message for finding in found)


def test_each_value_stands_in_the_entry_of_its_instance(extracted: Read) -> None:
    for_each = """\
  for_each = {
    first  = aws_iam_openid_connect_provider.gha.url
    second = aws_iam_openid_connect_provider.gha.arn
    third  = aws_iam_openid_connect_provider.gha.url
  }
"""
    role = ENCODED.replace("VALUE", "each.value").replace("{\n", "{\n" + for_each, 1)
    files = {"main.tf": NAMES + role, "oidc/main.tf": MODULE}
    found = of_rule("malformed-provider-arn", files, extracted)
    lines = [files["main.tf"].split("\n")[finding.span.line - 1].split()[0] for finding in found]
    assert lines == ["first", "third"]


def test_what_a_statement_lacks_is_missing_where_it_names_its_principal(extracted: Read) -> None:
    """The principal itself is written once, for two roles."""
    no_subject = without_subject(ENCODED)
    shared = f'locals {{\n  arn = "arn:aws:iam::123456789012:oidc-provider/{HOST}"\n}}\n'
    both = (no_subject + no_subject.replace('"wrong"', '"second"')).replace("VALUE", "local.arn")
    files = {"main.tf": shared + both}
    found = of_rule("missing-subject", files, extracted)
    assert [(finding.role, written(finding.span, files)) for finding in found] == [
        ("aws_iam_role.wrong", "Federated"),
        ("aws_iam_role.second", "Federated"),
    ]


def test_one_wrong_value_of_two_roles_is_one_finding(extracted: Read) -> None:
    shared = 'locals {\n  subject = "repo:acme/*"\n}\n'
    role = ENCODED.replace("VALUE", f'"arn:aws:iam::123456789012:oidc-provider/{HOST}"')
    role = role.replace('"repo:acme/app:ref:refs/heads/main"', "local.subject")
    files = {"main.tf": shared + role + role.replace('"wrong"', '"second"')}
    (finding,) = of_rule("wildcard-under-equals", files, extracted)
    assert written(finding.span, files) == '"repo:acme/*"'
    assert finding.message.endswith("(and 1 more role)")


ROLE = 'variable "arn" {}\nvariable "subject" {}\n' + ENCODED.replace("VALUE", "var.arn")
CALLS = f"""\
module "first" {{
  source  = "./role"
  arn     = "arn:aws:iam::123456789012:oidc-provider/{HOST}"
  subject = "repo:acme/app:ref:refs/heads/main"
}}
module "second" {{
  source  = "./role"
  arn     = "arn:aws:iam::123456789012:oidc-provider/{HOST}"
  subject = "acme/app"
}}
"""


def test_a_wrong_argument_stands_in_the_call(extracted: Read) -> None:
    role = ROLE.replace('"repo:acme/app:ref:refs/heads/main"', "var.subject")
    files = {"main.tf": CALLS, "role/main.tf": role}
    (finding,) = of_rule("impossible-subject", files, extracted)
    assert (finding.span.file, written(finding.span, files)) == ("main.tf", '"acme/app"')
    assert finding.related == ()


def test_a_fault_of_a_module_names_the_calls(extracted: Read) -> None:
    files = {"main.tf": CALLS, "role/main.tf": without_subject(ROLE)}
    (finding,) = of_rule("missing-subject", files, extracted)
    assert finding.span.file == "role/main.tf"
    assert finding.message.endswith("(and 1 more role)")
    used = [written(label.span, files) for label in finding.related if label.message == "used here"]
    assert used == ['module "first"', 'module "second"']


def test_each_caller_up_to_the_root_is_named(extracted: Read) -> None:
    files = {
        "main.tf": 'module "outer" {\n  source = "./outer"\n}\n',
        "outer/main.tf": CALLS.split('module "second"')[0].replace("./role", "../role"),
        "role/main.tf": without_subject(ROLE),
    }
    (finding,) = of_rule("missing-subject", files, extracted)
    assert [label.span.file for label in finding.related] == ["outer/main.tf", "main.tf"]


def test_an_argument_of_a_template_stands_in_the_call(extracted: Read) -> None:
    """Several roles may share the template, and it has no room for comments."""
    template = JSON.replace("VALUE", "arn").replace("repo:acme/app:ref:refs/heads/main", "${subject}")
    roles = "".join(
        f"""\
resource "aws_iam_role" "{name}" {{
  assume_role_policy = templatefile("${{path.module}}/trust.tftpl", {{
    arn     = aws_iam_openid_connect_provider.gha.arn
    subject = "{subject}"
  }})
}}
"""
        for name, subject in (("a", "acme/app"), ("b", "repo:acme/app:ref:refs/heads/main"), ("c", "acme/web"))
    )
    files = {"main.tf": PROVIDER + roles, "trust.tftpl": template}
    found = of_rule("impossible-subject", files, extracted)
    assert [(each.role, written(each.span, files)) for each in found] == [
        ("aws_iam_role.a", '"acme/app"'),
        ("aws_iam_role.c", '"acme/web"'),
    ]


def test_a_part_of_a_string_in_a_template_stays_in_the_template(extracted: Read) -> None:
    template = JSON.replace("VALUE", "arn").replace("repo:acme/app:", "repo:${owner}:")
    role = """\
resource "aws_iam_role" "a" {
  assume_role_policy = templatefile("${path.module}/trust.tftpl", {
    arn   = aws_iam_openid_connect_provider.gha.arn
    owner = "acme"
  })
}
"""
    files = {"main.tf": PROVIDER + role, "trust.tftpl": template}
    (finding,) = of_rule("impossible-subject", files, extracted)
    assert finding.span.file == "trust.tftpl"


def test_blocks_with_one_test_have_operators_of_their_own(extracted: Read) -> None:
    block = f"""\
    condition {{
      test     = "StringEqual"
      variable = "{HOST}:aud"
      values   = ["sts.amazonaws.com"]
    }}
  }}
}}
"""
    text = DOCUMENT.replace("VALUE", f'"arn:aws:iam::123456789012:oidc-provider/{HOST}"')
    text = text.replace("StringEquals", "StringEqual").replace("  }\n}\n", block, 1)
    found = of_rule("unknown-operator", {"main.tf": text}, extracted)
    assert [finding.span.line for finding in found] == [9, 14]


def test_the_principal_may_stand_before_its_type(extracted: Read) -> None:
    value = "aws_iam_openid_connect_provider.gha.arn"
    type = '      type        = "Federated"\n'
    identifiers = "      identifiers = [VALUE]\n"
    text = without_subject(DOCUMENT).replace(type + identifiers, identifiers + type).replace("VALUE", value)
    files = {"main.tf": PROVIDER + text}
    (finding,) = of_rule("missing-subject", files, extracted)
    assert written(finding.span, files) == value


@pytest.mark.parametrize("value", ["aws_iam_openid_connect_provider.gha.url", "module.oidc.url"])
def test_the_url_of_a_provider_is_no_place_of_a_template(value: str, extracted: Read) -> None:
    role = f"""\
resource "aws_iam_role" "a" {{
  assume_role_policy = templatefile("${{path.module}}/trust.tftpl", {{ arn = {value} }})
}}
"""
    files = {"main.tf": NAMES + role, "oidc/main.tf": MODULE, "trust.tftpl": JSON.replace("VALUE", "arn")}
    (finding,) = of_rule("malformed-provider-arn", files, extracted)
    assert finding.span.file == "trust.tftpl"


def test_a_template_that_a_local_value_renders(extracted: Read) -> None:
    rendered = """\
locals {
  policy = templatefile("${path.module}/trust.tftpl", {
    arn = aws_iam_role.other.arn
  })
}
resource "aws_iam_role" "a" {
  assume_role_policy = local.policy
}
"""
    files = {"main.tf": NAMES + rendered, "oidc/main.tf": MODULE, "trust.tftpl": JSON.replace("VALUE", "arn")}
    (finding,) = of_rule("malformed-provider-arn", files, extracted)
    assert written(finding.span, files) == "aws_iam_role.other.arn"
    assert files["main.tf"].split("\n")[finding.span.line - 1].startswith("    arn =")
