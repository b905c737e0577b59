"""Conditions: every possible combination of values is checked, and no impossible one."""

from __future__ import annotations

from collections.abc import Callable

from assumelint.lint import lint
from assumelint.model import Extraction
from assumelint.sources.inputs import Inputs
from assumelint.text.document import to_plain

Read = Callable[..., Extraction]


def template(parameters: str, conditions: str, expression: str, resource: str = "") -> str:
    return f"""\
Parameters: {{{parameters}}}
Mappings:
  M: {{dev: {{sub: d}}, prod: {{sub: p}}, us-east-1: {{sub: u}}}}
Conditions: {{{conditions}}}
Resources:
  R:
    Type: AWS::IAM::Role
    {resource}
    Properties:
      AssumeRolePolicyDocument:
        Statement: {{Sid: {expression}}}
"""


def outcomes(found: Extraction) -> dict[str, object]:
    """What the role is by what is assumed ("" for the one that is listed)."""
    result: dict[str, object] = {}
    for role in found.roles:
        assert role.node is not None
        plain = to_plain(role.node)
        assert isinstance(plain, dict)
        statement = plain["Statement"]
        assert isinstance(statement, dict)
        assert role.variant not in result
        result[role.variant] = statement.get("Sid")
    return result


ENV = "Env: {Type: String}"
IS_PROD = "P: !Equals [!Ref Env, prod]"


def test_an_open_condition_has_two_outcomes(read: Read) -> None:
    assert outcomes(read(template(ENV, IS_PROD, "!If [P, a, b]"))) == {"": "a", "Env≠prod": "b"}


def test_the_default_comes_first(read: Read) -> None:
    parameters = "Env: {Type: String, Default: dev}"
    assert outcomes(read(template(parameters, IS_PROD, "!If [P, a, b]"))) == {"": "b", "Env=prod": "a"}


def test_a_condition_binds_the_parameter_it_compares(read: Read) -> None:
    found = read(template(ENV, IS_PROD, "!Sub ['${Env}-${x}', {x: !If [P, a, b]}]"))
    assert outcomes(found) == {"": "prod-a", "Env≠prod": "${Env}-b"}


def test_allowed_values_leave_no_other(read: Read) -> None:
    parameters = "Env: {Type: String, AllowedValues: [dev, prod]}"
    found = read(template(parameters, IS_PROD, "!Sub ['${Env}-${x}', {x: !If [P, a, b]}]"))
    assert outcomes(found) == {"": "prod-a", "Env=dev": "dev-b"}


def test_two_conditions_on_one_parameter_agree(read: Read) -> None:
    conditions = IS_PROD + ", D: !Equals [dev, !Ref Env], N: !Not [!Condition P]"
    expression = "!Join ['', [!If [P, p, ''], !If [D, d, ''], !If [N, n, '']]]"
    assert set(outcomes(read(template(ENV, conditions, expression))).values()) == {"p", "dn", "n"}


def test_unrelated_conditions_are_combined(read: Read) -> None:
    parameters = ENV + ", Mode: {Type: String}"
    conditions = IS_PROD + ", S: !Equals [!Ref Mode, strict]"
    found = read(template(parameters, conditions, "!Sub ['${x}${y}', {x: !If [P, a, b], y: !If [S, c, d]}]"))
    assert sorted(map(str, outcomes(found).values())) == ["ac", "ad", "bc", "bd"]


def test_what_the_user_says_is_not_open(read: Read) -> None:
    text = template(ENV, IS_PROD, "!If [P, a, b]")
    assert outcomes(read(text, Inputs({"Env": "prod"}))) == {"": "a"}
    assert outcomes(read(text, Inputs({"Env": "dev"}))) == {"": "b"}


def test_a_role_that_exists_in_some_worlds_is_judged_in_those(read: Read) -> None:
    found = read(template("Env: {Type: String, Default: dev}", IS_PROD, "!If [P, a, b]", "Condition: P"))
    assert outcomes(found) == {"": "a"}


def test_a_role_that_never_exists_is_still_listed(read: Read) -> None:
    conditions = IS_PROD + ", Never: !And [!Condition P, !Not [!Condition P]]"
    assert set(outcomes(read(template(ENV, conditions, "x", "Condition: Never"))).values()) == {"x"}


def test_rows_of_a_mapping_are_offered(read: Read) -> None:
    found = read(template("Env: {Type: String, Default: dev}", "", "!FindInMap [M, !Ref Env, sub]"))
    assert outcomes(found) == {"": "d", "Env=prod": "p", "Env=us-east-1": "u"}
    found = read(template("Env: {Type: String, AllowedValues: [dev, prod]}", "", "!FindInMap [M, !Ref Env, sub]"))
    assert outcomes(found) == {"": "${Fn::FindInMap:Env}", "Env=dev": "d", "Env=prod": "p"}


def test_pseudo_parameters_are_open_too(read: Read) -> None:
    conditions = "C: !Equals [!Ref AWS::Partition, aws-cn]"
    found = read(template("", conditions, "!If [C, !Sub 'x-${AWS::Partition}', !Sub 'y-${AWS::Partition}']"))
    assert set(outcomes(found).values()) == {"x-aws-cn", "y-${AWS::Partition}"}


def test_comparisons_of_computed_values(read: Read) -> None:
    conditions = (
        "Same: !Equals [!Sub 'a-${Env}', !Join ['-', [a, !Ref Env]]], "
        "Never: !Equals [!Sub 'a-${Env}', b-x], "
        "Open: !Equals [!Sub 'a-${Env}', a-x]"
    )
    expression = "!Join ['', [!If [Same, s, ''], !If [Never, n, ''], !If [Open, o, '']]]"
    assert set(outcomes(read(template(ENV, conditions, expression))).values()) == {"s", "so"}


def test_a_condition_that_refers_to_itself_ends(read: Read) -> None:
    conditions = "A: !Not [!Condition B], B: !Or [!Condition A, !Condition A]"
    assert outcomes(read(template(ENV, conditions, "!If [A, a, b]")))


def test_the_number_of_worlds_is_capped(read: Read) -> None:
    count = 14
    parameters = ", ".join(f"P{n}: {{Type: String}}" for n in range(count))
    conditions = ", ".join(f"C{n}: !Equals [!Ref P{n}, x]" for n in range(count))
    expression = "!Join ['', [" + ", ".join(f"!If [C{n}, a, b]" for n in range(count)) + "]]"
    found = outcomes(read(template(parameters, conditions, expression)))
    assert found[""] == "a" * count
    assert len(found) <= 24
    # Each condition is seen both ways all the same.
    assert {text.index("b") for text in map(str, found.values()) if "b" in text} == set(range(count))


POLICY = """\
Parameters:
  Env: {Type: String, Default: dev}
  Org: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  IsAcme: !Equals [!Ref Org, acme]
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:aud: !If [IsProd, sts.amazon.com, sts.amazonaws.com]
                token.actions.githubusercontent.com:sub: !Sub ["${Org}:${X}", {X: !If [IsAcme, a, b]}]
"""


def test_a_finding_of_one_outcome_says_which(read: Read) -> None:
    (finding,) = (finding for finding in lint(read(POLICY)) if finding.rule == "wrong-audience")
    assert finding.message.endswith(" (where Env=prod)")
    assert (finding.span.line, finding.role) == (19, "R")


def test_a_fault_of_several_outcomes_is_one_finding(read: Read) -> None:
    found = [finding for finding in lint(read(POLICY)) if finding.rule == "impossible-subject"]
    assert [(finding.span.line, "where" in finding.message) for finding in found] == [(20, False)]


def test_what_takes_a_value_that_nobody_wrote_down_is_no_error(read: Read) -> None:
    trust = (
        "{Effect: Allow, Action: 'sts:AssumeRoleWithWebIdentity', Principal: {Federated: "
        "'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com'}, Condition: {StringEquals: {"
        "token.actions.githubusercontent.com:aud: sts.amazonaws.com, "
        "token.actions.githubusercontent.com:sub: !If [P, nobody, 'repo:a@1/b@2:environment:x']}}}"
    )
    for parameters, condition, severity, says in (
        ("Slug: {Type: String, Default: ''}", "!Not [!Equals [!Ref Slug, '']]", "warning", 'where Slug≠"")'),
        ("Slug: {Type: String, Default: ''}", "!Equals [!Ref Slug, x]", "error", "where Slug=x)"),
        ("Slug: {Type: String}", "!Not [!Equals [!Ref Slug, '']]", "error", 'where Slug≠"")'),
        ("Slug: {Type: String, Default: a, AllowedValues: [a, b, c]}", "!Not [!Equals [!Ref Slug, a]]", "error", "≠a)"),
    ):
        found = read(template(parameters, f"P: {condition}", "x").replace("{Sid: x}", trust))
        (finding,) = lint(found)
        assert (finding.rule, finding.severity.value) == ("impossible-subject", severity)
        assert says in finding.message


def test_a_role_that_is_made_only_then_is_judged_in_full(read: Read) -> None:
    found = read(
        template("Slug: {Type: String, Default: ''}", "P: !Not [!Equals [!Ref Slug, '']]", "x", "Condition: P")
    )
    assert [(role.variant, role.supposed) for role in found.roles] == [("", False)]
