"""Data sources that look up what the same configuration makes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.model import Extraction
from assumelint.text.document import to_plain

Run = Callable[..., Extraction]

PROVIDER = """
resource "aws_iam_openid_connect_provider" "p" {
  url             = "https://gitlab.com"
  client_id_list  = ["x"]
  thumbprint_list = ["y"]
}
output "arn" {
  value = aws_iam_openid_connect_provider.p.arn
}
"""
ROLE = """
resource "aws_iam_role" "base" {
  name               = "base"
  path               = "/ci/"
  assume_role_policy = jsonencode({ Statement = [{ Sid = "b" }] })
}
data "aws_iam_role" "d" {
  name = "base"
}
"""


def reading(expression: str) -> str:
    return f"""
resource "aws_iam_role" "r" {{
  assume_role_policy = jsonencode({{ Statement = [{{ Sid = {expression} }}] }})
}}
"""


def looking_up(argument: str, name: str = "client_id_list") -> str:
    data = f'data "aws_iam_openid_connect_provider" "d" {{\n  {argument}\n}}\n'
    return data + reading(f'join(",", data.aws_iam_openid_connect_provider.d.{name})')


def sid(found: Extraction, address: str = "aws_iam_role.r") -> object:
    role = next(role for role in found.roles if role.address == address)
    assert role.node is not None
    return to_plain(role.node)["Statement"][0]["Sid"]  # type: ignore[call-overload, index]


def is_open(value: object) -> bool:
    return isinstance(value, str) and "${" in value


@pytest.mark.parametrize(
    "argument",
    [
        "arn = aws_iam_openid_connect_provider.p.arn",
        "arn = aws_iam_openid_connect_provider.p.id",
        "url = aws_iam_openid_connect_provider.p.url",
        'url = "https://${aws_iam_openid_connect_provider.p.url}"',
        'url = "https://gitlab.com"',
    ],
)
def test_a_provider_of_the_module_tells_its_lists(argument: str, extracted: Run) -> None:
    assert sid(extracted({"main.tf": PROVIDER + looking_up(argument)})) == "x"


def test_the_thumbprints_are_known_too(extracted: Run) -> None:
    code = looking_up("arn = aws_iam_openid_connect_provider.p.arn", "thumbprint_list")
    assert sid(extracted({"main.tf": PROVIDER + code})) == "y"


def test_a_provider_of_another_module_tells_its_lists(extracted: Run) -> None:
    files = {
        "main.tf": 'module "p" {\n  source = "./p"\n}\nmodule "r" {\n  source = "./r"\n  arn    = module.p.arn\n}\n',
        "p/main.tf": PROVIDER,
        "r/main.tf": 'variable "arn" {}\n' + looking_up("arn = var.arn"),
    }
    assert sid(extracted(files), "module.r.aws_iam_role.r") == "x"


SECOND = """
provider "aws" {
  alias = "other"
}
resource "aws_iam_openid_connect_provider" "q" {
  provider       = aws.other
  url            = "https://gitlab.com"
  client_id_list = ["z"]
}
"""


@pytest.mark.parametrize(
    "code",
    [
        looking_up('arn = "arn:aws:iam::123456789012:oidc-provider/gitlab.com"'),
        looking_up('arn = "arn:aws:iam::123456789012:oidc-provider/${aws_iam_openid_connect_provider.p.url}"'),
        looking_up('url = "https://github.com"'),
        looking_up('url = "https://gitlab.com"\n  provider = aws.other'),
        looking_up("url = aws_iam_openid_connect_provider.p.url\n  provider = aws.other"),
        SECOND + looking_up("arn = aws_iam_openid_connect_provider.p.arn"),
    ],
)
def test_a_provider_that_is_not_certain_leaves_the_lists_open(code: str, extracted: Run) -> None:
    assert is_open(sid(extracted({"main.tf": PROVIDER + code})))


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("data.aws_iam_role.d.path", "/ci/"),
        ("jsondecode(data.aws_iam_role.d.assume_role_policy).Statement[0].Sid", "b"),
        ("tostring(data.aws_iam_role.d.max_session_duration)", "3600"),
        ("data.aws_iam_role.d.name", "base"),
        ('element(split(":", data.aws_iam_role.d.arn), 5)', "role/ci/base"),
    ],
)
def test_a_role_of_the_module_tells_what_it_has(expression: str, value: str, extracted: Run) -> None:
    found = extracted({"main.tf": ROLE + reading(expression)})
    assert sid(found) == value
    assert not found.problems
    assert not found.notes


def test_a_policy_that_was_looked_up_keeps_its_places(extracted: Run) -> None:
    copy = 'resource "aws_iam_role" "r" {\n  assume_role_policy = data.aws_iam_role.d.assume_role_policy\n}\n'
    policies = {role.address: role.policy for role in extracted({"main.tf": ROLE + copy}).roles}
    assert policies["aws_iam_role.r"] == policies["aws_iam_role.base"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "base"\n}', 'name = "else"\n}'),
        ('name = "base"\n}', "name = var.name\n}"),
        ('name = "base"\n}', 'name = "base"\n  provider = aws.other\n}'),
        ('"base" {\n', '"base" {\n  for_each = toset(var.name)\n'),
        ('"base" {\n', '"base" {\n  count = 2\n'),
        ("{\n  name ", "{\n  provider = aws.by_name[var.name]\n  name "),
    ],
)
def test_a_role_that_is_not_certain_leaves_it_open(old: str, new: str, extracted: Run) -> None:
    code = 'variable "name" {}\n' + ROLE.replace(old, new)
    assert is_open(sid(extracted({"main.tf": code + reading("data.aws_iam_role.d.path")})))


@pytest.mark.parametrize("attribute", ["assume_role_policy", "arn"])
def test_a_role_that_looks_itself_up_is_no_endless_circle(attribute: str, extracted: Run) -> None:
    code = ROLE.replace('Sid = "b"', f"Sid = data.aws_iam_role.d.{attribute}")
    found = extracted({"main.tf": code})
    assert is_open(sid(found, "aws_iam_role.base"))
    assert not found.problems
