"""What is a template and what is not, what goes wrong in reading one, and where."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assumelint.model import Extraction
from assumelint.reported import RULES
from assumelint.sources.cloudformation import extract
from assumelint.sources.inputs import Inputs
from assumelint.sources.registry.discover import discover
from assumelint.text.document import Mapping, to_plain
from assumelint.text.tree import Tree

Read = Callable[..., Extraction]

ROLE = """\
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: []}
"""


@pytest.mark.parametrize(
    "content",
    [
        "apiVersion: v1\nkind: ConfigMap\ndata: {a: 'AWS::IAM::Role'}\n",
        "apiVersion: v1\nkind: A\n---\nkind: B\nx: AWS::IAM::Role\n",
        "# Type: AWS::IAM::Role\nservices: {web: {image: nginx}}\n",
        "{{- if .Values.x }}\nType: AWS::IAM::Role\n{{ end }}\n",
        "Resources:\n  {% for r in roles %}\n  {{ r }}:\n    Type: AWS::IAM::Role\n  {% endfor %}\n",
        "Resources: [AWS::IAM::Role]\n",
        "Resources: {a: {Type: text}, b: 'AWS::IAM::Role'}\n",
        '["AWS::IAM::Role"]',
        '{"ResourceTypes": {"AWS::IAM::Role": {}}}',
        "AWS::IAM::Role",
        "a: !!python/object:x [AWS::IAM::Role]",
        "a: \x00 AWS::IAM::Role",
        "kind: ConfigMap\ndata:\n  t: |\n    Resources:\n      R: {Type: 'AWS::IAM::Role'}\n---\nkind: Other\n",
    ],
)
def test_other_files_pass_in_silence(read: Read, content: str) -> None:
    assert read(content) == Extraction()


@pytest.mark.parametrize(
    ("template", "line", "column", "says"),
    [
        (ROLE + "     bad: x\n", 6, 6, "did not find expected key"),
        (ROLE.replace("    Type", "\tType"), 3, 1, "cannot start any token"),
        (ROLE.replace("{Version", "{Version: *none, x"), 5, 43, '"*none" refers to no anchor'),
        (ROLE + "  Loop: &a [*a]\n", 6, 13, "stands inside what it refers to"),
        (ROLE + "---\nResources: {}\n", 6, 1, "a second document"),
        (ROLE.replace("[]}", "[}"), 5, 67, "did not find"),
        (ROLE.replace("[]", "[" * 300 + "]" * 300), 5, 261, "nested more than 200 levels"),
        (ROLE.replace("[]", "!!python/name:os.system []"), 5, 66, "!!python/name:os.system is no tag"),
    ],
)
def test_a_template_that_is_not_yaml_is_a_problem(read: Read, template: str, line: int, column: int, says: str) -> None:
    (problem,) = read(template).problems
    assert RULES[problem.cause] == "syntax-error"
    assert says in problem.message
    assert (problem.span.line, problem.span.column) == (line, column)


def test_a_template_that_is_not_json_is_told_by_the_json_reader(read: Read) -> None:
    content = '{\n "Resources": {\n  "Deploy": {"Type": "AWS::IAM::Role",\n   "Properties": {"a" 1}\n  }\n }\n}\n'
    (problem,) = read(content).problems
    assert (RULES[problem.cause], problem.span.line, problem.span.column) == ("syntax-error", 4, 23)
    assert '":" expected' in problem.message


def test_a_json_template_that_only_yaml_takes_is_read(read: Read) -> None:
    found = read(
        '{"Resources": {"R": {"Type": "AWS::IAM::Role",\n'
        ' "Properties": {"AssumeRolePolicyDocument": {"Statement": []},}}}}'
    )
    assert [role.address for role in found.roles] == ["R"]
    assert not found.problems


def test_json_that_yaml_takes_for_something_else_is_a_problem(read: Read) -> None:
    (problem,) = read('{ /* roles */ "Resources": {"R": {"Type": "AWS::IAM::Role"}}}').problems
    assert (RULES[problem.cause], problem.span.line, problem.span.column) == ("syntax-error", 1, 3)


def test_json_on_one_line_that_is_not_closed_is_a_problem(read: Read) -> None:
    (problem,) = read('{"Metadata": {}, "Resources": {"R": {"Type": "AWS::IAM::Role"}').problems
    assert RULES[problem.cause] == "syntax-error"


def test_what_only_json_can_write_is_read_in_its_place(read: Read) -> None:
    found = read(
        '{"Description": "\\ud83d\\ude00", "Resources": {"R": {"Type": "AWS::IAM::Role", "Properties":\n'
        '{"AssumeRolePolicyDocument": {"Id": "a\\ud83d\\ude00b", "Version": "2012-10-17"}}}}}'
    )
    (role,) = found.roles
    assert not found.problems
    assert role.node is not None
    assert to_plain(role.node) == {"Id": "a\U0001f600b", "Version": "2012-10-17"}
    assert (role.span.line, role.span.column) == (1, 47)
    version = role.node.get("Version") if isinstance(role.node, Mapping) else None
    assert version is not None
    assert (version.span.line, version.span.column) == (2, 66)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_template_in_another_encoding_is_a_problem(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "t.yaml").write_bytes(("Description: caf\xe9\n" + ROLE).encode(encoding))
    (files,) = discover([tmp_path], tmp_path, tmp_path, lambda _: lambda _: False).files.values()
    (problem,) = extract(files, Tree(tmp_path, tmp_path), Inputs()).problems
    assert (RULES[problem.cause], problem.span.line) == ("syntax-error", 1)
    assert "UTF-8" in problem.message


def test_the_other_files_are_still_read(read: Read) -> None:
    found = read(a__yaml=ROLE + "     bad: x\n", b__yaml=ROLE)
    assert [role.span.file for role in found.roles] == ["b.yaml"]
    assert [problem.span.file for problem in found.problems] == ["a.yaml"]


@pytest.mark.parametrize(
    ("properties", "says", "line"),
    [
        ("{RoleName: x}", "the role has no AssumeRolePolicyDocument", 2),
        ("{AssumeRolePolicyDocument: }", "AssumeRolePolicyDocument is null", 4),
        ("{AssumeRolePolicyDocument: [a]}", "is a list", 4),
        ("{AssumeRolePolicyDocument: true}", "is true", 4),
    ],
)
def test_a_role_without_a_policy_is_a_problem(read: Read, properties: str, says: str, line: int) -> None:
    found = read(f"Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties: {properties}\n")
    (problem,) = found.problems
    assert (RULES[problem.cause], problem.span.line) == ("template-error", line)
    assert says in problem.message


def test_a_bomb_of_aliases_ends_in_a_problem(read: Read) -> None:
    lines = ["Metadata:", "  a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"  a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 12)]
    template = "\n".join(lines) + "\n" + ROLE.replace("[]", "*a11")
    start = time.process_time()
    found = read(template)
    assert time.process_time() - start < 3
    (problem,) = found.problems
    assert "allowed size" in problem.message
    assert [role.node for role in found.roles] == [None]


def test_nested_aliases_do_not_blow_the_stack(read: Read) -> None:
    lines = ["Metadata:", "  a0: &a0 " + "[" * 90 + "]" * 90]
    lines += [f"  a{n}: &a{n} " + "[" * 90 + f"*a{n - 1}" + "]" * 90 for n in range(1, 60)]
    (problem,) = read("\n".join(lines) + "\n" + ROLE.replace("[]", "*a59")).problems
    assert "nested more than" in problem.message


def test_anchors_and_merge_keys(read: Read) -> None:
    template = """\
Base: &base {Effect: Allow, Action: "sts:AssumeRole", Sid: base}
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - {<<: *base, Sid: own}
          - {Sid: own, <<: [{Sid: x, Effect: Deny}, *base]}
          - *base
"""
    (role,) = read(template).roles
    assert role.node is not None
    base = {"Effect": "Allow", "Action": "sts:AssumeRole", "Sid": "base"}
    assert to_plain(role.node) == {"Statement": [base | {"Sid": "own"}, base | {"Effect": "Deny", "Sid": "own"}, base]}


def test_the_last_of_duplicates_counts_and_the_first_is_a_problem(read: Read) -> None:
    policy = "{Statement: {Sid: a, Sid: b}}"
    found = read(
        f"Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties: {{AssumeRolePolicyDocument: {policy}}}\n"
    )
    (problem,) = found.problems
    assert (RULES[problem.cause], problem.span.column, problem.related[0].span.column) == ("duplicate-key", 57, 65)
    assert to_plain(found.roles[0].node or problem.span) == {"Statement": {"Sid": "b"}}  # type: ignore[arg-type]


def test_duplicates_inside_a_json_string(read: Read) -> None:
    template = ROLE.replace("{Version: 2012-10-17, Statement: []}", """'{"Statement": {"Sid": "a", "Sid": "b"}}'""")
    (problem,) = read(template).problems
    assert (RULES[problem.cause], problem.span.line, problem.span.column) == ("duplicate-key", 5, 49)


def test_a_cdk_template_names_its_constructs(read: Read) -> None:
    template = {
        "Resources": {
            "Gh1": {
                "Type": "Custom::AWSCDKOpenIdConnectProvider",
                "Properties": {"Url": "https://gitlab.com", "ClientIDList": ["a"]},
            },
            "R1": {
                "Type": "AWS::IAM::Role",
                "Metadata": {"aws:cdk:path": "Stack/Deploy/Resource"},
                "Properties": {
                    "RoleName": "deploy",
                    "AssumeRolePolicyDocument": {"Statement": {"Principal": {"Federated": {"Ref": "Gh1"}}}},
                },
            },
        }
    }
    found = read(json.dumps(template, indent=1))
    (role,), (provider,) = found.roles, found.providers
    assert (role.alias, str(role.name)) == ("Stack/Deploy/Resource", "deploy")
    assert provider.client_ids is not None
    assert ([str(item) for item in provider.client_ids.items], str(provider.url)) == (["a"], "https://gitlab.com")
    assert role.policy is not None
    assert role.policy.statements[0].principals is not None
    principal = role.policy.statements[0].principals[0]
    assert str(principal.value).endswith(":oidc-provider/gitlab.com")


def test_sam_functions_inherit_from_globals(read: Read) -> None:
    template = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: [{Sid: global}]}
Resources:
  Plain: {Type: "AWS::Serverless::Function"}
  Own: {Type: "AWS::Serverless::Function", Properties: {AssumeRolePolicyDocument: {Statement: [{Sid: own}]}}}
  Given: {Type: "AWS::Serverless::Function", Properties: {Role: "arn:aws:iam::123456789012:role/x"}}
  Other: {Type: "AWS::Serverless::StateMachine"}
"""
    found = read(template)
    assert {role.address: to_plain(role.node) for role in found.roles if role.node is not None} == {
        "Plain": {"Version": "2012-10-17", "Statement": [{"Sid": "global"}]},
        "Own": {"Version": "2012-10-17", "Statement": [{"Sid": "global"}, {"Sid": "own"}]},
    }


def test_a_document_after_an_empty_one_is_a_problem(read: Read) -> None:
    (problem,) = read("---\n---\n" + ROLE).problems
    assert (RULES[problem.cause], problem.span.line) == ("syntax-error", 2)


def test_what_a_template_writes_twice_is_lost(read: Read) -> None:
    more = ROLE.replace("Deploy", "Other").replace(
        "    Properties", "    Metadata: {}\n    Metadata: {a: b}\n    Type: AWS::IAM::Role\n    Properties"
    )
    found = read(ROLE + more + "      AssumeRolePolicyDocument: {Version: 2008-10-17}\n")
    assert [(role.address, to_plain(role.node)) for role in found.roles if role.node is not None] == [
        ("Other", {"Version": "2008-10-17"})
    ]
    assert [(RULES[problem.cause], problem.span.line, problem.role) for problem in found.problems] == [
        ("duplicate-key", 1, ""),
        ("duplicate-key", 8, "Other"),
        ("duplicate-key", 13, "Other"),
    ]
