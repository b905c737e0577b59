"""A placeholder default is printed, but no finding is based on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.lint import lint
from assumelint.model import Extraction
from assumelint.reported import RULES
from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.text.document import to_plain

Extract = Callable[..., Extraction]

ROLE = """
resource "aws_iam_role" "ci" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:${var.org}/app:*" }
      }
    }]
  })
}
"""


def rules(extraction: Extraction) -> list[str]:
    return [finding.rule for finding in lint(extraction) if finding.severity.value != "note"]


def test_an_empty_default_is_no_value_to_judge(extracted: Extract) -> None:
    found = extracted({"main.tf": 'variable "org" {\n  default = ""\n}\n' + ROLE})
    (role,) = found.roles
    assert role.node is not None
    assert '"repo:/app:*"' in str(to_plain(role.node)).replace("'", '"')
    assert rules(found) == []


def test_a_policy_that_a_null_default_breaks_is_shown_as_it_is_once_the_variable_is_set(extracted: Extract) -> None:
    wrong = ROLE.replace("sts.amazonaws.com", "sts.amazon.com")
    found = extracted({"main.tf": 'variable "org" {\n  default = null\n}\n' + wrong})
    (role,) = found.roles
    assert role.node is not None
    assert "'repo:${var.org}/app:*'" in str(to_plain(role.node))
    assert not role.unknown
    assert rules(found) == ["wrong-audience"]


def test_a_default_with_a_value_is_judged(extracted: Extract) -> None:
    found = extracted({"main.tf": 'variable "org" {\n  default = "*"\n}\n' + ROLE})
    assert rules(found) == ["open-to-any-tenant"]


def test_a_called_module_gets_what_it_gets(extracted: Extract) -> None:
    module = 'variable "org" {\n  default = ""\n}\n' + ROLE
    found = extracted(
        {"main.tf": 'module "ci" {\n  source = "./ci"\n}\n', "ci/main.tf": module}, directories=(".", "ci")
    )
    assert rules(found) == ["impossible-subject"]


def test_roles_that_nobody_asks_for_yet_are_judged_and_listed_as_supposed(extracted: Extract) -> None:
    wrong = ROLE.replace("sts.amazonaws.com", "sts.amazon.com").replace("var.org", "each.key")
    wrong = wrong.replace('"ci" {', '"ci" {\n  for_each = toset(var.orgs)')
    found = extracted({"main.tf": 'variable "orgs" {\n  type    = list(string)\n  default = []\n}\n' + wrong})
    assert [(role.supposed, role.condition) for role in found.roles] == [(True, "`var.orgs` is not empty")]
    assert rules(found) == ["wrong-audience"]


def test_an_unknown_resource_may_be_null(extracted: Extract) -> None:
    maybe = ROLE.replace('Effect    = "Allow"', 'Effect    = "Allow"\n      Resource = var.org')
    assert rules(extracted({"main.tf": 'variable "org" {}\n' + maybe})) == []


def test_a_fault_of_the_default_workspace_alone_is_none(extracted: Extract) -> None:
    code = 'locals {\n  org = regex("-([a-z]+)$", terraform.workspace)[0]\n}\n' + ROLE.replace("var.org", "local.org")
    assert rules(extracted({"main.tf": code})) == []


def test_a_file_may_be_made_before_the_apply(extracted: Extract) -> None:
    code = 'locals {\n  org = file("org.txt")\n}\n' + ROLE.replace("var.org", "local.org")
    found = extracted({"main.tf": code})
    assert rules(found) == []
    assert any("org.txt" in note.message for note in found.notes)


def test_a_fault_in_one_root_stays_when_another_has_one(extracted: Extract) -> None:
    broken = 'resource "aws_iam_role" "x" {\n  assume_role_policy = "{"\n}\n'
    found = extracted({"a/main.tf": broken, "b/main.tf": broken}, directories=("a", "b"))
    assert [(RULES[problem.cause], problem.span.file) for problem in found.problems] == [
        ("invalid-json", "a/main.tf"),
        ("invalid-json", "b/main.tf"),
    ]


def walks_of(monkeypatch: pytest.MonkeyPatch) -> list[frozenset[object] | None]:
    """Which declarations each walk over a root module is bound to, filled while walking."""
    walks: list[frozenset[object] | None] = []
    walk = Collected.walk

    def counted(collected: Collected, module: Module) -> None:
        if module.parent is None:
            walks.append(collected.only)
        walk(collected, module)

    monkeypatch.setattr(Collected, "walk", counted)
    return walks


def test_a_fault_that_rests_on_nothing_is_not_looked_at_again(
    extracted: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    walks = walks_of(monkeypatch)
    found = extracted({"main.tf": ROLE.replace("var.org", "local.org") + 'locals {\n  org = tonumber("x")\n}\n'})
    assert [RULES[problem.cause] for problem in found.problems] == ["invalid-configuration"]
    assert walks == [None]


def test_only_what_rests_on_a_default_is_worked_out_again(extracted: Extract, monkeypatch: pytest.MonkeyPatch) -> None:
    walks = walks_of(monkeypatch)
    other = ROLE.replace('"ci"', '"other"').replace("var.org", "acme")
    found = extracted({"main.tf": 'variable "org" {\n  default = ""\n}\n' + ROLE + other})
    assert [role.address for role in found.roles] == ["aws_iam_role.ci", "aws_iam_role.other"]
    assert walks == [None, frozenset({((), ("managed", "aws_iam_role", "ci"))})]


def test_what_stands_in_an_instance_that_a_default_makes_rests_on_it(extracted: Extract) -> None:
    suffix = 'variable "org" {}\nlocals {\n  org = regex("-([a-z]+)$", var.org)[0]\n}\n'
    call = 'module "ci" {\n  for_each = toset([var.name])\n  source   = "./ci"\n  org      = each.key\n}\n'
    name = 'variable "name" {\n  default = "acme"\n}\n'
    found = extracted({"main.tf": name + call, "ci/main.tf": suffix + ROLE.replace("var.", "local.")})
    assert found.problems == ()
    assert any("regex" in note.message for note in found.notes)
