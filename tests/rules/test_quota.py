"""Policies beyond IAM's quotas are reported, with a limit on the work spent on them."""

from __future__ import annotations

import json
import time
from pathlib import Path

from assumelint.lint import lint
from assumelint.model import Extraction, Finding
from assumelint.sources import terraform
from assumelint.sources.inputs import Inputs
from assumelint.text.tree import Tree

HOST = "token.actions.githubusercontent.com"
PROVIDER = f"arn:aws:iam::123456789012:oidc-provider/{HOST}"


def statement(subjects: list[str]) -> dict[str, object]:
    return {
        "Effect": "Allow",
        "Principal": {"Federated": PROVIDER},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {f"{HOST}:aud": "sts.amazonaws.com"},
            "StringLike": {f"{HOST}:sub": subjects},
        },
    }


def extracted(folder: Path, code: str) -> Extraction:
    (folder / "main.tf").write_text(code, encoding="utf-8")
    return terraform.extract([folder], Tree(folder, folder), Inputs())


def found(folder: Path, statements: list[dict[str, object]]) -> list[Finding]:
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=1)
    code = f'resource "aws_iam_role" "r" {{\n  assume_role_policy = <<EOF\n{policy}\nEOF\n}}\n'
    return lint(extracted(folder, code))


def test_hundreds_of_wildcards_end_and_the_size_is_the_finding(tmp_path: Path) -> None:
    wild = [statement([f"repo:*a{i}*/b{j}*:*x{i * j}*c*:?*" for j in range(20)]) for i in range(200)]
    start = time.process_time()
    rules = {finding.rule for finding in found(tmp_path, wild)}
    assert "policy-too-large" in rules
    assert time.process_time() - start < 45  # six seconds on a quiet machine; without a bound, minutes


def test_a_statement_within_the_quota_is_judged_and_one_behind_it_is_not(tmp_path: Path) -> None:
    filler = [statement([f"repo:acme/{'x' * 60}{number}:ref:refs/heads/main" for number in range(20)])] * 6
    strangers = statement(["repo:*"])
    before = [finding for finding in found(tmp_path, [strangers, *filler]) if finding.rule == "open-to-any-tenant"]
    behind = [finding for finding in found(tmp_path, [*filler, strangers]) if finding.rule == "open-to-any-tenant"]
    assert len(before) == 1
    assert behind == []


def test_a_count_beyond_any_account_is_one_role_and_a_note(tmp_path: Path) -> None:
    policy = json.dumps({"Statement": [statement(["repo:acme/app:*"])]}).replace("acme/app", "acme/app-${count.index}")
    code = f'resource "aws_iam_role" "r" {{\n  count = 100000000\n  assume_role_policy = <<EOF\n{policy}\nEOF\n}}\n'
    extraction = extracted(tmp_path, code)
    (role,) = extraction.roles
    assert role.policy is not None
    (value,) = role.policy.statements[0].conditions[1].values.items
    assert str(value) == "repo:acme/app-${count.index}:*"
    assert [note.message for note in extraction.notes] == ["more than 1,000 instances: not each of them is checked"]


def test_modules_that_call_two_each_stop_at_a_note(tmp_path: Path) -> None:
    for number in range(14):
        folder = tmp_path / f"m{number}"
        folder.mkdir()
        calls = "".join(f'module "{name}" {{\n  source = "../m{number + 1}"\n}}\n' for name in "ab")
        last = 'resource "aws_iam_openid_connect_provider" "p" {\n  url = "https://token.example.com"\n}\n'
        (folder / "main.tf").write_text(calls if number < 13 else last, encoding="utf-8")
    extraction = terraform.extract([tmp_path / "m0"], Tree(tmp_path, tmp_path), Inputs())
    assert 100 < len(extraction.providers) < 2_000
    assert any("2,000 instances" in note.message for note in extraction.notes)


def test_strings_that_double_become_unknown(tmp_path: Path) -> None:
    doubling = "".join(f'  s{number} = "${{local.s{number - 1}}}${{local.s{number - 1}}}"\n' for number in range(1, 60))
    policy = json.dumps({"Statement": [statement(["SUB"])]}).replace("SUB", "${local.s59}")
    role = f'resource "aws_iam_role" "r" {{\n  assume_role_policy = <<EOF\n{policy}\nEOF\n}}\n'
    start = time.process_time()
    assert len(extracted(tmp_path, f'locals {{\n  s0 = "x"\n{doubling}}}\n{role}').roles) == 1
    assert time.process_time() - start < 20
