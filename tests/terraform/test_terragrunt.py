"""Terragrunt: units, what they include, what they depend on, and the stacks that generate them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from assumelint.cause import Cause
from assumelint.model import Extraction, Role
from assumelint.text.document import to_plain

Run = Callable[..., Extraction]

# The `Sid` of the role's policy shows what arrived.
MODULE = """
variable "sid" { default = "default" }
variable "list" { default = [] }
variable "map" { default = {} }
output "sid" { value = "out-${var.sid}" }
resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({ Statement = [{ Sid = var.sid, List = var.list, Map = var.map }] })
}
"""


def statements(roles: tuple[Role, ...]) -> dict[str, dict[str, object]]:
    found = {}
    for role in roles:
        document = to_plain(role.node) if role.node is not None else {"Statement": [{}]}
        found[role.address] = document["Statement"][0]  # type: ignore[call-overload, index]
    return found  # type: ignore[return-value]


@pytest.fixture
def arrived(extracted: Run) -> Callable[..., object]:
    """The `Sid` that arrives at the one role of a unit in `live/a`, whose inputs are `sid = …`."""

    def run(sid: str, files: Mapping[str, str] | None = None, more: str = "") -> object:
        unit = f'terraform {{\n  source = "../../module"\n}}\n{more}\ninputs = {{\n  sid = {sid}\n}}\n'
        found = extracted(
            {"module/main.tf": MODULE, "live/a/terragrunt.hcl": unit, **(files or {})},
            directories=("live/a", "module"),
        )
        (role,) = found.roles
        return statements((role,))["aws_iam_role.r"]["Sid"]

    return run


@pytest.mark.parametrize(
    "source",
    [
        "../../module",
        "../..//module",
        "../../module///",
        "${get_repo_root()}/module",
        "${get_repo_root()}//module",
        "${get_terragrunt_dir()}/../../module",
        "${get_original_terragrunt_dir()}/../../module",
        "${get_path_to_repo_root()}//module",
        "${get_parent_terragrunt_dir()}/module",
        '${get_parent_terragrunt_dir("root")}/module',
        '${dirname(find_in_parent_folders("root.hcl"))}//module',
        "${path_relative_from_include()}/module",
        '${path_relative_from_include("root")}/module',
        '${find_in_parent_folders("module")}///',
        '${find_in_parent_folders("nothing", find_in_parent_folders("module"))}',
        "${local.modules}/module",
        "${include.root.locals.modules}//module",
        "${abspath(get_repo_root())}/module?ref=v1",
        '${get_repo_root()}/module?ref=${get_env("VERSION")}',
    ],
)
def test_a_source_is_found_in_the_tree(extracted: Run, source: str) -> None:
    files = {
        "module/main.tf": MODULE,
        "root.hcl": "locals {\n  modules = get_repo_root()\n}\n",
        "live/a/terragrunt.hcl": f"""
include "root" {{
  path   = find_in_parent_folders("root.hcl")
  expose = true
}}
locals {{
  modules = get_repo_root()
}}
terraform {{
  source = "{source}"
}}
inputs = {{
  sid = "here"
}}
""",
    }
    found = extracted(files, directories=("live/a", "module"))
    assert [(role.address, statements((role,))[role.address]["Sid"]) for role in found.roles] == [
        ("aws_iam_role.r", "here")
    ]
    assert (found.problems, found.notes) == ((), ())


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("basename(get_terragrunt_dir())", "a"),
        ("get_path_from_repo_root()", "live/a"),
        ("get_path_to_repo_root()", "../.."),
        ("path_relative_to_include()", "live/a"),
        ("path_relative_from_include()", "../.."),
        ('read_terragrunt_config(find_in_parent_folders("env.hcl")).locals.env', "prod"),
        ('read_terragrunt_config("none.hcl", { locals = { env = "fallback" } }).locals.env', "fallback"),
        ('read_terragrunt_config("../other/terragrunt.hcl").inputs.sid', "other-other"),
        ('jsondecode(file("x.json")).a', "from-json"),
        ('yamldecode(file(find_in_parent_folders("x.yaml"))).a', "from-yaml"),
        ('get_env("HOME")', '${get_env("HOME")}'),
        ('get_env("STAGE", "dev")', '${get_env("STAGE", "dev")}'),
        ('"x-${run_cmd("id")}"', '${run_cmd("id")}'),
        ("get_aws_account_id()", "${get_aws_account_id()}"),
        ("include.root.locals.team", "acme"),
        ("include.root.inputs.team", "acme"),
        ("feature.x.value", "${feature.x.value}"),
    ],
)
def test_functions_and_names(arrived: Callable[..., object], expression: str, value: str) -> None:
    files = {
        "root.hcl": 'locals {\n  team = "acme"\n}\ninputs = {\n  team = local.team\n}\n',
        "live/env.hcl": 'locals {\n  env = "prod"\n}\n',
        "live/other/terragrunt.hcl": "locals {\n  n = basename(get_terragrunt_dir())\n}\n"
        'inputs = {\n  sid = "other-${local.n}"\n}\n',
        "live/a/x.json": '{"a": "from-json"}',
        "x.yaml": "a: from-yaml\n",
    }
    more = 'include "root" {\n  path   = find_in_parent_folders("root.hcl")\n  expose = true\n}\n'
    assert str(arrived(expression, files, more)).removeprefix("x-") == value


def test_what_is_included_knows_the_place_of_the_unit(arrived: Callable[..., object]) -> None:
    files = {
        "live/env.hcl": 'locals {\n  env = "stage"\n}\n',
        "root.hcl": """
locals {
  env  = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals.env
  name = basename(get_terragrunt_dir())
  path = join(" ", [local.env, path_relative_to_include(), local.name, basename(get_parent_terragrunt_dir())])
}
""",
    }
    more = 'include {\n  path   = find_in_parent_folders("root.hcl")\n  expose = true\n}\n'
    found = str(arrived("include.locals.path", files, more)).split()
    assert found[:3] == ["stage", "live/a", "a"]
    assert found[3] not in ("a", "live")


def test_an_include_that_is_not_exposed_cannot_be_named(arrived: Callable[..., object]) -> None:
    more = 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n'
    files = {"root.hcl": 'locals {\n  team = "acme"\n}\n'}
    assert arrived("include.root.locals.team", files, more) == "${include.root.locals.team}"


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [
        ("", {"Sid": "root", "List": ["unit"], "Map": {"b": {"d": "unit"}}}),
        ("shallow", {"Sid": "root", "List": ["unit"], "Map": {"b": {"d": "unit"}}}),
        ("no_merge", {"Sid": "default", "List": ["unit"], "Map": {"b": {"d": "unit"}}}),
        ("deep", {"Sid": "root", "List": ["root", "unit"], "Map": {"a": "root", "b": {"c": "root", "d": "unit"}}}),
        ("deep_map_only", {"Sid": "root", "List": ["unit"], "Map": {"a": "root", "b": {"c": "root", "d": "unit"}}}),
    ],
)
def test_inputs_are_merged_from_what_is_included(extracted: Run, strategy: str, expected: object) -> None:
    how = f'  merge_strategy = "{strategy}"\n' if strategy else ""
    files = {
        "module/main.tf": MODULE,
        "root.hcl": 'inputs = {\n  sid  = "root"\n  list = ["root"]\n  map = { a = "root", b = { c = "root" } }\n}\n',
        "live/a/terragrunt.hcl": f"""
include "root" {{
  path = find_in_parent_folders("root.hcl")
{how}}}
terraform {{
  source = "../../module"
}}
inputs = {{
  list = ["unit"]
  map  = {{ b = {{ d = "unit" }} }}
}}
""",
    }
    assert statements(extracted(files, directories=("live/a", "module")).roles) == {"aws_iam_role.r": expected}


def test_the_last_include_wins_and_may_name_the_module(extracted: Run) -> None:
    files = {
        "module/main.tf": MODULE,
        "root.hcl": 'inputs = {\n  sid = "root"\n}\n',
        "_envcommon/role.hcl": """
terraform {
  source = "${dirname(find_in_parent_folders("root.hcl"))}/module"
}
inputs = {
  sid = "common"
}
""",
        "live/a/terragrunt.hcl": """
include "root" {
  path = find_in_parent_folders("root.hcl")
}
include "common" {
  path = "${get_repo_root()}/_envcommon/role.hcl"
}
""",
    }
    found = extracted(files, directories=("live/a", "module"))
    assert statements(found.roles)["aws_iam_role.r"]["Sid"] == "common"


def test_an_input_that_fails_costs_no_other(extracted: Run) -> None:
    files = {
        "module/main.tf": MODULE,
        "live/a/terragrunt.hcl": 'terraform {\n  source = "../../module"\n}\n'
        'inputs = {\n  sid  = tonumber("x")\n  list = ["known"]\n}\n',
    }
    found = extracted(files, directories=("live/a", "module"))
    assert statements(found.roles)["aws_iam_role.r"] == {"Sid": "${inputs.sid}", "List": ["known"], "Map": {}}
    assert not found.problems
    assert any("number" in note.message for note in found.notes)


def test_inputs_with_unknown_names_leave_every_variable_open(extracted: Run) -> None:
    files = {
        "module/main.tf": MODULE,
        "live/a/terragrunt.hcl": 'terraform {\n  source = "../../module"\n}\n'
        'inputs = merge(jsondecode(get_env("X")), {\n  list = ["known"]\n})\n',
    }
    (statement,) = statements(extracted(files, directories=("live/a", "module")).roles).values()
    assert statement["Sid"] != "default"
    assert statement["List"] == ["known"]


def test_an_output_of_a_unit_in_the_tree_is_followed(extracted: Run) -> None:
    def unit(more: str) -> str:
        return 'terraform {\n  source = "${get_repo_root()}/module"\n}\n' + more

    depends = 'dependency "b" {\n  config_path = "../b"\n}\n'
    files = {
        "module/main.tf": MODULE,
        "live/a/terragrunt.hcl": unit(depends + "inputs = {\n  sid = dependency.b.outputs.sid\n}\n"),
        "live/b/terragrunt.hcl": unit('inputs = {\n  sid = "b"\n}\n'),
    }
    found = extracted(files, directories=("live/a",))
    assert statements(found.roles)["aws_iam_role.r"]["Sid"] == "out-b"


@pytest.mark.parametrize("name", ["missing", "sid"])
def test_an_output_that_is_not_known_is_a_hole_whatever_is_mocked(arrived: Callable[..., object], name: str) -> None:
    more = f'dependency "b" {{\n  config_path  = "../none"\n  mock_outputs = {{ {name} = "mock" }}\n}}\n'
    assert arrived(f"dependency.b.outputs.{name}", more=more) == f"${{dependency.b.outputs.{name}}}"


def test_units_that_depend_on_each_other_end(extracted: Run) -> None:
    def unit(other: str) -> str:
        return (
            'terraform {\n  source = "../../module"\n}\n'
            f'dependency "x" {{\n  config_path = "../{other}"\n}}\ninputs = {{\n  sid = dependency.x.outputs.sid\n}}\n'
        )

    files = {"module/main.tf": MODULE, "live/a/terragrunt.hcl": unit("b"), "live/b/terragrunt.hcl": unit("a")}
    found = extracted(files, directories=("live/a", "live/b", "module"))
    assert sorted(role.address for role in found.roles) == ["live/a:aws_iam_role.r", "live/b:aws_iam_role.r"]
    assert any("depends on itself" in note.message for note in found.notes)


def test_units_of_one_module_are_told_apart(extracted: Run) -> None:
    unit = (
        'terraform {\n  source = "${get_repo_root()}/MODULE"\n}\n'
        "inputs = {\n  sid = basename(get_terragrunt_dir())\n}\n"
    )
    files = {
        "inner/main.tf": MODULE,
        "module/main.tf": 'variable "sid" {}\nmodule "m" {\n  source = "../inner"\n  sid = var.sid\n}\n',
        "single/main.tf": MODULE,
        "live/prod/terragrunt.hcl": unit.replace("MODULE", "module"),
        "live/dev/terragrunt.hcl": unit.replace("MODULE", "module"),
        "live/one/terragrunt.hcl": unit.replace("MODULE", "single"),
    }
    found = extracted(files, directories=("live/prod", "live/dev", "live/one", "module", "inner", "single"))
    assert {address: each["Sid"] for address, each in statements(found.roles).items()} == {
        "live/prod:module.m.aws_iam_role.r": "prod",
        "live/dev:module.m.aws_iam_role.r": "dev",
        "aws_iam_role.r": "one",
    }


def test_a_module_beside_its_unit_has_the_inputs(extracted: Run) -> None:
    files = {"live/a/main.tf": MODULE, "live/a/terragrunt.hcl": 'inputs = {\n  sid = "beside"\n}\n'}
    found = extracted(files, directories=("live/a",))
    assert [each["Sid"] for each in statements(found.roles).values()] == ["beside"]


def test_a_module_of_the_registry_is_modelled(extracted: Run) -> None:
    source = "tfr:///terraform-aws-modules/iam/aws//modules/iam-github-oidc-role?version=5.39.0"
    files = {
        "live/a/terragrunt.hcl": f'terraform {{\n  source = "{source}"\n}}\n'
        'inputs = {\n  subjects = ["octo/repo:ref:refs/heads/main"]\n}\n',
    }
    (role,) = extracted(files, directories=("live/a",)).roles
    assert role.span.file == "live/a/terragrunt.hcl"
    assert "repo:octo/repo:ref:refs/heads/main" in str(to_plain(role.node))  # type: ignore[arg-type]


STACK = """
locals {
  env = "prod"
}
unit "role" {
  source = "${get_repo_root()}/catalog/units/role"
  path   = "iam/role"
  values = {
    sid = "from-${local.env}"
  }
}
stack "more" {
  source = find_in_parent_folders("catalog/stacks/more")
  path   = "more"
  values = { name = "nested" }
}
"""
CATALOG = {
    "root.hcl": "inputs = {\n  list = [path_relative_to_include()]\n}\n",
    "module/main.tf": MODULE,
    "catalog/units/role/terragrunt.hcl": """
include "root" {
  path = find_in_parent_folders("root.hcl")
}
terraform {
  source = "${get_repo_root()}/module"
}
inputs = {
  sid = values.sid
}
""",
    "catalog/stacks/more/terragrunt.stack.hcl": """
unit "role" {
  source                  = "${get_repo_root()}/catalog/units/role"
  path                    = "role"
  no_dot_terragrunt_stack = true
  values                  = { sid = values.name }
}
""",
}


def test_a_stack_gives_values_to_its_units(extracted: Run) -> None:
    files = {**CATALOG, "live/s/terragrunt.stack.hcl": STACK}
    found = extracted(files, directories=("live/s", "catalog/units/role", "catalog/stacks/more", "module"))
    assert statements(found.roles) == {
        "live/s/.terragrunt-stack/iam/role:aws_iam_role.r": {
            "Sid": "from-prod",
            "List": ["live/s/.terragrunt-stack/iam/role"],
            "Map": {},
        },
        "live/s/.terragrunt-stack/more/role:aws_iam_role.r": {
            "Sid": "nested",
            "List": ["live/s/.terragrunt-stack/more/role"],
            "Map": {},
        },
    }
    assert found.problems == ()


def test_a_unit_of_a_catalog_that_no_stack_here_uses_has_unknown_values(extracted: Run) -> None:
    found = extracted(CATALOG, directories=("catalog/units/role", "module"))
    assert [each["Sid"] for each in statements(found.roles).values()] == ["${values.sid}"]


def test_values_that_were_generated_are_read(arrived: Callable[..., object]) -> None:
    assert arrived("values.x", {"live/a/terragrunt.values.hcl": 'x = "generated"\n'}) == "generated"


@pytest.mark.parametrize("name", ["live/a/terragrunt.hcl", "root.hcl"])
def test_a_file_that_does_not_parse_is_a_syntax_error_at_its_place(extracted: Run, name: str) -> None:
    files = {
        "module/main.tf": MODULE,
        "root.hcl": "locals {}\n",
        "live/a/terragrunt.hcl": 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n'
        'terraform {\n  source = "../../module"\n}\n',
    }
    found = extracted({**files, name: files[name] + "locals {\n  a = [\n}\n"}, directories=("live/a",))
    assert [(problem.cause, problem.span.file) for problem in found.problems] == [(Cause.SYNTAX, name)]


def test_a_unit_whose_module_is_elsewhere_is_noted(extracted: Run) -> None:
    files = {
        "live/a/terragrunt.hcl": 'terraform {\n  source = "git::https://example.com/modules.git//role?ref=v1"\n}\n',
        "live/b/terragrunt.hcl": 'terraform {\n  source = get_env("SOURCE")\n}\n',
    }
    found = extracted(files, directories=("live/a", "live/b"))
    assert not found.roles
    assert not found.problems
    assert sorted(each.span.file for each in found.unfollowed) == ["live/a/terragrunt.hcl", "live/b/terragrunt.hcl"]


@pytest.mark.parametrize(
    ("type", "value", "arrives"),
    [
        ("string", '{ a = ["b"] }', '{"a":["b"]}'),
        ("string", '"[1]"', "[1]"),
        ("list(string)", 'jsonencode(["b"])', ["b"]),
        ("any", '"repo:x"', "repo:x"),
        ("list(string)", '["b"]', ["b"]),
    ],
)
def test_an_input_is_passed_as_text(extracted: Run, type: str, value: str, arrives: object) -> None:
    files = {
        "module/main.tf": MODULE.replace(
            'variable "sid" { default = "default" }', f'variable "sid" {{ type = {type} }}'
        ).replace('output "sid" { value = "out-${var.sid}" }', ""),
        "live/a/terragrunt.hcl": f'terraform {{\n  source = "../../module"\n}}\ninputs = {{\n  sid = {value}\n}}\n',
    }
    found = extracted(files, directories=("live/a", "module"))
    assert statements(found.roles)["aws_iam_role.r"]["Sid"] == arrives
    assert not found.problems


GENERATED = """
generate "role" {
  path      = "role.tf"
  if_exists = "overwrite"
  contents  = <<EOF
resource "aws_iam_role" "g" {
  assume_role_policy = jsonencode({ Statement = [{ Sid = "${local.team}-$${var.sid}" }] })
}
EOF
}
generate "provider" {
  path     = "provider.tf"
  contents = "provider \\"aws\\" {"
}
"""


def test_what_is_generated_belongs_to_the_module(extracted: Run) -> None:
    unit = 'terraform {\n  source = "../../module"\n}\nlocals {\n  team = "acme"\n}\ninputs = {\n  sid = "s"\n}\n'
    files = {"module/main.tf": MODULE, "live/a/terragrunt.hcl": unit + GENERATED}
    found = extracted(files, directories=("live/a", "module"))
    assert {name: each["Sid"] for name, each in statements(found.roles).items()} == {
        "aws_iam_role.r": "s",
        "aws_iam_role.g": "acme-s",
    }
    assert {role.span.file for role in found.roles} == {"module/main.tf", "live/a/terragrunt.hcl"}
    assert not found.problems


@pytest.mark.parametrize(
    ("text", "problems", "notes"),
    [
        ('resource "aws_iam_role" "g" {\n', [Cause.SYNTAX], []),
        ('resource "aws_iam_role" "${get_env("X")}" {}\n', [], ["part of what is generated here is not known"]),
    ],
)
def test_what_is_generated_may_be_broken(extracted: Run, text: str, problems: list[Cause], notes: list[str]) -> None:
    generate = f'generate "role" {{\n  path = "role.tf"\n  contents = <<EOF\n{text}EOF\n}}\n'
    found = extracted({"live/a/terragrunt.hcl": generate}, directories=("live/a",))
    assert [problem.cause for problem in found.problems] == problems
    assert [note.message for note in found.notes] == notes
