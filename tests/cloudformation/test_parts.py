"""Templates made of several files and strings: nested stacks, stack sets, includes, serverless.yml, parameter files."""

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
from assumelint.text.document import Plain, to_plain
from assumelint.text.tree import Tree

Read = Callable[..., Extraction]

CHILD = """\
Parameters:
  Subject: {Type: CommaDelimitedList, Default: none}
  Provider: {Type: String}
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: {Sid: !Ref Subject, Principal: {Federated: !Ref Provider}}}
"""
PROVIDER = """\
Resources:
  P: {Type: "AWS::IAM::OIDCProvider", Properties: {Url: "https://gitlab.com"}}
Outputs:
  Arn: {Value: !Ref P}
"""
PARENT = """\
Resources:
  Provider: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: provider.yaml}}
  One:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./child.yaml
      Parameters: {Subject: a, Provider: !GetAtt Provider.Outputs.Arn}
  Two:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: child.yaml
      Parameters: {Subject: !Join [",", [b, c]], Provider: !Sub "${Provider.Outputs.Arn}"}
"""
ARN = "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/gitlab.com"


def policies(found: Extraction) -> list[tuple[str, str, Plain]]:
    return [(role.span.file, role.variant, None if role.node is None else to_plain(role.node)) for role in found.roles]


def test_a_nested_template_is_seen_through_each_of_its_uses(read: Read) -> None:
    found = read(parent__yaml=PARENT, child__yaml=CHILD, provider__yaml=PROVIDER)
    assert policies(found) == [
        ("child.yaml", "", {"Statement": {"Sid": ["a"], "Principal": {"Federated": ARN}}}),
        ("child.yaml", "use 2 of this template", {"Statement": {"Sid": ["b", "c"], "Principal": {"Federated": ARN}}}),
    ]
    assert [provider.span.file for provider in found.providers] == ["provider.yaml"]
    assert not found.problems


def test_a_template_that_nests_itself_ends(read: Read) -> None:
    loop = CHILD + '  S: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: t.yaml}}\n'
    assert len(read(loop).roles) == 1
    first = loop.replace("t.yaml", "b.yaml")
    assert len(read(a__yaml=first, b__yaml=loop.replace("t.yaml", "a.yaml")).roles) >= 1


@pytest.mark.parametrize("url", ["https://s3.amazonaws.com/x/child.yaml", "../outside.yaml", "missing.yaml", "!Ref X"])
def test_what_is_not_at_hand_is_not_followed(tmp_path: Path, url: str) -> None:
    folder = tmp_path / "tree"
    folder.mkdir()
    (tmp_path / "outside.yaml").write_text(CHILD)
    template = f'Resources:\n  S: {{Type: "AWS::CloudFormation::Stack", Properties: {{TemplateURL: {url}}}}}\n'
    (folder / "t.yaml").write_text(template)
    found = extract([folder / "t.yaml"], Tree(folder, folder), Inputs())
    assert (found.roles, found.problems) == ((), ())


def test_cdk_names_the_file_of_a_nested_stack(read: Read) -> None:
    parent = {
        "Resources": {
            "S": {
                "Type": "AWS::CloudFormation::Stack",
                "Properties": {"TemplateURL": {"Fn::Sub": "https://${AWS::Region}/x"}, "Parameters": {"Subject": "a"}},
                "Metadata": {"aws:asset:path": "child.yaml", "aws:asset:property": "TemplateURL"},
            }
        }
    }
    found = read(json.dumps(parent), child__yaml=CHILD)
    assert policies(found)[0][2] == {"Statement": {"Sid": ["a"], "Principal": {"Federated": "${Provider}"}}}


def test_a_stack_sets_body_is_a_template_of_its_own(read: Read) -> None:
    body = "\n".join("        " + line for line in CHILD.splitlines())
    template = f"""\
Resources:
  Set:
    Type: AWS::CloudFormation::StackSet
    Properties:
      Parameters: [{{ParameterKey: Subject, ParameterValue: x}}]
      TemplateBody: |
{body}
"""
    found = read(template)
    (role,) = found.roles
    assert (role.span.line, role.span.column) == (11, 11)
    assert policies(found)[0][2] == {"Statement": {"Sid": ["x"], "Principal": {"Federated": "${Provider}"}}}
    assert role.policy is not None
    (element, _) = role.policy.statements[0].elements
    assert (element.name.span.line, element.name.span.column) == (14, 54)


def test_a_broken_body_is_a_problem_at_its_place(read: Read) -> None:
    template = """\
Resources:
  Set:
    Type: AWS::CloudFormation::StackSet
    Properties:
      TemplateBody: |
        Resources:
          - R
         bad
"""
    (problem,) = read(template).problems
    assert (RULES[problem.cause], problem.span.line) == ("syntax-error", 8)


def test_a_local_include_is_taken_in(tmp_path: Path) -> None:
    (tmp_path / "trust.yaml").write_text("Statement: {Sid: {Ref: 'AWS::Region'}}\n")
    (tmp_path / "t.yaml").write_text(
        "Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument:\n"
        "        Fn::Transform: {Name: AWS::Include, Parameters: {Location: trust.yaml}}\n"
        "  S:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument:\n"
        "        Version: x\n        Fn::Transform: {Name: AWS::Include, Parameters: {Location: trust.yaml}}\n"
        "  T:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument:\n"
        "        Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://x/trust.yaml}}\n"
    )
    found = extract([tmp_path / "t.yaml"], Tree(tmp_path, tmp_path), Inputs())
    statement = {"Sid": "${AWS::Region}"}
    assert [policy for _, _, policy in policies(found)] == [
        {"Statement": statement},
        {"Version": "x", "Statement": statement},
        None,
    ]


SERVERLESS = """\
service: worker
custom: {org: acme}
resources:
  Parameters: {Team: {Type: String, Default: ops}}
  Resources:
    R:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Statement: {Sid: "${self:custom.no}-${opt:stage, 'dev'}", Id: !Sub "${Team}-${AWS::Region}", X: "${param:y}"}
"""


def test_variables_of_the_serverless_framework_are_unknown(read: Read) -> None:
    found = read(serverless__yml=SERVERLESS)
    assert policies(found)[0][2] == {
        "Statement": {
            "Sid": "${self:custom.no}-${opt:stage, 'dev'}",
            "Id": "ops-${AWS::Region}",
            "X": "${param:y}",
        }
    }
    assert not found.problems
    (role,) = found.roles
    assert role.policy is not None
    sid = role.policy.statements[0].sid
    assert sid is not None
    assert [hole.reference for hole in sid.holes] == ["self:custom.no", "opt:stage, 'dev'"]


def test_a_serverless_yml_refers_to_itself(read: Read) -> None:
    found = read(
        serverless__yml="""\
service: worker
provider: {name: aws, stage: dev}
custom:
  org: acme
  repositories: [one, "${self:custom.org}/two"]
  subject: repo:${self:custom.repositories.1}
  circle: a${self:custom.circle}
resources: ["${file(roles.yml)}"]
""",
        roles__yml="""\
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        - Sid: "${self:custom.subject}:*"
        - ${self:custom.repositories}
        - !Sub "${self:service}-${AWS::Region}"
        - ${self:custom.circle}-${self:provider.stage}
""".replace("Document:\n        - Sid", "Document:\n        Statement:\n        - Sid"),
    )
    (policy,) = (policy for _, _, policy in policies(found))
    assert policy == {
        "Statement": [
            {"Sid": "repo:acme/two:*"},
            ["one", "acme/two"],
            "worker-${AWS::Region}",
            "aa${self:custom.circle}-${self:provider.stage}",
        ]
    }


def test_references_that_grow_without_bounds_stay_unknown(read: Read) -> None:
    lines = [f"  a{number}: ${{self:custom.a{number + 1}}}${{self:custom.a{number + 1}}}" for number in range(500)]
    start = time.process_time()
    found = read(
        serverless__yml="\n".join(["service: x", "custom:", *lines, SERVERLESS.partition("acme}\n")[2]]).replace(
            "${self:custom.no}", "${self:custom.a0}"
        )
    )
    assert len(found.roles) == 1
    assert time.process_time() - start < 5


SERVICE_OF_FILES = """\
service: worker
provider: {name: aws, stage: dev}
custom: ${file(custom.yml)}
resources:
  Resources:
    A: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: "${file(trust.yml)}"}}
    B:
      Type: AWS::IAM::Role
      Properties: {AssumeRolePolicyDocument: {Statement: "${file(./trust.yml):Statement}"}}
    C: ${file(role.json):C}
    D:
      Type: AWS::IAM::Role
      Properties: {AssumeRolePolicyDocument: {Statement: ["${file(trust.yml):Statement.0}"]}}
"""
TRUST_FILE = "Statement:\n  - Sid: ${self:custom.org}-${self:custom.subjects.0}\n"


def test_a_file_that_is_included_keeps_the_variables_of_the_service(read: Read) -> None:
    found = read(
        serverless__yml=SERVICE_OF_FILES,
        custom__yml='org: acme\nsubjects: ["x/${self:custom.org}/${file(custom.yml):org}"]\n',
        trust__yml=TRUST_FILE,
        role__json=json.dumps(
            {"C": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": "${file(trust.yml)}"}}}
        ),
    )
    assert [role.address for role in found.roles] == ["A", "B", "C", "D"]
    assert [policy for _, _, policy in policies(found)] == [{"Statement": [{"Sid": "acme-x/acme/acme"}]}] * 4
    assert not found.problems


@pytest.mark.parametrize(
    ("custom", "sid"),
    [
        ("org: ${opt:stage, 'dev'}", "${opt:stage, 'dev'}"),
        ("org: ${sls:stage}", "${sls:stage}"),
        ("org: ${ssm:/org}", "${ssm:/org}"),
        ("org: ${env:ORG}", "${env:ORG}"),
        ("org: ${file(none.yml):org, 'x'}", "${file(none.yml):org, 'x'}"),
        ("org: ${file(code.js):org}", "${file(code.js):org}"),
        ("org: ${self:custom.${opt:stage}.org}", "${self:custom.opt:stage.org}"),
        ("other: x", "${self:custom.org}"),
    ],
)
def test_what_no_file_tells_is_a_hole(read: Read, custom: str, sid: str) -> None:
    found = read(
        serverless__yml=SERVICE_OF_FILES.partition("    B:")[0],
        custom__yml=custom + "\n",
        trust__yml="Statement: [{Sid: '${self:custom.org}'}]\n",
        code__js="module.exports = { org: 'x' }",
    )
    ((_, _, policy),) = policies(found)
    assert policy == {"Statement": [{"Sid": sid}]}


def test_files_that_include_each_other_end(read: Read) -> None:
    found = read(
        serverless__yml=SERVICE_OF_FILES.partition("    B:")[0],
        custom__yml="org: ${file(custom.yml)}\n",
        trust__yml="${file(trust.yml)}\n",
    )
    assert [role.address for role in found.roles] == ["A"]


def test_files_of_a_serverless_yml_are_listed_once(read: Read) -> None:
    listed = SERVERLESS.replace("resources:\n  Parameters", "resources:\n - Parameters").replace(
        "  Resources:\n", "   Resources:\n"
    )
    more = "Resources:\n  M: {Type: 'AWS::IAM::Role', Properties: {AssumeRolePolicyDocument: {Statement: []}}}\n"
    found = read(serverless__yml=listed + " - ${file(more.yml)}\n", more__yml=more)
    assert sorted(role.address for role in found.roles) == ["M", "R"]


def test_parameter_files_in_each_form(read: Read) -> None:
    template = CHILD.replace("Sid: !Ref Subject", "Sid: !Join ['|', !Ref Subject]")
    forms = [
        [{"ParameterKey": "Subject", "ParameterValue": "a,b"}, {"ParameterKey": "Provider", "UsePreviousValue": True}],
        {"Parameters": {"Subject": "a,b"}},
        ["Subject=a,b", "Else=x"],
    ]
    for form in forms:
        inputs = Inputs(var_files=(Path("parameters.json"),))
        found = read_with(read, template, json.dumps(form), inputs)
        assert policies(found)[0][2] == {"Statement": {"Sid": "a|b", "Principal": {"Federated": "${Provider}"}}}


def read_with(read: Read, template: str, parameters: str, inputs: Inputs) -> Extraction:
    return read(template, inputs, parameters__json=parameters)


def test_a_broken_parameter_file_is_a_problem(read: Read) -> None:
    found = read_with(read, CHILD, '{"Parameters": {"Subject": }}', Inputs(var_files=(Path("parameters.json"),)))
    assert [(RULES[problem.cause], problem.span.file, problem.span.column) for problem in found.problems] == [
        ("syntax-error", "parameters.json", 28)
    ]


def test_a_value_from_the_command_line_wins(read: Read) -> None:
    found = read(CHILD, Inputs({"Subject": " x , y "}))
    assert policies(found)[0][2] == {"Statement": {"Sid": ["x", "y"], "Principal": {"Federated": "${Provider}"}}}


SAMCONFIG = """\
version = 0.1
[default.deploy.parameters]
parameter_overrides = "Subject=\\"a b\\" Provider=x"
[prod.global.parameters]
parameter_overrides = ["ParameterKey=Subject,ParameterValue=c", "Else=y"]
[other.deploy.parameters]
template_file = "other.yaml"
parameter_overrides = "Subject=z"
[odd]
deploy = 3
"""


def test_environments_of_sam_are_outcomes_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(CHILD)
    (tmp_path / "samconfig.toml").write_text(SAMCONFIG)
    found = extract([tmp_path / "template.yaml"], Tree(tmp_path, tmp_path), Inputs())
    assert policies(found) == [
        ("template.yaml", "", {"Statement": {"Sid": ["none"], "Principal": {"Federated": "${Provider}"}}}),
        ("template.yaml", "samconfig.toml#default", {"Statement": {"Sid": ["a b"], "Principal": {"Federated": "x"}}}),
        (
            "template.yaml",
            "samconfig.toml#prod",
            {"Statement": {"Sid": ["c"], "Principal": {"Federated": "${Provider}"}}},
        ),
    ]


@pytest.mark.parametrize(
    "content", ["= broken", "[a]\nb = 1", 'a = "b"', '[a.deploy.parameters]\nparameter_overrides = "x=\'"']
)
def test_another_samconfig_changes_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "template.yaml").write_text(CHILD)
    (tmp_path / "samconfig.toml").write_text(content)
    found = extract([tmp_path / "template.yaml"], Tree(tmp_path, tmp_path), Inputs())
    assert (len(found.roles), found.problems) == (1, ())


def test_a_template_that_takes_in_another_as_a_whole(read: Read) -> None:
    main = """\
Transform: [{Name: AWS::Include, Parameters: {Location: ./shared.yaml}}]
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: {Sid: !FindInMap [M, a, b], Principal: {Federated: !Ref P}}}
"""
    shared = PROVIDER + "Mappings: {M: {a: {b: found}}}\n"
    found = read(main__yaml=main, shared__yaml=shared)
    arn = "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/gitlab.com"
    assert [policy for _, _, policy in policies(found)] == [
        {"Statement": {"Sid": "found", "Principal": {"Federated": arn}}}
    ]
    assert [(provider.address, provider.span.file) for provider in found.providers] == [("P", "shared.yaml")]
    assert not found.problems


def test_templates_that_take_in_each_other_are_each_read(read: Read) -> None:
    def template(name: str, other: str) -> str:
        return (
            f"Transform: {{Name: AWS::Include, Parameters: {{Location: {other}.yaml}}}}\n"
            f"Resources: {{{name}: {{Type: 'AWS::IAM::Role', Properties: {{AssumeRolePolicyDocument: {{}}}}}}}}\n"
        )

    found = read(a__yaml=template("A", "b"), b__yaml=template("B", "a"))
    assert sorted(role.address for role in found.roles) == ["A", "B"]


def test_an_include_among_the_properties(read: Read) -> None:
    found = read(
        t__yaml="""\
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deploy
      Fn::Transform: {Name: AWS::Include, Parameters: {Location: trust.yaml}}
""",
        trust__yaml="AssumeRolePolicyDocument: {Statement: {Sid: !Ref AWS::Region}}\n",
    )
    assert [policy for _, _, policy in policies(found)] == [{"Statement": {"Sid": "${AWS::Region}"}}]
