"""Roles behind switches that are off by default, against real applies with the switches on.

`given.json` of each folder of tests/terraform/supposed names conditions and the variables that make them true; the
answers in `expected.json` are those of the apply without arguments, then of one apply for each of the conditions
(scripts/make_terraform_goldens.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assumelint.coverage import coverage_of
from assumelint.lint import lint
from assumelint.model import Extraction, Role
from assumelint.report.policies import as_plain as policies
from assumelint.report.policies import render
from assumelint.severity import Severity
from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform import extract
from assumelint.sources.terraform.config.collected.supposed import MAX_WORLDS
from assumelint.text.document import to_plain
from assumelint.text.tree import Tree

Extract = Callable[..., Extraction]

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("supposed/*/expected.json"))
_HOLE = re.compile(r"\\\$\\\{.*?\\\}")


def extraction(folder: Path) -> Extraction:
    return extract([folder], Tree(folder, folder), Inputs())


def answers(folder: Path) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The roles that an apply makes by default, and those that it makes besides under each condition."""
    default, *others = json.loads((folder / "expected.json").read_text())
    conditions = [world["condition"] for world in json.loads((folder / "given.json").read_text())]
    return default, dict(zip(conditions, others, strict=True))


def is_like(found: Any, wanted: Any) -> bool:
    """Whether a value is the wanted one, where each hole in it may be any text or any list."""
    match found, wanted:
        case dict(), dict():
            return found.keys() == wanted.keys() and all(is_like(found[key], wanted[key]) for key in wanted)
        case [only], str():  # a set of one value: the provider writes a single string
            return is_like(only, wanted)
        case list(), list():
            ordered = (sorted(found), sorted(wanted)) if isinstance(wanted[0], str) else (found, wanted)
            return len(found) == len(wanted) and all(map(is_like, *ordered))
        case str(), str():
            return re.fullmatch(_HOLE.sub(".*", re.escape(found)), wanted) is not None
        case str(), list():
            return _HOLE.fullmatch(re.escape(found)) is not None
        case _:
            return bool(found == wanted)


def named(address: str, roles: dict[str, Any]) -> Any:
    """The role of an address, or any of its instances if the address names none."""
    found = {re.sub(r'\["[^"]*"\]|\[\d+\]', "", each): policy for each, policy in roles.items()}
    return roles.get(address) or found.get(address) or next(iter(part(address, roles)), None)


def part(address: str, roles: dict[str, Any]) -> list[Any]:
    """The policies of the roles in the instances of a module whose key the address leaves out."""
    pattern = re.compile(re.escape(address).replace(r"\.aws_iam_role", r'\["[^"]*"\]\.aws_iam_role'))
    return [policy for each, policy in roles.items() if pattern.fullmatch(each)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_roles_by_default_are_those_of_an_apply(folder: Path) -> None:
    default, _ = answers(folder)
    found = {role.address: to_plain(role.node) for role in listed(extraction(folder), supposed=False) if role.node}
    assert found.keys() == default.keys()
    assert all(is_like(policy, default[address]) for address, policy in found.items())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_supposed_roles_are_those_of_an_apply_under_their_condition(folder: Path) -> None:
    default, worlds = answers(folder)
    found = extraction(folder)
    assert not found.problems
    for role in listed(found, supposed=True):
        wanted = named(role.address, worlds[role.condition])
        assert role.node is not None
        assert wanted is not None, role.address
        assert is_like(to_plain(role.node), wanted), role.address
    conditional = {each for roles in worlds.values() for each in roles if each not in default}
    assert sum(named(role.address, dict.fromkeys(conditional, 1)) or 0 for role in listed(found, True)) == len(
        conditional
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_variants_of_roles_are_those_of_an_apply_under_their_condition(folder: Path) -> None:
    _, worlds = answers(folder)
    for role in extraction(folder).roles:
        if role.variant:
            assert role.node is not None
            assert is_like(to_plain(role.node), named(role.address, worlds[role.variant])), role.address


def listed(found: Extraction, supposed: bool) -> list[Role]:
    return [role for role in found.roles if not role.variant and role.supposed is supposed]


WRONG = "sts.amazon.com"
TRUST = """
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = AUDIENCE
          "token.actions.githubusercontent.com:sub" = "repo:acme/app:environment:prod"
        }
      }
    }]
"""


def role(meta: str, audience: str = f'"{WRONG}"', name: str = "ci") -> str:
    policy = TRUST.replace("AUDIENCE", audience)
    return f'resource "aws_iam_role" "{name}" {{\n  {meta}\n  assume_role_policy = jsonencode({{{policy}  }})\n}}\n'


def variable(name: str, default: str, type: str = "") -> str:
    return f'variable "{name}" {{\n  {type and f"type = {type}"}\n  default = {default}\n}}\n'


def findings(found: Extraction) -> list[tuple[str, str, str]]:
    """The rule, the severity and the condition of each finding that is more than a note."""
    return [
        (finding.rule, finding.severity.value, "".join(re.findall(r"\(where .*\)", finding.message)))
        for finding in lint(found)
        if finding.severity is not Severity.NOTE
    ]


def test_a_fault_behind_a_switch_is_a_warning_with_its_condition(extracted: Extract) -> None:
    found = extracted({"main.tf": variable("enabled", "false") + role("count = var.enabled ? 1 : 0")})
    assert findings(found) == [("wrong-audience", "warning", "(where `var.enabled` is true)")]


@pytest.mark.parametrize(
    ("variables", "meta", "condition"),
    [
        (variable("names", "[]"), "for_each = toset(var.names)", "`var.names` is not empty"),
        (variable("x", "null"), "count = var.x == null ? 0 : 1", "`var.x` is set"),
        (variable("x", "null"), "for_each = var.x", "`var.x` is set"),
        (variable("x", '"false"'), 'count = var.x == "true" ? 1 : 0', "`var.x` is true"),
        (variable("x", "{ ci = { on = false } }"), "count = var.x.ci.on ? 1 : 0", "`var.x.ci.on` is true"),
        (variable("x", '{ "a b" = false }'), 'count = var.x["a b"] ? 1 : 0', '`var.x["a b"]` is true'),
        (
            variable("a", "false") + variable("b", "[]") + variable("c", "false"),
            "count = var.a ? length(var.b) : 0",
            "`var.a` is true and `var.b` is not empty",
        ),
    ],
)
def test_the_condition_is_what_the_role_needs_and_no_more(
    extracted: Extract, variables: str, meta: str, condition: str
) -> None:
    found = extracted({"main.tf": variables + role(meta)})
    assert [(each.supposed, each.condition) for each in found.roles] == [(True, condition)]
    assert findings(found) == [("wrong-audience", "warning", f"(where {condition})")]


@pytest.mark.parametrize(
    "files",
    [
        {"main.tf": role("count = 0")},
        {"main.tf": variable("on", "false") + role("count = var.on && false ? 1 : 0")},
        {"main.tf": variable("on", "false") + role("count = var.on ? 1 : 0"), "terraform.tfvars": "on = false\n"},
        {
            "main.tf": 'module "ci" {\n  source = "./ci"\n  on = false\n}\nmodule "cd" {\n  source = "./ci"\n}\n',
            "ci/main.tf": variable("on", "false") + role("count = var.on ? 1 : 0"),
        },
    ],
    ids=["never", "never-whatever-is-passed", "set-by-a-file", "set-by-the-call-and-by-its-default"],
)
def test_what_the_tree_leaves_off_is_off(extracted: Extract, files: dict[str, str]) -> None:
    assert extracted(files, directories=(".", "ci") if "ci/main.tf" in files else (".",)).roles == ()


def test_a_switch_that_is_given_is_no_supposition(extracted: Extract) -> None:
    code = {"main.tf": variable("enabled", "false") + role("count = var.enabled ? 1 : 0")}
    assert extracted(code, inputs=Inputs({"enabled": "false"})).roles == ()
    assert findings(extracted(code, inputs=Inputs({"enabled": "true"}))) == [("wrong-audience", "error", "")]


def test_a_role_of_the_default_has_its_findings_once(extracted: Extract) -> None:
    switched = f'var.extra ? ["{WRONG}", "{WRONG}.cn"] : ["{WRONG}"]'
    found = extracted({"main.tf": variable("extra", "false") + role("", switched)})
    assert [(each.supposed, each.variant) for each in found.roles] == [(False, ""), (True, "`var.extra` is true")]
    errors = [finding for finding in findings(found) if finding[0] == "wrong-audience"]
    assert errors.count(("wrong-audience", "error", "")) == 1


def test_a_statement_behind_a_switch_is_judged(extracted: Extract) -> None:
    found = extracted({"main.tf": variable("gov", "false") + role("", f'var.gov ? "{WRONG}" : "sts.amazonaws.com"')})
    assert findings(found) == [("wrong-audience", "warning", "(where `var.gov` is true)")]


def test_outcomes_that_exclude_each_other_are_judged_each(extracted: Extract) -> None:
    switches = variable("a", "false") + variable("b", "false")
    audience = f'var.a ? (var.b ? "sts.amazonaws.com" : "{WRONG}") : "sts.amazonaws.com"'
    assert findings(extracted({"main.tf": switches + role("", audience)})) == [
        ("wrong-audience", "warning", "(where `var.a` is true)")
    ]
    gates = role("count = var.a ? 1 : 0") + role("count = var.a ? 0 : 1", '"sts.amazonaws.com"', "cd")
    assert findings(extracted({"main.tf": switches + gates})) == [
        ("wrong-audience", "warning", "(where `var.a` is true)")
    ]


def test_a_right_role_behind_a_switch_is_silent(extracted: Extract) -> None:
    code = variable("enabled", "false") + role("count = var.enabled ? 1 : 0", '"sts.amazonaws.com"')
    found = extracted({"main.tf": code})
    assert [each.condition for each in found.roles] == ["`var.enabled` is true"]
    assert findings(found) == []


def test_what_is_empty_besides_the_switch_is_open(extracted: Extract) -> None:
    subject = role("count = var.ci.enabled ? 1 : 0", '"sts.amazonaws.com"').replace("acme/", "${var.ci.org}/")
    object_type = 'object({ enabled = optional(bool, false), org = optional(string, "") })'
    found = extracted({"main.tf": variable("ci", "{}", object_type) + subject})
    (only,) = found.roles
    assert only.node is not None
    assert "repo:/app:environment:prod" in str(to_plain(only.node))
    assert findings(found) == []


def test_a_policy_that_is_no_json_is_said_where_the_switch_is_on(extracted: Extract) -> None:
    code = 'resource "aws_iam_role" "ci" {\n  count = var.enabled ? 1 : 0\n  assume_role_policy = "{ Federated"\n}\n'
    found = extracted({"main.tf": variable("enabled", "false") + code})
    assert findings(found) == [("invalid-json", "warning", "(where `var.enabled` is true)")]


def test_a_document_behind_a_switch_is_judged_where_no_role_uses_it(extracted: Extract) -> None:
    document = """
data "aws_iam_policy_document" "trust" {
  count = var.enabled ? 1 : 0
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazon.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:acme/app:environment:prod"]
    }
  }
}
"""
    found = extracted({"main.tf": variable("enabled", "false") + document})
    assert [each.condition for each in found.documents] == ["`var.enabled` is true"]
    assert findings(found) == [("wrong-audience", "warning", "(where `var.enabled` is true)")]
    listed: Any = policies(found, coverage_of(found))
    assert [each["condition"] for each in listed["supposed"]] == ["`var.enabled` is true"]
    assert listed["documents"] == []


PROVIDER = """
resource "aws_iam_openid_connect_provider" "github" {
  count          = var.create ? 1 : 0
  url            = "http://token.actions.githubusercontent.com"
  client_id_list = ["example.com"]
}
"""


def test_a_provider_behind_a_switch_is_judged_and_binds_no_role(extracted: Extract) -> None:
    right = role("", '"sts.amazonaws.com"')
    found = extracted({"main.tf": variable("create", "false") + PROVIDER + right})
    assert [each.condition for each in found.providers] == ["`var.create` is true"]
    assert findings(found) == [("provider-url", "warning", "(where `var.create` is true)")]
    listed: Any = policies(found, coverage_of(found))
    assert (listed["providers"], len(listed["supposed_providers"])) == ([], 1)


def test_the_url_that_is_given_with_the_switch_is_open(extracted: Extract) -> None:
    provider = PROVIDER.replace('"http://token.actions.githubusercontent.com"', "var.url")
    found = extracted({"main.tf": variable("create", "false") + variable("url", '""') + provider})
    assert [each.condition for each in found.providers] == ["`var.create` is true"]
    assert findings(found) == []


def test_supposed_roles_are_listed_apart(extracted: Extract) -> None:
    code = variable("enabled", "false") + role("count = var.enabled ? 1 : 0") + role("", name="cd")
    found = extracted({"main.tf": code})
    listed: Any = policies(found, coverage_of(found))
    assert [each["address"] for each in listed["roles"]] == ["aws_iam_role.cd"]
    assert [(each["address"], each["condition"]) for each in listed["supposed"]] == [
        ("aws_iam_role.ci[0]", "`var.enabled` is true")
    ]
    assert set(listed["supposed"][0]) - set(listed["roles"][0]) == {"condition"}
    assert "where `var.enabled` is true\n" in render(found, coverage_of(found))


@pytest.mark.parametrize("type", ["string", "list(string)", "set(string)"])
def test_what_is_set_is_not_null(extracted: Extract, type: str) -> None:
    code = variable("x", "null", type) + role("count = var.x != null ? 1 : 0")
    (only,) = extracted({"main.tf": code}).roles
    assert (only.address, only.condition) == ("aws_iam_role.ci[0]", "`var.x` is set")


def test_three_words_that_are_others_by_default_are_found(extracted: Extract) -> None:
    words = "".join(variable(name, '"none"') for name in "abc")
    gate = 'count = var.a == "x" && var.b == "y" && var.c == "z" ? 1 : 0'
    (only,) = extracted({"main.tf": words + role(gate)}).roles
    assert only.condition == " and ".join(f"`var.{name}` has another value than its default" for name in "abc")


def test_what_no_tried_value_makes_is_said(extracted: Extract) -> None:
    found = extracted({"main.tf": variable("on", "false") + role("count = var.on && !var.on ? 1 : 0")})
    assert found.roles == ()
    assert [note.message for note in found.notes] == [
        "aws_iam_role.ci is not checked: none of the values of variables that were tried make it"
    ]


def test_one_world_is_evaluated_once_for_all_that_it_opens(extracted: Extract) -> None:
    roles = "".join(role("count = var.enabled ? 1 : 0", name=f"r{number}") for number in range(40))
    found = extracted({"main.tf": variable("enabled", "false") + roles})
    assert len(found.roles) == 40
    assert not found.notes


def test_more_switches_than_are_tried_are_said(extracted: Extract) -> None:
    code = "".join(
        variable(f"v{number}", "false") + role(f"count = var.v{number} ? 1 : 0", name=f"r{number}")
        for number in range(MAX_WORLDS + 1)
    )
    found = extracted({"main.tf": code})
    assert len(found.roles) == MAX_WORLDS
    assert [note.message for note in found.notes] == [
        f"more than {MAX_WORLDS} combinations of switches: what the others make is not checked"
    ]
