"""U+FDD0, which stands for a hole within, is text where a file has it: it is judged and printed as what it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assumelint.cli import main

Printed = dict[str, list[dict[str, object]]]
Run = Callable[[str, str, str], Printed]
MARK = "\ufdd0"
HOST = "token.actions.githubusercontent.com"
KNOWN = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Principal": {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{HOST}"},
            "Condition": {"StringEquals": {f"{HOST}:aud": "sts.amazonaws.com", f"{HOST}:sub": "SUB"}},
        }
    ],
}
# Were it a hole, each of these could be a right subject.
DEAD = [MARK, f"repo:acme/{MARK}", f"{MARK}:ref:refs/heads/main", f"repo:acme/app{MARK}"]


def files(sub: str) -> dict[str, str]:
    document = json.dumps(KNOWN, indent=2, ensure_ascii=False).replace("SUB", sub)
    escaped = document.replace(MARK, "\\ufdd0")
    indented = document.replace("\n", "\n        ")
    role = 'resource "aws_iam_role" "r" {{\n  assume_role_policy = {}\n}}\n'
    template = "Resources:\n  r:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: "
    return {
        "p.json": document,
        "escaped/p.json": escaped,
        "heredoc/main.tf": role.format(f"<<EOT\n{document}\nEOT"),
        "object/main.tf": role.format(f"jsonencode({document})"),
        "yaml/t.yaml": f"{template}{indented}\n",
        "sub/t.yaml": f"{template}!Sub |\n        {indented}\n",
        "template/t.json": json.dumps(
            {"Resources": {"r": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": KNOWN}}}},
            ensure_ascii=False,
        ).replace("SUB", sub),
    }


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)

    def _run(command: str, name: str, text: str) -> Printed:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        main([command, "--output-format", "json", *(["--exit-zero"] if command == "check" else []), name])
        found: Printed = json.loads(capsys.readouterr().out)
        return found

    return _run


@pytest.mark.parametrize("name", files(""))
@pytest.mark.parametrize("sub", DEAD)
def test_it_is_text(sub: str, name: str, run: Run) -> None:
    text = files(sub)[name]
    printed = run("policies", name, text)
    (policy,) = (each["policy"] for each in (*printed["roles"], *printed["documents"]))
    assert policy == json.loads(json.dumps(KNOWN).replace("SUB", sub))
    (finding,) = run("check", name, text)["findings"]
    assert (finding["rule"], finding["severity"]) == ("impossible-subject", "error")
    assert f'"{sub}"' in str(finding["message"])


def test_beside_a_hole_it_is_text(run: Run) -> None:
    printed = run("policies", "sub/t.yaml", files(f"{MARK}${{AWS::StackName}}{MARK}")["sub/t.yaml"])
    assert f'"{MARK}${{AWS::StackName}}{MARK}"' in json.dumps(printed, ensure_ascii=False)
