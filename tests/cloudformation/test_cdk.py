"""Assemblies that the AWS CDK made of the apps in `cdk/apps`: the trust of each web identity role is known."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from assumelint.coverage import coverage_of
from assumelint.lint import lint
from assumelint.model import Extraction, Form, Statement
from assumelint.sources.cloudformation import extract
from assumelint.sources.inputs import Inputs
from assumelint.text import HoleKind
from assumelint.text.document import to_plain
from assumelint.text.tree import Tree

Read = Callable[..., Extraction]
Trusts = dict[str, tuple[str, dict[str, str]]]

CDK = Path(__file__).parent / "cdk"
ARN = "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/"
GITHUB, GITLAB = "token.actions.githubusercontent.com", "gitlab.com"
EKS = "oidc.eks.eu-west-1.amazonaws.com/id/"
OWN, NATIVE = (
    "${Fn::Select:Cluster9EE0221C.OpenIdConnectIssuerUrl}",
    "${Fn::Select:ClusterEB0386A7.OpenIdConnectIssuerUrl}",
)


def trusting(
    host: str, subject: str, audience: str = "sts.amazonaws.com", arn: str = ARN
) -> tuple[str, dict[str, str]]:
    return arn + host, {f"{host}:aud": audience, f"{host}:sub": subject}


def account(host: str, name: str, arn: str = ARN) -> tuple[str, dict[str, str]]:
    return trusting(host, f"system:serviceaccount:{name}", arn=arn)


APPS: dict[str, Trusts] = {
    "deploy_roles": {
        "Apply": trusting(GITHUB, "repo:example/infrastructure:environment:production"),
        "Mirror": trusting(GITLAB, "project_path:example/mirror:ref_type:branch:ref:main", "https://gitlab.com"),
        "Plan": trusting(GITHUB, "repo:example/infrastructure:pull_request"),
    },
    "imported_clusters": {
        "Imported": account(EKS + "FEDCBA9876543210" * 2, "jobs:worker"),
        "Known": account(EKS + "0123456789ABCDEF" * 2, "jobs:worker", "arn:aws:iam::123456789012:oidc-provider/"),
        "Passed": ("${ProviderArn}", account("${Fn::Select:ProviderArn}", "jobs:worker")[1]),
    },
    "native_cluster": {"ClusterController": account(NATIVE, "kube-system:controller")},
    "nested_stacks": {
        "Build": trusting(GITHUB, "repo:example/app:ref:refs/heads/main"),
        "Pod": account(EKS + "0123456789ABCDEF" * 2, "apps:pod"),
        "Test": trusting(GITHUB, "repo:example/app:pull_request"),
    },
    "pipeline": {
        "Production/Publish": trusting(GITHUB, "repo:example/service:environment:production"),
        "Production/Verify": trusting(GITHUB, "repo:example/service:ref:refs/heads/main"),
        "Staging/Publish": trusting(GITHUB, "repo:example/service:environment:staging"),
        "Staging/Verify": trusting(GITHUB, "repo:example/service:ref:refs/heads/main"),
    },
    "service_accounts": {
        "ClusterReader": account(OWN, "data:reader"),
        "ClusterWriter": account(OWN, "default:serviceaccountsclusterwriterbe9e4abb"),
    },
}


def read_folder(folder: Path) -> Extraction:
    templates = sorted(folder.rglob("*.template.json"))
    return extract(templates, Tree(folder, folder), Inputs())


def trusts(found: Extraction) -> list[tuple[str, tuple[str, dict[str, str]]]]:
    """The principal and the conditions of each web identity role, and that nothing else may be among them."""
    return [
        (role.alias, (str(statement.principals[0].value), conditions(statement)))
        for role in found.roles
        for statement in (role.policy.statements if role.policy else ())
        if statement.principals and statement.principals[0].kind and statement.principals[0].kind.literal == "Federated"
        if statement.complete and statement.conditions_complete and statement.principals_complete
    ]


def conditions(statement: Statement) -> dict[str, str]:
    return {str(each.key): "|".join(map(str, each.values.items)) for each in statement.conditions}


def is_named(alias: str, name: str) -> bool:
    """Whether the path of a construct (`Production/Release/Publish/Resource`) holds the parts of a name in order."""
    path = alias.replace("/", "")
    return all(part in path for part in name.split("/"))


@pytest.mark.parametrize("app", APPS)
def test_each_condition_of_an_assembly_is_known(app: str) -> None:
    found = read_folder(CDK / "assemblies" / app)
    assert not found.problems
    assert not [finding for finding in lint(found) if finding.severity.value != "note"]
    unmatched = trusts(found)
    for name, expected in APPS[app].items():
        match = next(each for each in unmatched if is_named(each[0], name) and each[1] == expected)
        unmatched.remove(match)
    assert not unmatched


def test_what_is_wrong_in_a_cfn_json_is_reported_at_its_text() -> None:
    found = read_folder(CDK / "assemblies" / "mistakes")
    told = [(each.rule, each.severity.value, each.role) for each in lint(found)]
    assert [each[0] for each in told] == ["issuer-key-mismatch", "wrong-audience"]
    assert [each[2].startswith(name) for each, name in zip(told, ("Scheme", "Audience"), strict=True)] == [True, True]
    scheme, audience = lint(found)
    lines = (CDK / "assemblies" / "mistakes" / "Mistakes.template.json").read_text().splitlines()
    assert '"{\\""' in lines[scheme.span.line - 1]
    assert "sts.amazon.com" in lines[audience.span.line - 1]


def script() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / "make_cdk_goldens.py"
    spec = importlib.util.spec_from_file_location("make_cdk_goldens", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("app", [*APPS, "mistakes"])
def test_the_cdk_at_hand_makes_the_same_trusts(app: str, tmp_path: Path) -> None:
    make = script()
    if not make.is_available():
        pytest.skip("node with aws-cdk-lib is not here (NODE_PATH names the folder of its packages)")
    make.synthesize(CDK / "apps" / f"{app}.js", tmp_path)
    assert trusts(read_folder(tmp_path)) == trusts(read_folder(CDK / "assemblies" / app))


VALUE = '{"gitlab.com:aud": "https://gitlab.com", "gitlab.com:sub": "project_path:a/b:ref_type:branch:ref:main"}'
TEMPLATE = """\
Parameters:
  Rest: {Type: String}
Resources:
  Json: {Type: "TYPE", Properties: {ServiceToken: x, Value: VALUE}}
  Cluster: {Type: "Custom::AWSCDK-EKS-Cluster", Properties: {ServiceToken: x}}
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: "arn:aws:iam::123456789012:oidc-provider/gitlab.com"}
            Action: sts:AssumeRoleWithWebIdentity
            Condition: {StringEquals: !GetAtt Json.ATTRIBUTE}
"""


def template(value: str, kind: str = "Custom::AWSCDKCfnJson", attribute: str = "Value") -> str:
    return TEMPLATE.replace("TYPE", kind).replace("VALUE", value).replace("ATTRIBUTE", attribute)


def only(found: Extraction) -> Statement:
    (role,) = found.roles
    assert role.policy is not None
    (statement,) = role.policy.statements
    return statement


def test_a_cfn_json_in_yaml_is_written_as_json(read: Read) -> None:
    statement = only(read(template(f"'{VALUE}'")))
    assert conditions(statement) == json.loads(VALUE)
    assert statement.form is Form.YAML
    assert {each.form for each in statement.conditions} == {Form.JSON}


@pytest.mark.parametrize(
    ("value", "kind", "attribute"),
    [
        (f"'{VALUE}'", "Custom::Own", "Value"),  # another resource does what it wants
        (f"'{VALUE}'", "Custom::AWSCDKCfnJson", "Other"),
        ("!Ref Rest", "Custom::AWSCDKCfnJson", "Value"),
        ("'[1]'", "Custom::AWSCDKCfnJson", "Value"),
        ("[a]", "Custom::AWSCDKCfnJson", "Value"),
    ],
)
def test_what_is_no_certain_json_stays_unknown(value: str, kind: str, attribute: str, read: Read) -> None:
    found = read(template(value, kind, attribute))
    statement = only(found)
    assert (statement.conditions, statement.conditions_complete) == ((), False)
    assert not found.problems


def test_an_unknown_member_of_a_cfn_json_may_be_any_number_of_them(read: Read) -> None:
    statement = only(read(template("""!Sub '{${Rest}, "a": "b"}'""")))
    assert conditions(statement) == {"a": "b"}
    assert not statement.conditions_complete


def test_a_list_in_a_cfn_json_is_made_text_by_another_resource(read: Read) -> None:
    """The list is written as JSON is, and a part that is unknown as a whole stays so."""
    more = """\
  Text: {Type: "Custom::AWSCDKCfnJsonStringify", Properties: {Value: [!Ref Rest, b]}}
  Open: {Type: "Custom::AWSCDKCfnJsonStringify", Properties: {Value: !GetAtt Cluster.Names}}
"""
    value = """!Sub '{"gitlab.com:sub": ${Text.Value}, "gitlab.com:aud": ${Open.Value}}'"""
    statement = only(read(template(value).replace("  R:\n", f"{more}  R:\n")))
    assert conditions(statement)["gitlab.com:sub"] == "${Rest}|b"
    assert [each.values.complete for each in statement.conditions] == [True, False]


def test_the_two_issuers_of_a_cluster_are_one_host(read: Read) -> None:
    """`OpenIdConnectIssuer` is `OpenIdConnectIssuerUrl` without its scheme."""
    url = "!Select [1, !Split ['//', !GetAtt Cluster.OpenIdConnectIssuerUrl]]"
    text = template(
        """!Sub [ '{"${A}:sub": "x", "${B}:aud": "y"}', {A: !GetAtt Cluster.OpenIdConnectIssuer, B: URL}]"""
    )
    sub, aud = only(read(text.replace("URL}]", f"{url}}}]"))).conditions
    assert sub.key.holes[0].identity == aud.key.holes[0].identity
    assert sub.key.holes[0].kind is HoleKind.CLUSTER_HOST


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("!Select [1, !Split [':oidc-provider/', !Ref Rest]]", "${Fn::Select:Rest}"),
        ("!Select [1, !Split ['oidc-provider/', !Ref Rest]]", "${Fn::Select:Rest}"),
        ("!Select [1, !Split ['/', 'arn:aws:iam::1:oidc-provider/h/p']]", "h"),
        ("!Select [1, !Split [':oidc-provider/', 'arn:aws:iam::1:oidc-provider/h/p']]", "h/p"),
    ],
)
def test_the_host_in_an_arn(value: str, shown: str, read: Read) -> None:
    found = read(template(f"""!Sub ['{{"${{H}}:sub": "x"}}', {{H: {value}}}]"""))
    assert [str(each.key) for each in only(found).conditions] == [f"{shown}:sub"]


@pytest.mark.parametrize("index", [0, 2])
def test_only_what_follows_the_word_is_a_host(index: int, read: Read) -> None:
    """What stands before it is another part, and whether there is a third is not known: no problem, no host."""
    found = read(
        template(f"""!Sub ['{{"${{H}}:sub": "x"}}', {{H: !Select [{index}, !Split ['provider/', !Ref Rest]]}}]""")
    )
    assert not found.problems
    assert {hole.kind for each in only(found).conditions for hole in each.key.holes} == {HoleKind.ANYTHING}


def test_a_policy_is_listed_as_it_is_stored(read: Read) -> None:
    (role,) = read(template(f"'{VALUE}'")).roles
    assert role.node is not None
    plain = to_plain(role.node)
    assert isinstance(plain, dict)
    assert plain["Statement"][0]["Condition"] == {"StringEquals": json.loads(VALUE)}  # type: ignore[index, call-overload]


def test_the_roles_of_several_stacks_with_one_name_are_each_counted() -> None:
    coverage = coverage_of(read_folder(CDK / "assemblies" / "imported_clusters"))
    assert (coverage.web_identity, coverage.unjudged) == (3, ())
