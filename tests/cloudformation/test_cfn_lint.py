"""The rules inside real cfn-lint runs."""

from __future__ import annotations

import importlib
import json
import os
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from assumelint.cfn_lint_ids import NUMBERS, TERRAFORM_ONLY, identifier
from assumelint.cfn_lint_release import OLDEST, TOO_NEW, refusal
from assumelint.model import Severity
from assumelint.rule import all_rules

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/gitlab.com"}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                gitlab.com:aud: https://gitlab.com
                gitlab.com:sub: project_path:acme/*
"""
CFN_LINT = "import sys; from cfnlint.runner import main; sys.exit(main())"
STARRED = identifier("wildcard-under-equals", Severity.ERROR)


def run(folder: Path, template: str, *options: str, output: str = "json") -> tuple[int, str]:
    (folder / "t.yaml").write_text(template)
    command = [sys.executable, "-c", CFN_LINT, "--append-rules", "assumelint.cfn_lint", "--format", output, *options]
    environment = {**os.environ, "AWS_DEFAULT_REGION": "us-east-1"}
    done = subprocess.run(
        [*command, "--", "t.yaml"], cwd=folder, capture_output=True, text=True, check=False, env=environment
    )
    assert not done.stderr
    return done.returncode, done.stdout


def ours(output: str) -> list[dict[str, Any]]:
    numbers = {str(number) for number in NUMBERS.values()}
    return [match for match in json.loads(output) if match["Rule"]["Id"][1:] in numbers]


def test_a_finding_stands_at_its_place_with_its_number(tmp_path: Path) -> None:
    code, output = run(tmp_path, TEMPLATE)
    match = next(match for match in ours(output) if match["Rule"]["Id"] == STARRED)
    start = match["Location"]["Start"]
    assert (start["LineNumber"], start["ColumnNumber"]) == (15, 33)
    assert "(wildcard-under-equals)" in match["Message"]
    assert match["Level"] == "Error"
    assert code & 2


@pytest.mark.parametrize("output", ["parseable", "pretty"])
def test_every_format_shows_it(tmp_path: Path, output: str) -> None:
    _, shown = run(tmp_path, TEMPLATE, output=output)
    assert STARRED in shown


def test_a_right_template_is_silent(tmp_path: Path) -> None:
    code, output = run(
        tmp_path, TEMPLATE.replace("StringEquals", "StringLike").replace("acme/*", "acme/x:ref_type:branch:ref:main")
    )
    assert (code, ours(output)) == (0, [])


RESOURCE = "    Type: AWS::IAM::Role\n"
OTHER = "  Other: {Type: 'AWS::IAM::Role', Metadata: {}}\n"


@pytest.mark.parametrize(
    "template",
    [
        TEMPLATE.replace(
            RESOURCE, RESOURCE + f"    Metadata: {{cfn-lint: {{config: {{ignore_checks: [{STARRED}]}}}}}}\n"
        ),
        TEMPLATE + f"Metadata: {{cfn-lint: {{config: {{ignore_checks: [{STARRED}]}}}}}}\n",
        TEMPLATE.replace(RESOURCE, RESOURCE + "    Metadata: {assumelint: {ignore: [wildcard-under-equals]}}\n"),
        TEMPLATE.replace("acme/*", "acme/* # assumelint: ignore[wildcard-under-equals] on purpose"),
    ],
)
def test_ignores_of_both_are_heeded(tmp_path: Path, template: str) -> None:
    _, output = run(tmp_path, template)
    assert STARRED not in {match["Rule"]["Id"] for match in ours(output)}


def test_a_rule_can_be_left_out_on_the_command_line(tmp_path: Path) -> None:
    _, output = run(tmp_path, TEMPLATE, "--ignore-checks", STARRED)
    assert STARRED not in {match["Rule"]["Id"] for match in ours(output)}


@pytest.mark.parametrize("release", ["1.40.0", "1.40", "1.41.0rc1", "1.58.0", "1.100.2"])
def test_releases_that_the_plugin_takes(release: str) -> None:
    assert refusal(release) == ""


@pytest.mark.parametrize(("release", "age"), [("1.39.1", "old"), ("0.87.11", "old"), ("2.0.0", "new"), ("2.0", "new")])
def test_cfn_lint_says_which_release_the_plugin_takes(tmp_path: Path, release: str, age: str) -> None:
    (tmp_path / "t.yaml").write_text(TEMPLATE)
    pretended = f"import cfnlint.version; cfnlint.version.__version__ = {release!r}; {CFN_LINT}"
    command = [sys.executable, "-c", pretended, "--append-rules", "assumelint.cfn_lint", "--", "t.yaml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert (
        f"cfn-lint {release} is too {age} for assumelint.cfn_lint, which takes 1.40 or newer, below 2: "
        "pip install 'assumelint[cfn-lint]'"
    ) in done.stdout + done.stderr


def test_without_cfn_lint_the_plugin_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("assumelint.cfn_lint", "assumelint.cfn_lint_release"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "cfnlint", None)
    monkeypatch.setitem(sys.modules, "cfnlint.version", None)
    with pytest.raises(ImportError, match=r"which is missing: pip install 'assumelint\[cfn-lint\]'"):
        importlib.import_module("assumelint.cfn_lint")


def test_the_extra_is_what_the_plugin_takes() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    oldest, too_new = (".".join(map(str, release)) for release in (OLDEST, TOO_NEW))
    assert extras == {"cfn-lint": [f"cfn-lint>={oldest},<{too_new}"]}


def test_each_rule_for_templates_has_a_number_of_its_own() -> None:
    assert len(set(NUMBERS.values())) == len(NUMBERS)
    assert set(NUMBERS) | TERRAFORM_ONLY == set(all_rules())
    assert not set(NUMBERS) & TERRAFORM_ONLY


def test_the_page_is_fresh() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "make_cfn_lint.py"))
    assert script["page"]() == (ROOT / "docs" / "cfn-lint.md").read_text(encoding="utf-8")
