from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from assumelint.issuers import parse_own_issuer
from assumelint.model import Values
from assumelint.reach import reach
from assumelint.reach.clauses import read_clause
from assumelint.reach.dead import satisfiable
from assumelint.reach.model import Absence, Cause
from assumelint.reach.solve import Solver

GITHUB = "token.actions.githubusercontent.com"
EKS = "oidc.eks.eu-west-1.amazonaws.com/id/ABC123"
HCP = "app.terraform.io"
Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("host", "subject", "mended"),
    [
        (GITHUB, "repo:acme/app", "repo:acme/app:*"),
        (GITHUB, "repo:acme/app:", "repo:acme/app:*"),
        (GITHUB, "repo:acme/app/*", "repo:acme/app:*"),
        (GITHUB, "repo:acme/app:ref:main", "repo:acme/app:ref:refs/heads/main"),
        (GITHUB, "repo:acme/app:ref:heads/main", "repo:acme/app:ref:refs/heads/main"),
        (GITHUB, "repo:acme/app:refs/heads/main", "repo:acme/app:ref:refs/heads/main"),
        (GITHUB, "repo:acme/app:ref:refs:heads:main", "repo:acme/app:ref:refs/heads/main"),
        (GITHUB, "repo:acme/app:environment/prod", "repo:acme/app:environment:prod"),
        (GITHUB, "repo:acme/app::environment:prod", "repo:acme/app:environment:prod"),
        (GITHUB, "repo:acme/app:pull-request", "repo:acme/app:pull_request"),
        (GITHUB, "repo:github.com/acme/app:*", "repo:acme/app:*"),
        (GITHUB, "repo:https://github.com/acme/app:*", "repo:acme/app:*"),
        (GITHUB, "acme/app:ref:refs/heads/main", "repo:acme/app:ref:refs/heads/main"),
        (GITHUB, "Repo:acme/app:pull_request", "repo:acme/app:pull_request"),
        (GITHUB, " repo:acme/app:pull_request", "repo:acme/app:pull_request"),
        (GITHUB, "repo:", ""),
        (GITHUB, "repo:app:ref:refs/heads/main", ""),
        (GITHUB, "repo::*", ""),
        (EKS, "system:serviceaccount:system:serviceaccount:web:app", "system:serviceaccount:web:app"),
        (EKS, "system:serviceaccount:web/app", "system:serviceaccount:web:app"),
        (EKS, "system:serviceAccount:web:app", "system:serviceaccount:web:app"),
        (EKS, "system:serviceaccount:app", "system:serviceaccount:*:app"),
        (EKS, "web:app", "system:serviceaccount:web:app"),
        (HCP, "organization:acme:workspace:w:run_phase:*", "organization:acme:project:*:workspace:w:run_phase:*"),
        (HCP, "organization:acme:project:p:workspace:w", "organization:acme:project:p:workspace:w:run_phase:*"),
        (
            "gitlab.com",
            "project_path:acme/app:ref_type:mr:ref:main",
            "project_path:acme/app:ref_type:branch:ref:main",
        ),
        ("gitlab.com", "repo:acme/app:ref:refs/heads/main", "project_path:acme/app:ref_type:branch:ref:main"),
        ("agent.buildkite.com", "organization:acme:pipeline:x", "organization:acme:pipeline:x:*"),
        ("oidc.circleci.com/org/abc", "org/abc/project/def", "org/abc/project/def/user/*"),
    ],
)
def test_a_malformed_subject_is_dead_and_mended(trust: Make, host: str, subject: str, mended: str) -> None:
    found = trust(host, {"StringLike": {"sub": subject}}).reach
    assert found.dead
    (impossible,) = found.impossible
    assert (str(impossible.value), impossible.cause, impossible.alone) == (subject, Cause.NO_FORM, True)
    assert impossible.nearest
    assert impossible.mended == mended
    if mended:
        assert not trust(host, {"StringLike": {"sub": mended}}).reach.dead


@pytest.mark.parametrize(
    ("host", "subject"),
    [
        (GITHUB, "repo:acme/app:*"),
        (GITHUB, "repo:acme/app:ref:refs/heads/release/1.x"),
        (GITHUB, "repo:acme/app:environment:Production%3AV1"),
        (GITHUB, "repo:acme/app:environment:my env"),
        (GITHUB, "repo:acme@123/app@456:ref:refs/tags/v1"),
        (GITHUB, "repo:acme@*/app@*:*"),
        (GITHUB, "repo:acme/app:environment:prod:job_workflow_ref:acme/w/.github/workflows/x.yml@refs/heads/main"),
        (GITHUB, "repository_owner:acme:repository_visibility:private"),
        (GITHUB, "repository_id:1"),
        (GITHUB, "repo_property_tier:gold:*"),
        (GITHUB, "«var.subject»"),
        (GITHUB, "repo:«var.repo»"),
        (GITHUB, "repo:«var.org»/«var.repo_and_ref»"),
        (EKS, "system:serviceaccount:*:app"),
        (EKS, "system:serviceaccount:«var.namespace»:«var.name»"),
        (HCP, "organization:acme:project:Default Project:workspace:*:run_phase:apply"),
        (HCP, "organization:acme:project:p:stack:s:deployment:d:operation:plan"),
        ("gitlab.com", "project_path:acme/sub/app:ref_type:branch:ref:feature/x"),
        ("gitlab.com", "project_path:acme/app:ref:main:ref_type:branch"),
        ("agent.buildkite.com", "organization:acme:pipeline:x:ref:refs/heads/main:commit:*:step:"),
        ("keycloak.acme.com/realms/ci", "whatever it says"),
        ("gitlab.acme.com", "project_path:a/b:ref_type:branch:ref:main"),
    ],
)
def test_a_right_subject_is_alive(trust: Make, host: str, subject: str) -> None:
    found = trust(host, {"StringLike": {"sub": subject}}).reach
    assert not found.dead
    assert found.impossible == ()


def test_a_dead_value_beside_a_live_one_is_named(trust: Make) -> None:
    values = ["repo:acme/app:ref:main", "repo:acme/app:environment:prod"]
    found = trust(GITHUB, {"StringEquals": {"sub": values}}).reach
    assert not found.dead
    (impossible,) = found.impossible
    assert (str(impossible.value), impossible.alone) == (values[0], False)


def test_an_unknown_rest_of_the_list_may_save_it(trust: Make) -> None:
    made = trust(GITHUB, {"StringEquals": {"sub": ["repo:acme/app", "repo:acme/web"]}})
    statement = made.statement
    (condition,) = statement.conditions
    unknown = replace(condition, values=Values(condition.values.items, complete=False))
    policy = replace(made.policy, statements=(replace(statement, conditions=(unknown,)),))
    found = reach(policy, policy.statements[0], made.match)
    assert not found.dead
    assert [each.alone for each in found.impossible] == [False, False]


def test_a_wildcard_under_equals(trust: Make) -> None:
    found = trust(GITHUB, {"StringEquals": {"sub": "repo:acme/app:*"}}).reach
    assert found.dead
    assert [each.cause for each in found.impossible] == [Cause.WILDCARD_UNDER_EQUALS]


def test_a_policy_variable_before_2012(trust: Make) -> None:
    condition = {"StringLike": {"sub": "repo:acme/${aws:PrincipalTag/repo}:*"}}
    assert not trust(GITHUB, condition).reach.dead
    for version in (None, "2008-10-17"):
        found = trust(GITHUB, condition, version=version).reach
        assert [each.cause for each in found.impossible] == [Cause.LITERAL_VARIABLE]


def test_an_audience_under_sub(trust: Make) -> None:
    found = trust(GITHUB, {"StringEquals": {"sub": "sts.amazonaws.com", "aud": "repo:acme/app:*"}}).reach
    assert found.dead
    assert [(each.claim, each.cause) for each in found.impossible] == [("sub", Cause.SWAPPED)]


def test_a_fixed_audience_that_is_another(trust: Make) -> None:
    found = trust("acme.app.spacelift.io", {"StringEquals": {"aud": "sts.amazonaws.com"}}).reach
    assert found.dead
    assert [(each.claim, each.nearest) for each in found.impossible] == [("aud", "acme.app.spacelift.io")]


@pytest.mark.parametrize("reference", ["each.key", "var.repo_name", "each.value.name", "local.owner"])
def test_a_plain_name_as_last_part_is_dead_but_not_surely(trust: Make, reference: str) -> None:
    found = trust(GITHUB, {"StringEquals": {"sub": f"repo:acme/«{reference}»"}}).reach
    assert not found.dead
    assert [(each.certain, each.cause) for each in found.impossible] == [(False, Cause.NO_FORM)]
    assert found.impossible[0].mended == f"repo:acme/${{{reference}}}:*"


def test_doubtful_facts_are_never_certain(trust: Make) -> None:
    found = trust("github.acme.com/_services/token", {"StringEquals": {"sub": "repo:acme/app"}}).reach
    assert not found.dead
    assert [each.certain for each in found.impossible] == [False]


@pytest.mark.parametrize(
    "conditions",
    [
        {"StringEquals": {"sub": "repo:acme/a:environment:x"}, "StringLike": {"sub": "repo:acme/b:*"}},
        {"StringLike": {"sub": "repo:acme/a:*"}, "StringNotLike": {"sub": "repo:acme/*"}},
        {"StringLike": {"sub": "repo:acme/a:pull_request"}, "StringNotEquals": {"sub": "repo:acme/a:pull_request"}},
        {"StringEquals": {"aud": "sts.amazonaws.com"}, "StringLike": {"aud": "https://*"}},
    ],
)
def test_conditions_that_exclude_each_other(trust: Make, conditions: dict[str, Any]) -> None:
    made = trust(GITHUB, conditions)
    found = made.reach
    assert found.dead
    (conflict,) = found.conflicts
    assert conflict.conditions == made.statement.conditions
    assert found.impossible == ()


def test_only_the_conflicting_conditions_are_blamed(trust: Make) -> None:
    made = trust(
        GITHUB,
        {
            "StringLike": {"sub": "repo:acme/*"},
            "StringLikeIfExists": {"sub": "repo:acme/a:*"},
            "StringEquals": {"sub": "repo:acme/b:pull_request"},
        },
    )
    (conflict,) = made.reach.conflicts
    assert [str(condition.operator) for condition in conflict.conditions] == ["StringLikeIfExists", "StringEquals"]


def test_three_that_only_fail_together_are_all_blamed(trust: Make) -> None:
    found = trust(
        GITHUB,
        {
            "StringLike": {"sub": ["repo:acme/a:*", "repo:acme/b:*"]},
            "ForAnyValue:StringLike": {"sub": ["repo:acme/b:*", "repo:acme/c:*"]},
            "StringLikeIfExists": {"sub": ["repo:acme/a:*", "repo:acme/c:*"]},
        },
    ).reach
    assert [len(conflict.conditions) for conflict in found.conflicts] == [3]


def test_holes_may_agree(trust: Make) -> None:
    found = trust(GITHUB, {"StringLike": {"sub": "repo:«var.repo»:*"}, "StringNotLike": {"sub": "repo:«var.other»:*"}})
    assert found.reach.conflicts == ()


@pytest.mark.parametrize(
    ("host", "conditions", "reason"),
    [
        (GITHUB, {"StringEquals": {"repository_owner": "acme"}}, Absence.UNMAPPED),
        (GITHUB, {"StringEquals": {"iss": f"https://{GITHUB}"}}, Absence.UNMAPPED),
        (GITHUB, {"Null": {"event_name": "false"}}, Absence.UNMAPPED),
        ("gitlab.com", {"StringEquals": {"project_path": "acme/app"}}, Absence.UNMAPPED),
        ("keycloak.acme.com", {"StringEquals": {"azp": "x"}}, Absence.UNMAPPED),
        (GITHUB, {"StringEquals": {"other.example.com:sub": "x"}}, Absence.OTHER_ISSUER),
        (GITHUB, {"StringEquals": {"sts:ExternalId": "x"}}, Absence.NEVER_SENT),
        (GITHUB, {"Null": {"sub": "true"}}, Absence.NULL),
    ],
)
def test_a_key_that_is_never_there(trust: Make, host: str, conditions: dict[str, Any], reason: Absence) -> None:
    found = trust(host, conditions).reach
    assert found.dead
    assert [each.reason for each in found.unmet] == [reason]


@pytest.mark.parametrize(
    "conditions",
    [
        {"StringNotEquals": {"repository_owner": "acme"}},
        {"StringEqualsIfExists": {"repository_owner": "acme"}},
        {"ForAllValues:StringEquals": {"repository_owner": "acme"}},
        {"StringEquals": {"environment": "prod"}},
        {"StringEqualsIfExists": {"other.example.com:sub": "x"}},
        {"Null": {"environment": "true"}},
        {"Null": {"sub": "false"}},
        {"Null": {"sub": ["true", "false"]}},
        {"Null": {"sub": "«var.null»"}},
        {"StringEquals": {"aws:SourceIp": "1.2.3.4"}},
        {"Bool": {"sts:RoleAuthorizedByIdp": "true"}},
        {"NoSuchOperator": {"sub": "repo:acme/app"}},
        {"«var.operator»": {"sub": "repo:acme/app"}},
        {"StringEquals": {"«var.host»:sub": "repo:acme/app:pull_request"}},
        {"StringEquals": {"«var.key»": "x"}},
    ],
)
def test_a_condition_that_may_hold(trust: Make, conditions: dict[str, Any]) -> None:
    found = trust(GITHUB, {**conditions, "StringLike": {"sub": "repo:acme/app:*"}}).reach
    assert not found.dead
    assert found.unmet == ()


def test_a_claim_that_must_be_and_must_not_be_there(trust: Make) -> None:
    found = trust(GITHUB, {"StringEquals": {"environment": "prod"}, "Null": {"environment": "true"}}).reach
    assert found.dead
    assert [conflict.claim for conflict in found.conflicts] == ["environment"]


def test_a_key_of_a_host_with_another_end_is_anothers(trust: Make) -> None:
    found = trust(GITHUB, {"StringEquals": {"other.example.com/«var.path»:sub": "x"}}).reach
    assert [each.reason for each in found.unmet] == [Absence.OTHER_ISSUER]


def test_a_claim_that_is_never_sent(trust: Make) -> None:
    own = parse_own_issuer({"id": "own", "like": "gitlab", "claims": {"email": {"presence": "never"}}}, "here")
    made = trust("gitlab.com", {"StringEquals": {"email": "a@example.com"}})
    found = reach(made.policy, made.statement, replace(made.match, issuer=own))
    assert found.dead
    assert [each.reason for each in found.unmet] == [Absence.NEVER_SENT]


def test_of_a_claim_that_nobody_knows_nothing_is_said(trust: Make) -> None:
    made = trust(GITHUB, {"StringEquals": {"no_such_claim": "x"}})
    clause = read_clause(made.statement.conditions[0], made.match, variables=True)
    assert satisfiable(Solver(), made.match, [clause])


def test_an_unknown_operator_says_nothing_of_an_absent_key(trust: Make) -> None:
    assert trust(GITHUB, {"NoSuchOperator": {"other.example.com:sub": "x"}}).reach.unmet == ()


def test_a_value_beyond_any_policy_is_not_mended(trust: Make) -> None:
    (impossible,) = trust(GITHUB, {"StringEquals": {"sub": "repo:acme/" + "a" * 8192}}).reach.impossible
    assert impossible.mended == ""


def test_keys_know_no_case(trust: Make) -> None:
    assert trust(GITHUB, {"StringEquals": {"SUB": "repo:acme/app"}}).reach.dead


def test_nothing_is_denied_without_a_deny(trust: Make) -> None:
    # Bitbucket's subjects are not documented well enough to be sure that this one is dead; nobody denies it.
    host = "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc"
    found = trust(host, {"StringEquals": {"sub": "{437da666-7aab-4b60-a947-ec542536ca0d}"}}).reach
    assert [each.certain for each in found.impossible] == [False]
    assert not found.dead
    assert found.denial is None


@pytest.mark.parametrize(
    ("deny", "denied"),
    [
        ({"Condition": {"StringLike": {"sub": "repo:*"}}}, True),
        ({"Condition": {"StringNotLike": {"sub": "repo:other/*"}}}, True),
        ({"Condition": {}}, True),
        ({"Condition": {"StringLike": {"sub": "repo:acme/app:pull_request"}}}, False),
        ({"Condition": {"StringLike": {"sub": "repo:*", "aud": "elsewhere"}}}, False),
        ({"Condition": {"StringLike": {"sub": "repo:«var.owner»/*"}}}, False),
        ({"Condition": {"StringLike": {"sub": "*"}}, "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}, False),
        ({"Condition": {"StringLike": {"sub": "*"}}, "Action": "sts:TagSession"}, False),
        ({"Condition": {"Null": {"sub": "false"}}}, True),
        ({"Condition": {"Null": {"environment": "false"}}}, False),
        ({"Effect": "«var.effect»", "Condition": {}}, False),
    ],
)
def test_deny_statements_count(trust: Make, deny: dict[str, Any], denied: bool) -> None:
    found = trust(GITHUB, {"StringLike": {"sub": "repo:acme/*"}}, [deny]).reach
    assert not found.dead
    assert (found.denial is not None) is denied


@pytest.mark.parametrize(
    ("operator", "dead"),
    [("StringEquals", True), ("StringEqualsIfExists", False), ("ForAllValues:StringEquals", False)],
)
def test_a_token_without_the_claim_may_pass(trust: Make, operator: str, dead: bool) -> None:
    found = trust("agent.buildkite.com", {operator: {"organization_id": "*"}}).reach
    assert found.dead is dead
    assert [each.alone for each in found.impossible] == [dead]
