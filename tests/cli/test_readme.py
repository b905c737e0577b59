"""What the README shows is what happens."""

import re
from pathlib import Path

import pytest

from assumelint.cli import main
from assumelint.config import find_config

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def block(marker: str) -> str:
    """The fenced block below an HTML comment."""
    found = re.search(rf"<!-- {re.escape(marker)} -->\n```\w+\n(.*?)```\n", README, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_shown_finding_is_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ci.tf").write_text(block("example: ci.tf"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_STEP_SUMMARY", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    assert main(["check"]) == 1
    assert capsys.readouterr().out == block("output")


POLICY = """\
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {
      "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
      "StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/shop:ref:refs/heads/main"}
    }
  }]
}
"""
CLAIMS = """\
{
  "iss": "https://token.actions.githubusercontent.com",
  "aud": "sts.amazonaws.com",
  "sub": "repo:acme/shop:environment:production"
}
"""


def test_the_shown_explanation_is_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "trust.json").write_text(POLICY, encoding="utf-8")
    (tmp_path / "token.json").write_text(CLAIMS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    command, _, output = block("explain").partition("\n")
    main(command.removeprefix("$ assumelint ").split())
    assert capsys.readouterr().out == output


def test_the_shown_configuration_is_understood(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(block("configuration"), encoding="utf-8")
    config = find_config(tmp_path, None)
    assert config.file == "pyproject.toml"
    assert len(config.path_exemptions) == len(config.role_exemptions) == len(config.issuers) == 1


def test_every_exit_code_is_explained() -> None:
    assert re.findall(r"^\| (\d) \|", README, re.MULTILINE) == ["0", "1", "2", "3"]
