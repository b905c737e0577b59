"""Findings about the default of a parameter: they are where it is written, and name the places where it is used."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.lint import lint
from assumelint.model import Extraction, Finding
from assumelint.sources.inputs import Inputs

Read = Callable[..., Extraction]

TEMPLATE = """\
Parameters:
  Url: {Type: String, Default: "http://gitlab.com"}
  Sub: {Type: String, Default: "project_path:a/*"}
  Subs: {Type: CommaDelimitedList, Default: "project_path:a/b:ref_type:branch:ref:main, project_path:c/*"}
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Ref Sub
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: "arn:aws:iam::123456789012:oidc-provider/gitlab.com"}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                gitlab.com:aud: https://gitlab.com
                gitlab.com:sub: VALUE
"""


def found(read: Read, value: str, inputs: Inputs | None = None) -> Finding:
    (finding,) = (each for each in lint(read(TEMPLATE.replace("VALUE", value), inputs)) if each.rule.startswith("wild"))
    return finding


@pytest.mark.parametrize(
    ("value", "default"),
    [
        ("!Ref Sub", '"project_path:a/*"'),
        ("!Sub '${Sub}'", '"project_path:a/*"'),
        ("[!Ref Sub]", '"project_path:a/*"'),
        ("!Ref Subs", "project_path:c/*"),
    ],
)
def test_a_finding_is_where_the_default_is_written(value: str, default: str, read: Read) -> None:
    finding = found(read, value)
    line = TEMPLATE.splitlines()[finding.span.line - 1]
    assert line[finding.span.column - 1 : finding.span.end_column - 1] == default
    assert [label.span.line for label in finding.related if label.message == "used here"] == [19]


@pytest.mark.parametrize("value", ["!Sub '${Sub}-x'", "!Join ['', [!Ref Sub, x]]", "project_path:a/*"])
def test_a_value_that_is_made_here_is_here(value: str, read: Read) -> None:
    finding = found(read, value)
    assert finding.span.line == 19
    assert "used here" not in [label.message for label in finding.related]


def test_a_value_that_is_passed_is_where_it_is_used(read: Read) -> None:
    finding = found(read, "!Ref Sub", Inputs({"Sub": "project_path:b/*"}))
    assert finding.span.line == 19
    assert "used here" not in [label.message for label in finding.related]


def test_a_default_that_several_roles_use_is_one_finding(read: Read) -> None:
    text = TEMPLATE.replace("VALUE", "!Ref Sub")
    second = text[text.index("  R:") :].replace("  R:", "  S:", 1)
    (finding,) = (each for each in lint(read(text + second)) if each.rule == "wildcard-under-equals")
    assert (finding.span.line, finding.message.endswith("(and 1 more role)")) == (3, True)


def test_the_url_of_a_provider(read: Read) -> None:
    provider = '  P: {Type: "AWS::IAM::OIDCProvider", Properties: {Url: !Ref Url, ClientIdList: [x]}}\n'
    (finding,) = (each for each in lint(read(TEMPLATE + provider)) if each.rule == "provider-url")
    assert finding.span.line == 2
    assert [label.span.line for label in finding.related] == [20]


@pytest.mark.parametrize("waived", ["R", "S"])
def test_a_waiver_is_for_its_role_alone(waived: str, read: Read) -> None:
    """The other role keeps the finding that they share, whichever of them comes first."""
    text = TEMPLATE.replace("VALUE", "!Ref Sub")
    both = text + text[text.index("  R:") :].replace("  R:", "  S:", 1)
    metadata = "    Metadata: {assumelint: {ignore: [wildcard-under-equals]}}\n"
    found = lint(read(both.replace(f"  {waived}:\n", f"  {waived}:\n{metadata}")))
    (finding,) = (each for each in found if each.rule == "wildcard-under-equals")
    assert finding.role == ("S" if waived == "R" else "R")
    assert "more role" not in finding.message
    assert "unused-ignore" not in [each.rule for each in found]
