"""Whatever stands in a file: roles, problems or silence, and never an exception or a hang."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assumelint.model import Extraction
from assumelint.sources.cloudformation import extract
from assumelint.sources.cloudformation.decode import decode
from assumelint.sources.inputs import Inputs
from assumelint.sources.read.yaml_text import scalar_text
from assumelint.sources.read.yaml_tree import Raw, RawList, RawMap, RawScalar
from assumelint.text import Piece
from assumelint.text.document import to_plain
from assumelint.text.index import whole
from assumelint.text.tree import Tree

SEED = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::LanguageExtensions
Parameters:
  Org: {Type: String, Default: acme}
  Env: {Type: String, AllowedValues: [dev, prod]}
  Repos: {Type: CommaDelimitedList, Default: "a,b"}
Mappings: {M: {dev: {k: x}, prod: {k: [y, z]}}}
Conditions:
  Prod: !Equals [!Ref Env, prod]
  Any: !Or [!Condition Prod, !Not [{Condition: Prod}]]
Resources:
  Provider: &p
    Type: AWS::IAM::OIDCProvider
    Properties: {Url: !Sub "https://${Org}", ClientIdList: [sts.amazonaws.com]}
  Fn::ForEach::L:
    - N
    - !Ref Repos
    - "R${N}":
        Type: AWS::IAM::Role
        Condition: Any
        Properties:
          AssumeRolePolicyDocument: !Sub |
            {"Version": "2012-10-17", "Statement": [{"Principal": {"Federated": "${Provider}"},
              "Condition": {"StringLike": {"x:sub": ["repo:${Org}/${N}:*"]}}}]}
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Principal: {Federated: !If [Prod, !GetAtt Provider.Arn, !Ref AWS::NoValue]}
            Action: !Split [",", !Join [",", [a, !FindInMap [M, !Ref Env, k]]]]
            Sid: !Select [0, !Split ["/", !Sub ["${a}/${Org}", {a: !Base64 x}]]]
            <<: {Effect: Allow}
"""
NOISE = st.sampled_from(
    [
        *(
            '"',
            "'",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\n",
            "  ",
            "\t",
            "#",
            "*p",
            "&p ",
            "<<: *p",
            "!Sub ",
            "!Ref ",
            "!",
            "|",
            ">-",
        ),
        *(
            "${",
            "}",
            "${AWS::AccountId}",
            "{{resolve:ssm:x}}",
            "\u2028",
            "\x00",
            "\ufdd0",
            "\r",
            "~",
            "---\n",
            "Fn::If",
        ),
        *("!GetAtt ", "!Join ", "!FindInMap ", "!Select ", "!Split ", "!If ", "Fn::ForEach::X", "Fn::Transform", "? "),
    ]
)


def extracted(content: str, name: str = "t.yaml") -> Extraction:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content.encode("utf-8", "surrogatepass"))
        return extract([path], Tree(Path(folder), Path(folder)), Inputs())


def check(found: Extraction) -> None:
    for role in found.roles:
        if role.node is not None:
            json.dumps(to_plain(role.node))
    for problem in found.problems:
        assert problem.span.line >= 1
        assert problem.span.column >= 1
        assert problem.message


@settings(deadline=None, max_examples=250)
@given(st.lists(st.tuples(st.integers(0, len(SEED)), st.integers(0, 12), NOISE | st.text(max_size=3)), max_size=4))
def test_mutated_templates(edits: list[tuple[int, int, str]]) -> None:
    content = SEED
    for at, length, text in edits:
        content = content[:at] + text + content[at + length :]
    check(extracted(content))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(SEED.splitlines(keepends=True)), max_size=40))
def test_shuffled_templates(lines: list[str]) -> None:
    check(extracted("".join(lines)))


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=6)
    | st.sampled_from(["Org", "Env", "Prod", "M", "${Org}"])
)
FUNCTIONS = st.sampled_from(
    [
        *(
            "Ref",
            "Condition",
            "Fn::Sub",
            "Fn::GetAtt",
            "Fn::Join",
            "Fn::Split",
            "Fn::Select",
            "Fn::If",
            "Fn::FindInMap",
        ),
        *("Fn::Base64", "Fn::Cidr", "Fn::Length", "Fn::ToJsonString", "Fn::Transform", "Fn::ForEach::X", "Fn::Equals"),
    ]
)
EXPRESSIONS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FUNCTIONS | st.text(max_size=3), inner, max_size=2),
    max_leaves=12,
)


@settings(deadline=None, max_examples=250)
@given(EXPRESSIONS, EXPRESSIONS, EXPRESSIONS)
def test_any_expression_anywhere(policy: object, condition: object, properties: object) -> None:
    template = {
        "Parameters": {"Org": {"Type": "String", "Default": "x"}, "Env": {"Type": "String"}, "Odd": condition},
        "Mappings": {"M": condition},
        "Conditions": {"Prod": condition, "Fn::ForEach::C": properties},
        "Resources": {
            "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": policy}},
            "S": {
                "Type": "AWS::IAM::Role",
                "Condition": "Prod",
                "Properties": {"AssumeRolePolicyDocument": {"a": policy}},
            },
            "P": {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": policy, "ClientIdList": properties}},
            "N": {"Type": "AWS::CloudFormation::Stack", "Properties": properties},
            "T": properties,
        },
        "Globals": properties,
    }
    check(extracted(json.dumps(template), "t.json"))


@settings(deadline=None, max_examples=300)
@given(
    st.text(st.sampled_from("ab\"\\ \n\t'#:{}\u00e9\u2028"), max_size=40), st.sampled_from(['"', "'", "|", ">", None])
)
def test_the_text_of_a_scalar_is_what_yaml_says_and_each_exact_character_is_where_it_is(
    value: str, style: str | None
) -> None:
    content = yaml.safe_dump({"k": [{"x": value}]}, default_style=style, width=30, allow_unicode=True, indent=3)
    decoded = decode(whole(content, "t.yaml"))
    assert decoded is not None
    scalar = last_scalar(decoded.root)
    text = scalar_text(scalar)
    assert text.literal == scalar.value
    lines = content.split("\n")
    for part in text.parts:
        assert isinstance(part, Piece)
        if part.exact:
            for offset, char in enumerate(part.text):
                span = part.cut(offset, offset + 1).span
                assert (lines[span.line - 1] + "\n")[span.column - 1] == char


def last_scalar(raw: Raw) -> RawScalar:
    match raw:
        case RawMap(entries):
            return last_scalar(entries[-1][1])
        case RawList(items):
            return last_scalar(items[-1])
        case RawScalar():
            return raw
    raise AssertionError(raw)
