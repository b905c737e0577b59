"""An ignore is unused only where what it would suppress was looked at."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assumelint.cli import main

Unused = Callable[..., list[str]]

IGNORE = "# assumelint: ignore[broad-subject] reviewed\n"
ROLE = """
variable "subject" {}
resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Action    = "sts:AssumeRoleWithWebIdentity"
    Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/gitlab.com" }
    Condition = { StringEquals = { "gitlab.com:aud" = "https://gitlab.com" }, StringLike = {
      "gitlab.com:sub" = var.subject
    } }
  }] })
}
"""
SUBJECT = '"project_path:acme/app:ref_type:branch:ref:main"'


@pytest.fixture
def unused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Unused:
    """The files with an ignore that is called unused."""

    def run(files: dict[str, str], *paths: str) -> list[str]:
        for name, text in {".git/config": "", **files}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        main(["check", "--output-format", "json", *paths])
        findings = json.loads(capsys.readouterr().out)["findings"]
        return sorted(each["file"] for each in findings if each["rule"] == "unused-ignore")

    return run


def call(where: str) -> str:
    return f'module "m" {{\n  source  = "{where}"\n  subject = {SUBJECT}\n}}\n'


MODULE = {"modules/ci/main.tf": IGNORE + ROLE}
CALLED = {**MODULE, "live/main.tf": call("../modules/ci")}


def test_in_a_file_that_is_checked(unused: Unused) -> None:
    assert unused(MODULE) == ["modules/ci/main.tf"]
    assert unused(CALLED, ".") == ["modules/ci/main.tf"]
    assert unused(CALLED, "live", "modules") == ["modules/ci/main.tf"]


def test_in_a_module_that_is_only_called(unused: Unused) -> None:
    assert unused(CALLED, "live") == []


def test_in_a_module_whose_caller_is_not_checked(unused: Unused) -> None:
    assert unused(CALLED, "modules") == []
    through = {"modules/all/main.tf": call("../ci"), "live/main.tf": call("../modules/all")}
    assert unused({**MODULE, **through}, "modules") == []


def test_in_a_sibling_of_the_named_file(unused: Unused) -> None:
    files = {"a.tf": ROLE.replace("var.subject", SUBJECT), "b.tf": IGNORE + 'variable "region" {}\n'}
    assert unused(files, "a.tf") == []
    assert unused(files, "b.tf") == ["b.tf"]


def test_beside_a_role_that_was_not_judged(unused: Unused) -> None:
    unknown = 'resource "aws_iam_role" "r" {\n  assume_role_policy = var.policy\n}\nvariable "policy" {}\n'
    assert unused({"main.tf": IGNORE + unknown}) == []
    assert unused({"main.tf": IGNORE + 'module "m" {\n  source = "acme/oidc-role/aws"\n}\n' + ROLE}) == []


def test_a_rule_that_does_not_exist_is_told_everywhere(unused: Unused) -> None:
    files = {"modules/ci/main.tf": IGNORE.replace("broad-subject", "broad-subjects") + ROLE}
    assert unused({**CALLED, **files}, "live") == ["modules/ci/main.tf"]
