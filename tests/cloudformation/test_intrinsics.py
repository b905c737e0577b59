"""What each intrinsic function makes, known and unknown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.model import Extraction
from assumelint.reported import RULES
from assumelint.text.document import to_plain

Read = Callable[..., Extraction]

TEMPLATE = """\
Parameters:
  Known: {Type: String, Default: acme}
  Open: {Type: String}
  List: {Type: CommaDelimitedList, Default: "a, b ,c"}
  OpenList: {Type: CommaDelimitedList}
  Number: {Type: Number, Default: 5}
  Empty: {Type: String, Default: ""}
  Stored: {Type: "AWS::SSM::Parameter::Value<String>", Default: /name}
  Network: {Type: "AWS::EC2::VPC::Id", Default: vpc-1}
Mappings:
  M:
    x: {k: one, l: [p, q]}
    y: {k: two}
Conditions:
  Yes: !Equals [a, a]
  No: !Not [!Condition Yes]
Resources:
  Provider: {Type: "AWS::IAM::OIDCProvider", Properties: {Url: "https://h.example/p/"}}
  OpenProvider: {Type: "AWS::IAM::OIDCProvider", Properties: {Url: !Ref Open}}
  Cluster: {Type: "AWS::EKS::Cluster"}
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          Effect: Allow
          Condition:
            StringEquals:
              v: VALUE
"""
ARN = "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/h.example/p/"


def value(found: Extraction) -> object:
    role = found.roles[0]
    assert role.node is not None
    plain = to_plain(role.node)
    for key in ("Statement", "Condition", "StringEquals", "v"):
        assert isinstance(plain, dict)
        plain = plain[key]
    return plain


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("!Ref Known", "acme"),
        ("!Ref Open", "${Open}"),
        ("!Ref List", ["a", "b", "c"]),
        ("!Ref OpenList", "${OpenList}"),
        ("!Ref Number", "5"),
        ("!Ref Empty", ""),
        ("!Ref Stored", "${Stored}"),
        ("!Ref Network", "vpc-1"),
        ("!Ref AWS::Region", "${AWS::Region}"),
        ("!Ref Cluster", "${Cluster}"),
        ("!Ref Provider", ARN),
        ("!Ref OpenProvider", "${OpenProvider}"),
        ("!GetAtt Provider.Arn", ARN),
        ("{'Fn::GetAtt': [Provider, Arn]}", ARN),
        ("!GetAtt Cluster.OpenIdConnectIssuerUrl", "${Cluster.OpenIdConnectIssuerUrl}"),
        ("!Sub 'x-${Known}-${!Known}-${Open}-$Known-${ Known }'", "x-acme-${Known}-${Open}-$Known-acme"),
        ("!Sub '${Provider.Arn}'", ARN),
        ("!Sub ['${A}-${Known}', {A: !Ref Open, Known: local}]", "${Open}-local"),
        ("!Sub '${Number}/${Empty}/'", "5//"),
        ("!Join ['-', [a, !Ref Known, !Ref Number, !Ref AWS::NoValue]]", "a-acme-5"),
        ("!Join [',', !Ref List]", "a,b,c"),
        ("!Join [',', !Ref OpenList]", "${Fn::Join:OpenList}"),
        ("!Join ['', [a, !ImportValue x]]", "a${Fn::ImportValue:x}"),
        ("!Split [',', 'a,b']", ["a", "b"]),
        ("!Split [',', !Ref Open]", "${Fn::Split:Open}"),
        ("!Select [1, !Ref List]", "b"),
        ("!Select ['2', [a, b, c]]", "c"),
        ("!Select [0, !Ref OpenList]", "${Fn::Select:OpenList}"),
        ("!Select [1, !Split ['oidc-provider/', !Ref Provider]]", "h.example/p/"),
        ("!Select [0, !Split ['/', !Sub 'a/b/${Open}']]", "a"),
        ("!Select [2, !Split ['/', !Sub 'a/b/${Open}']]", "${Fn::Select:Open}"),
        ("!Select [1, !Split ['-', !Sub '${AWS::AccountId}-x']]", "x"),
        ("!Select [1, !Split ['-', !Sub '${AWS::Region}-x']]", "${Fn::Select:AWS::Region}"),
        (
            "!Select [1, !Split ['//', !GetAtt Cluster.OpenIdConnectIssuerUrl]]",
            "${Fn::Select:Cluster.OpenIdConnectIssuerUrl}",
        ),
        ("!If [Yes, a, b]", "a"),
        ("!If [No, a, [b, !Ref AWS::NoValue]]", ["b"]),
        ("!FindInMap [M, x, k]", "one"),
        ("!FindInMap [M, x, l]", ["p", "q"]),
        ("!FindInMap [M, !Ref AWS::Partition, k]", "${Fn::FindInMap:AWS::Partition}"),
        ("{'Fn::FindInMap': [M, none, k, {DefaultValue: !Ref Known}]}", "acme"),
        ("!Base64 hello ✓", "aGVsbG8g4pyT"),
        ("!Base64 {Ref: Open}", "${Fn::Base64:Open}"),
        ("!Cidr [10.0.0.0/16, 2, 8]", ["10.0.0.0/24", "10.0.1.0/24"]),
        ("!Select [0, !Cidr [10.0.0.0/16, 2, 8]]", "10.0.0.0/24"),
        ("!Cidr [!Ref Open, 2, 8]", "${Fn::Cidr:Open}"),
        ("!Cidr [10.0.0.0/30, 9, 8]", "${Fn::Cidr}"),
        ("{'Fn::Length': !Ref List}", 3),
        ("{'Fn::Length': !Ref OpenList}", "${Fn::Length:OpenList}"),
        ("{'Fn::ToJsonString': {a: [1, !Ref Known]}}", '{"a":[1,"acme"]}'),
        ("!GetAZs ''", "${Fn::GetAZs}"),
        ("!ImportValue {'Fn::Sub': '${AWS::StackName}-oidc'}", "${Fn::ImportValue:AWS::StackName}"),
        ("!Transform {Name: Macro, Parameters: {}}", "${Fn::Transform:Macro}"),
        ("'{{resolve:ssm:/a/b:1}}'", "${resolve:ssm:/a/b:1}"),
        ("!Sub 'x{{resolve:ssm:/${Known}}}'", "x${resolve:ssm:/acme}"),
        ("yes", True),
        ("'yes'", "yes"),
        ("012345678901", "012345678901"),
        ("2012-10-17", "2012-10-17"),
        ("1_000", "1_000"),
        ("1.50", "1.50"),
        ("12345", 12345),
    ],
)
def test_a_function_makes(read: Read, expression: str, expected: object) -> None:
    found = read(TEMPLATE.replace("VALUE", expression))
    assert value(found) == expected
    assert not found.problems


@pytest.mark.parametrize(
    ("expression", "rule", "says", "at"),
    [
        ("!Ref Knwon", "undefined-reference", "'Knwon'", "Knwon"),
        ("!Sub 'a-${Knwon}'", "undefined-reference", "'Knwon'", "${Knwon}"),
        ("!Sub '${aws:username}'", "undefined-reference", "'aws:username'", "${aws:username}"),
        ("!GetAtt Nothing.Arn", "undefined-reference", "'Nothing'", "Nothing.Arn"),
        ("!If [Maybe, a, b]", "undefined-reference", "condition 'Maybe'", "Maybe"),
        ("!Select [3, [a]]", "template-error", "item 3", "3"),
        ("!FindInMap [M, z, k]", "template-error", "M.z.k", "!FindInMap"),
        ("!Concat [a]", "template-error", "no function Fn::Concat", "!Concat"),
        ("~", "template-error", "null", "~"),
        ("!Join [a]", "template-error", "Fn::Join takes", "!Join"),
        ("!Split ','", "template-error", "Fn::Split takes", "','"),
        ("!Select [a, b, c]", "template-error", "Fn::Select takes", "!Select"),
        ("!If [Yes, a]", "template-error", "Fn::If takes", "!If"),
        ("!Sub [a]", "template-error", "Fn::Sub takes", "!Sub"),
        ("!FindInMap [M, x]", "template-error", "Fn::FindInMap takes", "!FindInMap"),
        ("!GetAtt Deploy.Arn", "template-error", "refers to itself", "Deploy.Arn"),
    ],
)
def test_what_cannot_be_deployed_is_a_problem(read: Read, expression: str, rule: str, says: str, at: str) -> None:
    template = TEMPLATE.replace("VALUE", expression)
    (problem,) = read(template).problems
    assert (RULES[problem.cause], problem.role) == (rule, "Deploy")
    assert says in problem.message
    last = template.splitlines()[-1]
    assert problem.span.line == template.count("\n")
    assert problem.span.column == last.index(at) + 1


def test_a_condition_that_refers_to_itself_is_a_problem(read: Read) -> None:
    template = TEMPLATE.replace("VALUE", "!If [Loop, a, b]").replace(
        "Conditions:", "Conditions:\n  Loop: !Condition Loop"
    )
    (problem,) = read(template).problems
    assert (RULES[problem.cause], problem.span.line) == (
        "template-error",
        template.partition("Loop:")[0].count("\n") + 1,
    )


def test_a_near_miss_is_offered(read: Read) -> None:
    (problem,) = read(TEMPLATE.replace("VALUE", "!Ref Knwon")).problems
    assert problem.help == "Did you mean Known?"
    (problem,) = read(TEMPLATE.replace("VALUE", "!Sub '${aws:username}'")).problems
    assert "${!aws:username}" in problem.help


@pytest.mark.parametrize("transform", ["AWS::Serverless-2016-10-31", "[AWS::Serverless-2016-10-31, X]", "{Name: X}"])
def test_names_that_a_macro_may_add_are_not_missed(read: Read, transform: str) -> None:
    found = read(f"Transform: {transform}\n" + TEMPLATE.replace("VALUE", "!Ref FunctionRole"))
    assert value(found) == "${FunctionRole}"
    assert not found.problems


def test_kinds_of_pseudo_parameters(read: Read) -> None:
    found = read(TEMPLATE.replace("VALUE", "!Sub '${AWS::Partition}${AWS::AccountId}${AWS::Region}${AWS::URLSuffix}'"))
    policy = found.roles[0].policy
    assert policy is not None
    text = policy.statements[0].conditions[0].values.items[0]
    assert [hole.kind.value for hole in text.holes] == ["partition", "account", "region", "dns-suffix"]


@pytest.mark.parametrize(
    "key", ["!Sub '${Open}:sub'", "? {'Fn::Sub': '${Open}:sub'}\n              ", "!Join ['', [!Ref Open, ':sub']]"]
)
def test_a_function_in_a_key_is_a_problem_at_the_key(read: Read, key: str) -> None:
    template = TEMPLATE.replace("v: VALUE", f"{key}: x")
    (problem,) = read(template).problems
    assert RULES[problem.cause] == "intrinsic-in-key"
    assert problem.span.line == template.partition(key)[0].count("\n") + 1
    assert "one JSON string" in problem.help


def test_a_policy_that_is_not_json_is_a_problem_inside_the_string(read: Read) -> None:
    template = (
        "Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: !Sub |\n"
        '        {"Statement": [{"Sid": "${AWS::Region}",}]}\n'
    )
    (problem,) = read(template).problems
    assert (RULES[problem.cause], problem.span.line, problem.span.column) == ("invalid-json", 6, 48)


def test_includes_and_loops(read: Read) -> None:
    template = """\
Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList, Default: "a-1,b"}
Resources:
  Fn::ForEach::Outer:
    - Name
    - !Ref Names
    - Fn::ForEach::Inner:
        - Stage
        - [dev, prod]
        - "Role&{Name}${Stage}":
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument:
                Statement:
                  - Sid: "${Name}-${Stage}"
                    Resource: !Sub "x/${Name}/${!Name}"
"""
    found = read(template)
    assert [role.address for role in found.roles] == ["Rolea1dev", "Rolea1prod", "Rolebdev", "Rolebprod"]
    node = found.roles[0].node
    assert node is not None
    assert to_plain(node) == {"Statement": [{"Sid": "a-1-dev", "Resource": "x/a-1/${Name}"}]}
    assert {role.span.line for role in found.roles} == {11}
    assert not found.problems


def test_loop_identifiers_in_names_of_conditions_and_attributes(read: Read) -> None:
    found = read("""\
Transform: AWS::LanguageExtensions
Parameters:
  Stage: {Type: String, Default: dev, AllowedValues: [dev]}
Conditions:
  Fn::ForEach::Stages:
    - Env
    - [dev, test]
    - Is${Env}: !Equals [!Ref Stage, !Ref Env]
Resources:
  Fn::ForEach::Roles:
    - Env
    - [dev, test]
    - Provider${Env}:
        Type: AWS::IAM::OIDCProvider
        Properties: {Url: !Sub "https://${Env}.example.com"}
      Role${Env}:
        Type: AWS::IAM::Role
        Condition: Is${Env}
        Properties:
          AssumeRolePolicyDocument:
            Id: !If ["Is${Env}", "yes-${Env}", "no-${Env}"]
            Arn: !GetAtt "Provider${Env}.Arn"
""")
    arn = "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/"
    assert not found.problems
    assert {role.address: to_plain(role.node) for role in found.roles if role.node} == {
        "Roledev": {"Id": "yes-dev", "Arn": f"{arn}dev.example.com"},
        "Roletest": {"Id": "no-test", "Arn": f"{arn}test.example.com"},
    }
