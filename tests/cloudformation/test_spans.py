"""A finding points at the very characters: the same wrong value, in every form a policy is written in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from assumelint.model import Condition, Extraction, Form, Principal
from assumelint.text import Text

YAML_OBJECT = """\
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: {Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/gitlab.com"}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals: {"gitlab.com:aud": wrong}
"""
YAML_SUB = """\
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: !Sub |
        {"Version": "2012-10-17", "Statement": [{
          "Effect": "Allow",
          "Principal": {"Federated": "arn:aws:iam::${AWS::AccountId}:oidc-provider/gitlab.com"},
          "Action": "sts:AssumeRoleWithWebIdentity",
          "Condition": {"StringEquals": {"gitlab.com:aud": "wrong"}}
        }]}
"""
YAML_FOLDED = YAML_SUB.replace("!Sub |", "!Sub >-")
YAML_QUOTED = """\
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Fn::Sub: "{\\"Version\\": \\"2012-10-17\\", \\"Statement\\": [{
          \\"Effect\\": \\"Allow\\",
          \\"Principal\\": {\\"Federated\\": \\"arn:aws:iam::${AWS::AccountId}:oidc-provider/gitlab.com\\"},
          \\"Action\\": \\"sts:AssumeRoleWithWebIdentity\\",
          \\"Condition\\": {\\"StringEquals\\": {\\"gitlab.com:aud\\": \\"wrong\\"}}
        }]}"
"""
YAML_SINGLE = YAML_QUOTED.replace('Fn::Sub: "', "Fn::Sub: '").replace('\\"', '"').replace('}]}"', "}]}'")
JSON_OBJECT = """\
{
  "Resources": {
    "Deploy": {
      "Type": "AWS::IAM::Role",
      "Properties": {
        "AssumeRolePolicyDocument": {
          "Version": "2012-10-17",
          "Statement": {
            "Effect": "Allow",
            "Principal": {"Federated": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:oidc-provider/gitlab.com"}},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {"StringEquals": {"gitlab.com:aud": "wrong"}}
          }
        }
      }
    }
  }
}
"""
JSON_JOIN = """\
{"Resources": {"Deploy": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Fn::Join": ["", [
  "{\\"Statement\\": [{\\"Effect\\": \\"Allow\\", \\"Principal\\": {\\"Federated\\": \\"arn:aws:iam::",
  {"Ref": "AWS::AccountId"},
  ":oidc-provider/gitlab.com\\"}, \\"Action\\": \\"sts:AssumeRoleWithWebIdentity\\", \\"Condition\\":",
  " {\\"StringEquals\\": {\\"gitlab.com:aud\\": \\"wrong\\"}}}]}"
]]}}}}}
"""
JSON_STRING = """\
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Fn::ToJsonString:
          Statement:
            Effect: Allow
            Principal: {Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/gitlab.com"}
            Action: sts:AssumeRoleWithWebIdentity
            Condition: {StringEquals: {"gitlab.com:aud": wrong}}
"""
EVERY_FORM = {
    "yaml object": (YAML_OBJECT, "wrong", Form.YAML),
    "sub literal": (YAML_SUB, '"wrong"', Form.JSON),
    "sub folded": (YAML_FOLDED, '"wrong"', Form.JSON),
    "sub double quoted": (YAML_QUOTED, '\\"wrong\\"', Form.JSON),
    "sub single quoted": (YAML_SINGLE, '"wrong"', Form.JSON),
    "json object": (JSON_OBJECT, '"wrong"', Form.JSON),
    "json join": (JSON_JOIN, '\\"wrong\\"', Form.JSON),
    "to json string": (JSON_STRING, "wrong", Form.JSON),
}


def parts(found: Extraction) -> tuple[Principal, Condition, Text]:
    (role,) = found.roles
    assert role.policy is not None
    (statement,) = role.policy.statements
    assert statement.principals is not None
    return statement.principals[0], statement.conditions[0], statement.conditions[0].values.items[0]


def place(template: str, wanted: str) -> tuple[int, int, int, int]:
    before, _, _ = template.partition(wanted)
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return line, column, line, column + len(wanted)


@pytest.mark.parametrize("name", EVERY_FORM)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_value_stands_where_it_is_written(read: Callable[..., Extraction], name: str, ending: str, mark: str) -> None:
    template, wanted, form = EVERY_FORM[name]
    found = read(a__yaml=mark + template.replace("\n", ending))
    assert not found.problems
    principal, condition, value = parts(found)
    span = value.span
    assert (span.line, span.column, span.end_line, span.end_column) == place(template, wanted)
    assert condition.form is form
    assert str(principal.value) == "arn:aws:iam::${AWS::AccountId}:oidc-provider/gitlab.com"
    assert [hole.kind.value for hole in principal.value.holes] == ["account"]


@pytest.mark.parametrize("name", ["yaml object", "sub literal", "sub folded", "sub single quoted", "json object"])
def test_part_of_a_value_has_a_place_of_its_own(read: Callable[..., Extraction], name: str) -> None:
    template, _, _ = EVERY_FORM[name]
    principal, _, _ = parts(read(template))
    host = principal.value.flat.index("gitlab.com")
    span = principal.value.span_of(host)
    assert (span.line, span.column, span.end_line, span.end_column) == place(template, "gitlab.com")


def test_the_role_stands_at_its_logical_id(read: Callable[..., Extraction]) -> None:
    (role,) = read(JSON_OBJECT).roles
    assert (role.span.line, role.span.column, role.span.end_column) == (3, 5, 13)
    (role,) = read(YAML_OBJECT).roles
    assert (role.span.line, role.span.column, role.span.end_column) == (2, 3, 9)


def test_a_line_separator_in_a_string_moves_nothing(read: Callable[..., Extraction]) -> None:
    template = YAML_OBJECT.replace("Resources:", 'Description: "a\u2028b\u0085c"\nResources:', 1)
    _, _, value = parts(read(template))
    assert value.span.line == place(template, "wrong")[0]


def test_astral_characters_count_as_one_column(read: Callable[..., Extraction]) -> None:
    template = YAML_OBJECT.replace("StringEquals: {", 'StringEquals: {"\U0001f600": x, ')
    _, condition, _ = parts(read(template))
    assert condition.key.span.column == place(template, '"\U0001f600"')[1]
    (role,) = read(template).roles
    assert role.policy is not None
    second = role.policy.statements[0].conditions[1].values.items[0]
    assert second.span.column == place(template, "wrong")[1]


def test_a_json_template_in_tabs_is_read(read: Callable[..., Extraction]) -> None:
    template = JSON_OBJECT.replace("  ", "\t")
    _, _, value = parts(read(template))
    assert (value.span.line, value.span.column) == place(template, '"wrong"')[:2]


def test_a_parameter_stands_where_its_default_is_written(read: Callable[..., Extraction]) -> None:
    template = "Parameters:\n  Aud: {Type: String, Default: wrong}\n" + YAML_OBJECT.replace("wrong", "!Ref Aud")
    _, _, value = parts(read(template))
    assert value.literal == "wrong"
    assert (value.span.line, value.span.column) == place(template, "wrong")[:2]


@pytest.mark.parametrize("name", EVERY_FORM)
def test_the_parser_in_python_serves_where_libyaml_is_missing(
    read: Callable[..., Extraction], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assumelint.sources.read.yaml.LOADER", yaml.SafeLoader)
    template, wanted, _ = EVERY_FORM[name]
    content = template.replace("  ", "\t") if name == "json object" else template
    found = read(content)
    assert not found.problems
    _, _, value = parts(found)
    assert (value.span.line, value.span.column) == place(content, wanted)[:2]
