"""Unknown values, broken code, cycles and unbounded code: each affects only what depends on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assumelint.cause import Cause
from assumelint.model import Extraction, Role
from assumelint.reported import RULES
from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform.config.expanded.addresses import with_key
from assumelint.text import Hole, Piece, Span, Text
from assumelint.text.document import to_plain

Run = Callable[..., Extraction]
HERE = Span("main.tf", 1, 1, 1, 1)


def role_of(sid: str, extra: str = "", name: str = "r") -> str:
    return f"""
resource "aws_iam_role" "{name}" {{
  {extra}
  assume_role_policy = jsonencode({{ Statement = [{{ Sid = {sid} }}] }})
}}
"""


def sids(roles: tuple[Role, ...]) -> dict[str, object]:
    found: dict[str, object] = {}
    for role in roles:
        document = None if role.node is None else to_plain(role.node)
        found[role.address] = document["Statement"][0]["Sid"] if document else None  # type: ignore[call-overload, index]
    return found


def test_a_required_variable_is_a_hole(extracted: Run) -> None:
    found = extracted({"main.tf": 'variable "org" {}\n' + role_of('"repo:${var.org}/x"')})
    assert sids(found.roles) == {"aws_iam_role.r": "repo:${var.org}/x"}
    assert not found.problems


@pytest.mark.parametrize(
    "reference", ["var.x", "local.x", "module.x.y", "data.aws_iam_role.x.arn", "aws_iam_role.x.arn"]
)
def test_a_reference_to_nothing_is_a_hole_and_a_problem(reference: str, extracted: Run) -> None:
    found = extracted({"main.tf": role_of(reference)})
    assert sids(found.roles) == {"aws_iam_role.r": "${" + reference + "}"}
    assert [problem.cause for problem in found.problems] == [Cause.UNDEFINED_REFERENCE]


@pytest.mark.parametrize(
    ("argument", "hole"),
    [
        ("count = var.n", "${count.index}"),
        ("for_each = var.n", "${each.key}"),
        ("for_each = toset(var.n)", "${each.key}"),
    ],
)
def test_unknown_instances_are_one_example(argument: str, hole: str, extracted: Run) -> None:
    found = extracted({"main.tf": 'variable "n" {}\n' + role_of('"x-' + hole + '"', argument)})
    assert sids(found.roles) == {"aws_iam_role.r": "x-" + hole}


def test_the_command_line_gives_values_in_its_order(extracted: Run) -> None:
    files = {
        "main.tf": 'variable "a" { type = list(string) }\nvariable "b" {}\n' + role_of('"${var.a[1]}-${var.b}"'),
        "prod.tfvars": 'b = "file"\n',
    }
    prod = Path("prod.tfvars")
    given = {"a": '["x", "y"]', "b": "[flag]"}
    assert sids(extracted(files, inputs=Inputs(given, (prod,))).roles) == {"aws_iam_role.r": "y-[flag]"}
    later = Inputs(given, (prod,), order=("a", "b", prod))
    assert sids(extracted(files, inputs=later).roles) == {"aws_iam_role.r": "y-file"}


def test_circles_end(extracted: Run) -> None:
    code = """
locals {
  a = local.b
  b = local.a
}
module "self" {
  source = "./."
}
resource "aws_iam_role" "x" {
  for_each           = aws_iam_role.y
  assume_role_policy = aws_iam_role.y[each.key].assume_role_policy
}
resource "aws_iam_role" "y" {
  for_each           = aws_iam_role.x
  assume_role_policy = aws_iam_role.x["a"].assume_role_policy
}
"""
    found = extracted({"main.tf": code + role_of("local.a")})
    assert len(found.roles) == 3
    assert not found.problems
    assert any("depends on itself" in note.message for note in found.notes)
    assert any("calls itself" in note.message for note in found.notes)


def test_a_long_chain_ends_in_a_hole(extracted: Run) -> None:
    chain = "".join(f"  a{number} = local.a{number + 1}\n" for number in range(2000))
    found = extracted({"main.tf": f'locals {{\n{chain}  a2000 = "end"\n}}\n' + role_of("local.a0")})
    assert str(sids(found.roles)["aws_iam_role.r"]).startswith("${local.a")


def test_what_cannot_be_parsed_costs_only_itself(extracted: Run) -> None:
    broken = 'resource "aws_iam_role" "broken" {\n  assume_role_policy = jsonencode({ Statement = [ })\n}\n'
    found = extracted({"main.tf": broken + role_of('"fine"'), "other.tf": "locals {\n  a = \n  b = 1\n}\n"})
    assert sids(found.roles)["aws_iam_role.r"] == "fine"
    assert {(RULES[problem.cause], problem.span.file) for problem in found.problems} >= {("syntax-error", "main.tf")}


def test_a_fault_that_another_value_would_cure_is_no_problem(extracted: Run) -> None:
    code = 'variable "names" { default = null }\n' + role_of("each.key", "for_each = toset(var.names)")
    found = extracted({"main.tf": code})
    assert not found.problems
    assert found.notes
    certain = extracted({"main.tf": role_of("each.key", "for_each = null")})
    assert [RULES[problem.cause] for problem in certain.problems] == ["invalid-configuration"]


@pytest.mark.parametrize(
    ("policy", "rule"),
    [
        ("data.aws_iam_policy_document.d", "unrendered-document"),
        ('"{\\"Statement\\": []"', "invalid-json"),
        ("jsonencode(data.aws_iam_policy_document.d.json)", "invalid-json"),
        ('<<EOT\n{"Statement": [], "Statement": []}\nEOT\n', "duplicate-key"),
        ('jsonencode({ Statement = [], Statement = [{ Sid = "x" }] })', "duplicate-key"),
        ("jsonencode({ Statement = [ ] }", "syntax-error"),
        ("[1, 2]", "invalid-configuration"),
    ],
)
def test_what_is_wrong_with_a_policy_is_reported(policy: str, rule: str, extracted: Run) -> None:
    document = 'data "aws_iam_policy_document" "d" {\n  statement {\n    actions = ["a"]\n  }\n}\n'
    found = extracted({"main.tf": f'{document}resource "aws_iam_role" "r" {{\n  assume_role_policy = {policy}\n}}\n'})
    assert [RULES[problem.cause] for problem in found.problems] == [rule]
    assert found.problems[0].span.line >= 6


def test_a_key_written_twice_elsewhere_is_no_fault_of_the_policy(extracted: Run) -> None:
    found = extracted({"main.tf": 'locals {\n  m = { a = "1", a = "2" }\n}\n' + role_of("local.m.a")})
    assert sids(found.roles) == {"aws_iam_role.r": "2"}
    assert not found.problems


def test_modules_outside_the_tree_are_not_followed(extracted: Run, tmp_path: Path) -> None:
    (tmp_path.parent / "outside.tf").write_text(role_of('"outside"'))
    found = extracted({"main.tf": 'module "m" {\n  source = "../"\n}\n' + role_of('file("../outside.tf")')})
    assert [role.address for role in found.roles] == ["aws_iam_role.r"]
    assert str(sids(found.roles)["aws_iam_role.r"]).startswith("${file(")


def test_a_called_directory_is_judged_through_its_calls(extracted: Run) -> None:
    files = {
        "live/main.tf": 'module "m" {\n  source = "../modules/m"\n  sid    = "called"\n}\n',
        "modules/m/main.tf": 'variable "sid" { default = "alone" }\n' + role_of("var.sid"),
        "modules/n/main.tf": 'variable "sid" { default = "alone" }\n' + role_of("var.sid"),
    }
    found = extracted(files, directories=("live", "modules/m", "modules/n"))
    assert sids(found.roles) == {"module.m.aws_iam_role.r": "called", "aws_iam_role.r": "alone"}


def test_tofu_files_count_where_there_are_no_others(extracted: Run) -> None:
    assert sids(extracted({"main.tofu": role_of('"tofu"')}).roles) == {"aws_iam_role.r": "tofu"}
    assert sids(extracted({"other.tf": role_of('"terraform"')}).roles) == {"aws_iam_role.r": "terraform"}


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (("main.tf", "main.tofu"), {"main.tofu"}),
        (("main.tf", "main.tofu", "other.tf", "more.tofu"), {"main.tofu", "other.tf", "more.tofu"}),
        (("main.tf", "other.tofu"), {"main.tf"}),
        (("main.tf", "main.tofu.json"), {"main.tf"}),
    ],
)
def test_a_tofu_file_replaces_the_file_of_its_name(extracted: Run, names: tuple[str, ...], read: set[str]) -> None:
    def content(name: str) -> str:
        if name.endswith(".json"):
            return '{"resource": {"aws_iam_role": {"json": {"assume_role_policy": "{}"}}}}'
        return role_of('"x"', name=name.replace(".", "_"))

    found = extracted({name: content(name) for name in names})
    assert {role.span.file for role in found.roles} == read


def test_a_unit_of_terragrunt_gives_the_inputs(extracted: Run) -> None:
    files = {
        "module/main.tf": 'variable "sid" {}\nvariable "other" { default = "x" }\n'
        + role_of('"${var.sid}-${var.other}"'),
        "live/a/terragrunt.hcl": """
terraform {
  source = "../..//module"
}
locals {
  team = "acme"
}
inputs = {
  sid  = "${local.team}/${dependency.x.outputs.y}"
  more = get_env("HOME")
}
""",
    }
    found = extracted(files, directories=("live/a", "module"))
    assert sids(found.roles) == {"aws_iam_role.r": "acme/${dependency.x.outputs.y}-x"}


def test_documents_that_no_role_uses_stand_on_their_own(extracted: Run) -> None:
    def document(name: str, action: str, more: str = "") -> str:
        return f"""
data "aws_iam_policy_document" "{name}" {{
  statement {{
    actions = ["{action}"]
    {more}
    principals {{
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }}
  }}
}}
"""

    used = 'resource "aws_iam_role" "r" {\n  assume_role_policy = data.aws_iam_policy_document.used.json\n}\n'
    code = document("used", "sts:AssumeRole") + used + document("free", "sts:AssumeRole") + document("other", "s3:Get*")
    found = extracted({"main.tf": code})
    assert [(one.address, one.kind) for one in found.documents] == [("data.aws_iam_policy_document.free", "document")]


@given(st.text(st.characters(codec="utf-8"), max_size=20))
@settings(deadline=None, max_examples=200)
def test_a_key_in_an_address_is_a_string_of_the_language(key: str) -> None:
    address = with_key("aws_iam_role.r", Text.of(key, HERE))
    assert address.startswith('aws_iam_role.r["')
    assert address.endswith('"]')
    assert "\n" not in address
    assert address.isprintable()


def test_a_hole_in_a_key_is_shown_as_such() -> None:
    key = Text((Piece("${a", HERE), Hole("var.b", HERE)), HERE)
    assert with_key("x", key) == 'x["$${a${var.b}"]'


def test_what_a_switch_decides_on_is_taken_as_on(extracted: Run) -> None:
    code = """
variable "enabled" {}
resource "aws_iam_openid_connect_provider" "gitlab" {
  count          = var.enabled ? 1 : 0
  url            = "https://gitlab.com"
  client_id_list = ["x"]
}
"""
    found = extracted({"main.tf": code + role_of('join("", aws_iam_openid_connect_provider.gitlab[*].url)')})
    assert sids(found.roles) == {"aws_iam_role.r": "gitlab.com"}


@pytest.mark.parametrize(
    "caller",
    [
        {"main.tf.json": '{"module": {"m": {"source": "./m"}}}'},
        {"main.tf.json": '[{"module": [{"m": [{"source": "./m"}]}]}]'},
        {"main.tf": 'module "m" {\n  source = "./other"\n}\n', "a_override.tf": 'module "m" {\n  source = "./m"\n}\n'},
    ],
)
def test_a_called_directory_is_no_root(caller: dict[str, str], extracted: Run) -> None:
    found = extracted({**caller, "m/main.tf": role_of('"x"'), "other/main.tf": ""}, directories=(".", "m"))
    assert sids(found.roles) == {"module.m.aws_iam_role.r": "x"}
    assert not found.problems


@pytest.mark.parametrize("first", ["m", "other"])
def test_a_directory_whose_call_is_overridden_is_no_root(first: str, extracted: Run) -> None:
    caller = {
        "main.tf": f'module "m" {{\n  source = "./{first}"\n}}\n',
        "a_override.tf": 'module "m" {\n  source = "./m"\n}\n',
        "b_override.tf.json": '{"module": {"m": {"source": "./last"}}}',
    }
    modules = {f"{name}/main.tf": role_of(f'"{name}"') for name in ("m", "other", "last")}
    found = extracted({**caller, **modules}, directories=(first, "m", "last", "."))
    assert sids(found.roles) == {"module.m.aws_iam_role.r": "last"}
    assert not found.problems


@pytest.mark.parametrize(
    ("region", "endpoint"),
    [("cn-north-1", "ec2.cn-north-1.amazonaws.com.cn"), ("us-gov-west-1", "ec2.us-gov-west-1.amazonaws.com")],
)
def test_a_region_tells_its_endpoint(region: str, endpoint: str, extracted: Run) -> None:
    code = f'provider "aws" {{\n  region = "{region}"\n}}\ndata "aws_region" "x" {{}}\n'
    found = extracted({"main.tf": code + role_of("data.aws_region.x.endpoint")})
    assert sids(found.roles) == {"aws_iam_role.r": endpoint}


def test_an_unknown_region_leaves_its_endpoint_open(extracted: Run) -> None:
    found = extracted({"main.tf": 'data "aws_region" "x" {}\n' + role_of("data.aws_region.x.endpoint")})
    assert sids(found.roles) == {"aws_iam_role.r": "${data.aws_region.x.endpoint}"}
