from __future__ import annotations

import json
from pathlib import Path

import pytest

from assumelint.model import Extraction
from assumelint.reported import RULES
from assumelint.sources.policy_json import extract
from assumelint.text.document import to_plain
from assumelint.text.tree import Tree

STATEMENT = {
    "Effect": "Allow",
    "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/gitlab.com"},
    "Action": "sts:AssumeRoleWithWebIdentity",
}
TRUST = {"Version": "2012-10-17", "Statement": [STATEMENT]}
PERMISSION = {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Resource": "*"}]}


def read(folder: Path, content: str) -> Extraction:
    (folder / "p.json").write_text(content)
    return extract([folder / "p.json"], Tree(folder, folder))


@pytest.mark.parametrize(
    "content",
    [
        TRUST,
        {"RoleName": "deploy", "AssumeRolePolicyDocument": TRUST},
        {"RoleName": "deploy", "AssumeRolePolicyDocument": json.dumps(TRUST)},
        {"RoleName": "deploy", "PolicyDocument": json.dumps(TRUST)},
        {"Role": {"RoleName": "deploy", "AssumeRolePolicyDocument": TRUST}},
        {"Roles": [{"RoleName": "deploy", "AssumeRolePolicyDocument": TRUST}]},
    ],
)
def test_finds_the_policy_in_each_form(tmp_path: Path, content: object) -> None:
    found = read(tmp_path, json.dumps(content))
    assert [(role.address, role.kind) for role in found.documents] == [("p.json", "document")]
    assert found.documents[0].node is not None
    assert to_plain(found.documents[0].node) == TRUST
    assert not found.problems


@pytest.mark.parametrize(
    "content",
    [
        PERMISSION,
        {
            "Statement": [
                {"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRoleWithWebIdentity", "Resource": "*"}
            ]
        },
        {"Statement": [STATEMENT | {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::x/*"}]},
        {"Statement": [STATEMENT | {"Principal": {"Federated": {"Ref": "Provider"}}}]},
        {"RoleName": "deploy", "PolicyName": "p", "PolicyDocument": json.dumps(PERMISSION)},
        {"description": "calls sts:AssumeRoleWithWebIdentity"},
        {"Statement": "sts:AssumeRoleWithWebIdentity"},
        {"resources": [{"values": {"assume_role_policy": json.dumps(TRUST)}}]},
        [TRUST],
        "sts:AssumeRole",
    ],
)
def test_passes_over_what_is_no_trust_policy(tmp_path: Path, content: object) -> None:
    assert read(tmp_path, json.dumps(content)) == Extraction()


@pytest.mark.parametrize(
    "content",
    [
        '{"Statement": [{"Principal": {"Federated": ${arn}}, "Action": "sts:AssumeRoleWithWebIdentity"}]}',
        '{"Statement": [{{ statement }}], "x": {"Principal": "sts:AssumeRole"}}',
        '{"Statement": [%{ for a in b }"Principal" sts:AssumeRole %{ endfor }]}',
        '// settings\n{"Statement": [{"Principal": "x", "Action": "sts:AssumeRole",}]}',
        '{"Statement": [{"Principal": "x", "Resource": "y", "Action": "sts:AssumeRole",}]}',
        "not JSON at all, but it says sts:AssumeRole",
    ],
)
def test_passes_over_what_is_rendered_later_or_was_never_json(tmp_path: Path, content: str) -> None:
    assert read(tmp_path, content) == Extraction()


def test_a_broken_policy_is_a_problem_at_its_place(tmp_path: Path) -> None:
    content = json.dumps(TRUST, indent=2).replace('"Effect": "Allow",', '"Effect": "Allow"')
    (problem,) = read(tmp_path, content).problems
    assert (RULES[problem.cause], problem.span.line, problem.span.column) == ("invalid-json", 6, 7)
    assert "comma is missing" in problem.message


def test_duplicate_keys_are_problems(tmp_path: Path) -> None:
    content = json.dumps(TRUST).replace('"Effect": "Allow"', '"Effect": "Deny", "Effect": "Allow"')
    (problem,) = read(tmp_path, content).problems
    assert (RULES[problem.cause], problem.related[0].message) == ("duplicate-key", "this one counts")


def test_a_file_out_of_the_tree_is_a_note(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "p.json").write_text(json.dumps(TRUST))
    found = extract([tmp_path / "p.json"], Tree(inside, inside))
    assert found.documents == ()
    assert "lies outside" in found.notes[0].message


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity"},
        {"Effect": "Allow", "Principal": {}, "Action": "sts:AssumeRoleWithWebIdentity"},
        {"Effect": "Allow", "NotPrincipal": {"AWS": "*"}, "Action": ["sts:AssumeRoleWithWebIdentity"]},
        {"Principal": STATEMENT["Principal"], "Action": "sts:AssumeRoleWithWebIdentity"},
    ],
)
def test_a_grant_of_web_identity_without_a_resource_is_a_trust_policy(
    tmp_path: Path, statement: dict[str, object]
) -> None:
    content = {"Version": "2012-10-17", "Statement": [statement]}
    assert len(read(tmp_path, json.dumps(content)).documents) == 1
