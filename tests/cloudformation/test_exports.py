"""`Fn::ImportValue`: which export of which template it takes, and when that is not certain."""

from __future__ import annotations

from pathlib import Path

import pytest

from assumelint.model import Extraction
from assumelint.sources.cloudformation import extract
from assumelint.sources.inputs import Inputs
from assumelint.text.document import Plain, to_plain
from assumelint.text.tree import Tree

ARN = "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/"
EXPORTER = """\
Parameters:
  Env: {Type: String}
Resources:
  P: {Type: "AWS::IAM::OIDCProvider", Properties: {Url: "https://HOST"}}
Outputs:
  Arn: {Value: !Ref P, Export: {Name: NAME}}
"""
IMPORTER = """\
Parameters:
  Env: {Type: String}
  Stack: {Type: String}
  Known: {Type: String, Default: identity}
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: {Principal: {Federated: !ImportValue NAME}}}
"""


def exporter(name: str, host: str = "gitlab.com") -> str:
    return EXPORTER.replace("NAME", name).replace("HOST", host)


def importer(name: str) -> str:
    return IMPORTER.replace("!ImportValue NAME", name if name.startswith("{") else f"!ImportValue {name}")


def write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)


def read(folder: Path, *named: str) -> Extraction:
    paths = [folder / name for name in named] or sorted(folder.rglob("*.yaml"))
    return extract(paths, Tree(folder, folder), Inputs())


def principals(found: Extraction) -> list[Plain]:
    policies = [to_plain(role.node) for role in found.roles if role.node is not None]
    return [policy["Statement"]["Principal"]["Federated"] for policy in policies]  # type: ignore[index, call-overload]


@pytest.mark.parametrize(
    ("exported", "imported"),
    [
        ("oidc", "oidc"),
        ("!Sub 'a-oidc'", "a-oidc"),
        ("identity-oidc", "{'Fn::ImportValue': {'Fn::Sub': '${Known}-oidc'}}"),
        ("!Sub '${AWS::Region}-oidc'", "{'Fn::ImportValue': {'Fn::Sub': '${AWS::Region}-oidc'}}"),
        ("!Sub '${Env}-oidc'", "{'Fn::ImportValue': {'Fn::Sub': '${Env}-oidc'}}"),
        ("!Sub '${AWS::StackName}-oidc'", "{'Fn::ImportValue': {'Fn::Sub': '${Stack}-oidc'}}"),
        ("!Sub '${AWS::StackName}-oidc'", "identity-oidc"),
    ],
)
def test_an_import_is_the_export_of_its_name(exported: str, imported: str, tmp_path: Path) -> None:
    write(tmp_path, {"exporter.yaml": exporter(exported), "importer.yaml": importer(imported)})
    found = read(tmp_path)
    assert principals(found) == [ARN + "gitlab.com"]
    assert not found.problems


@pytest.mark.parametrize(
    ("exported", "imported", "shown"),
    [
        ("oidc", "oidc-2", "${Fn::ImportValue:oidc-2}"),
        ("!Sub '${Env}-oidc'", "{'Fn::ImportValue': {'Fn::Sub': '${Stack}-oidc'}}", "${Fn::ImportValue:Stack}"),
        (
            "!Sub '${AWS::StackName}-oidc'",
            "{'Fn::ImportValue': {'Fn::Sub': '${Stack}-arn'}}",
            "${Fn::ImportValue:Stack}",
        ),
        ("!Ref AWS::StackName", "{'Fn::ImportValue': {'Ref': 'Stack'}}", "${Fn::ImportValue:Stack}"),
    ],
)
def test_another_name_is_another_export(exported: str, imported: str, shown: str, tmp_path: Path) -> None:
    write(tmp_path, {"exporter.yaml": exporter(exported), "importer.yaml": importer(imported)})
    assert principals(read(tmp_path)) == [shown]


def test_of_two_exports_of_one_name_neither_is_certain(tmp_path: Path) -> None:
    files = {"a.yaml": exporter("oidc"), "b.yaml": exporter("oidc", "gitlab.example.com"), "t.yaml": importer("oidc")}
    write(tmp_path, files)
    assert principals(read(tmp_path)) == ["${Fn::ImportValue:oidc}"]


def test_two_exports_of_one_value_are_as_good_as_one(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": exporter("oidc"), "b.yaml": exporter("oidc"), "t.yaml": importer("oidc")})
    assert principals(read(tmp_path)) == [ARN + "gitlab.com"]


def test_a_name_that_is_certain_goes_before_one_that_fits(tmp_path: Path) -> None:
    files = {
        "a.yaml": exporter("x-oidc"),
        "b.yaml": exporter("!Sub '${AWS::StackName}-oidc'", "gitlab.example.com"),
        "t.yaml": importer("x-oidc"),
    }
    write(tmp_path, files)
    assert principals(read(tmp_path)) == [ARN + "gitlab.com"]


def test_another_folder_may_be_of_another_account(tmp_path: Path) -> None:
    write(tmp_path, {"prod/a.yaml": exporter("oidc"), "dev/t.yaml": importer("oidc")})
    assert principals(read(tmp_path)) == ["${Fn::ImportValue:oidc}"]


def test_the_stages_of_an_assembly_belong_together(tmp_path: Path) -> None:
    stages = {f"{folder}manifest.json": "{}" for folder in ("", "assembly-A/", "assembly-B/")}
    files = {"assembly-A/a.yaml": exporter("oidc"), "assembly-B/t.yaml": importer("oidc")}
    write(tmp_path, {**stages, **files})
    assert principals(read(tmp_path)) == [ARN + "gitlab.com"]
    assert principals(read(tmp_path, "assembly-B/t.yaml")) == [ARN + "gitlab.com"]


def test_the_template_beside_a_named_one_is_read_for_its_exports_only(tmp_path: Path) -> None:
    """Its roles and providers, and what is wrong in it, were not asked for."""
    other = exporter("oidc") + "  Wrong: {Value: !Nonsense x}\n"
    broken = "Resources:\n  R: {Type: 'AWS::IAM::Role', Export: [}\n"
    write(tmp_path, {"a.yaml": other, "broken.yaml": broken, "t.yaml": importer("oidc")})
    found = read(tmp_path, "t.yaml")
    assert principals(found) == [ARN + "gitlab.com"]
    assert (found.providers, found.problems, found.notes) == ((), (), ())


def test_an_export_of_a_nested_stack_has_the_parameters_of_its_parent(tmp_path: Path) -> None:
    nested = exporter("!Sub '${Env}-oidc'")
    parent = """\
Resources:
  S:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: nested.yaml, Parameters: {Env: prod}}
"""
    write(tmp_path, {"nested.yaml": nested, "parent.yaml": parent, "t.yaml": importer("prod-oidc")})
    assert principals(read(tmp_path)) == [ARN + "gitlab.com"]


def test_exports_that_need_each_other_end(tmp_path: Path) -> None:
    """CloudFormation can deploy neither, and neither is a reason to run out of control."""

    def template(own: str, other: str) -> str:
        outputs = f"Outputs:\n  O: {{Value: !ImportValue {other}, Export: {{Name: {own}}}}}\n"
        return importer(other) + outputs

    write(tmp_path, {"a.yaml": template("a", "b"), "b.yaml": template("b", "a")})
    found = read(tmp_path)
    assert len(principals(found)) == 2
    assert all(str(principal).startswith("${Fn::ImportValue:") for principal in principals(found))
    assert not found.problems
