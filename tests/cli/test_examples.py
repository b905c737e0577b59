"""The examples: each broken policy is found at its line, each right one is silent."""

import json
import re
from pathlib import Path

import pytest

from assumelint.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
EXPECTED = {
    ("cloudformation/github.yaml", "open-to-any-tenant", "repo:*"),
    ("cloudformation/github.yaml", "missing-web-identity-action", '"sts:AssumeRole"'),
    ("cloudformation/gitlab.json", "wildcard-under-equals", '"project_path:acme/shop:ref_type:branch:ref:*"'),
    (
        "json/broken.json",
        "malformed-provider-arn",
        '"arn:aws:iam::123456789012:oidc-provider/https://token.actions.githubusercontent.com"',
    ),
    ("terraform/data_source.tf", "wrong-audience", '"sts.amazon.com"'),
    ("terraform/heredoc.tf", "missing-federated-principal", '"token.actions.githubusercontent.com"'),
    ("terraform/jsonencode.tf", "impossible-subject", '"repo:acme/shop"'),
}


def test_the_broken_ones_are_found_and_no_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES)
    assert main(["check", "--output-format", "json"]) == 1
    found = set()
    for finding in json.loads(capsys.readouterr().out)["findings"]:
        line = (EXAMPLES / finding["file"]).read_text(encoding="utf-8").splitlines()[finding["line"] - 1]
        found.add((finding["file"], finding["rule"], line[finding["column"] - 1 : finding["end_column"] - 1]))
    assert found == EXPECTED


def test_every_role_is_listed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(EXAMPLES)
    assert main(["policies", "--output-format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    written = sum(
        len(re.findall(r'^resource "aws_iam_role"|AWS::IAM::Role\b', path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in EXAMPLES.rglob("*.*")
    )
    assert len(printed["roles"]) == written
    assert all(role["policy"]["Statement"] for role in printed["roles"])
    assert len(printed["documents"]) == 2
