from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from assumelint.reach import reach

GITHUB = "token.actions.githubusercontent.com"
HCP = "app.terraform.io"
OWNED = {"StringLike": {"sub": "repo:acme/app:*"}}
Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("host", "conditions", "tenant"),
    [
        (GITHUB, {"StringLike": {"sub": "repo:*"}}, "evil"),
        (GITHUB, {"StringLike": {"sub": "*"}}, "evil"),
        (GITHUB, {"StringLike": {"sub": "repo:*/app:*"}}, "evil"),
        (GITHUB, {"StringLike": {"sub": "repo:acme*/app:*"}}, "acme-evil"),
        (GITHUB, {"StringLike": {"sub": "repo:acme?/app:*"}}, "acmex"),
        (GITHUB, {"StringLike": {"sub": "repo:*:environment:prod"}}, "evil"),
        (GITHUB, {"StringLike": {"sub": ["repo:acme/app:*", "*"]}}, "evil"),
        (GITHUB, {"StringLike": {"sub": "repo:*@*/app@*:*"}}, "evil"),
        (GITHUB, {"StringLike": {"sub": ["«var.subject»", "repo:*"]}}, "evil"),
        (GITHUB, {"StringLike": {"sub": ["repo:acme/app:*", "ref:refs/heads/main"]}}, ""),
        (GITHUB, {"StringLike": {"sub": "repository_owner:*"}}, "evil"),
        (GITHUB, {"StringEquals": {"aud": "sts.amazonaws.com"}}, "evil"),
        (GITHUB, {"StringNotLike": {"sub": "repo:acme/*"}}, "evil"),
        (GITHUB, {"StringLike": {"sub": "${token.actions.githubusercontent.com:sub}"}}, "evil"),
        (GITHUB, {"StringLike": {"sub": "repo:*", "repository": "acme*/x"}}, "acme-evil"),
        (GITHUB, {"StringLike": {"job_workflow_ref": "*/deploy.yml@refs/heads/main"}}, "evil"),
        (GITHUB, {"StringLike": {"sub": "repo:*"}, "StringEqualsIfExists": {"environment": "prod"}}, "evil"),
        (GITHUB, {"StringLike": {"sub": "repo:*"}, "StringEquals": {"environment": "prod"}}, "evil"),
        (GITHUB, {"StringLike": {"sub": "repo:*", "sts:RoleSessionName": "ci-*"}}, "evil"),
        (GITHUB, {"StringLike": {"sub": "repo:*"}, "Null": {"environment": "true"}}, "evil"),
        (GITHUB, {"StringLike": {"sub": "repo:*/«var.repo»:*"}}, "evil"),
        (GITHUB, {"StringLike": {"sub": "repo:«var.org»*/app:*"}}, "${var.org}-evil"),
        (GITHUB, {"StringLike": {"sub": "repo:acme«var.suffix»*/app:*"}}, "acme${var.suffix}-evil"),
        (HCP, {"StringLike": {"sub": "organization:acme*:project:*:workspace:*:run_phase:*"}}, "acme-evil"),
        ("gitlab.com", {"StringLike": {"sub": "project_path:*:ref_type:branch:ref:main"}}, "evil"),
        ("agent.buildkite.com", {"StringLike": {"sub": "organization:*:pipeline:deploy:*"}}, "evil"),
        ("oidc.vercel.com", {"StringLike": {"aud": "https://vercel.com/*"}}, "evil"),
        ("oidc.circleci.com", {"StringLike": {"sub": "org/*/project/*"}}, "66666666-6666-4666-8666-666666666666"),
        ("accounts.google.com", {"StringEquals": {"oaud": "sts.amazonaws.com"}}, "666"),
        (
            "cognito-identity.amazonaws.com",
            {"ForAnyValue:StringLike": {"amr": "authenticated"}},
            "66666666-6666-4666-8666-666666666666",
        ),
        ("graph.facebook.com", {"StringLike": {"id": "*"}}, "666"),
        ("scalr.io", {"StringLike": {"sub": "account:*:environment:prod:workspace:*"}}, "evil"),
    ],
)
def test_a_stranger_gets_in(trust: Make, host: str, conditions: dict[str, Any], tenant: str) -> None:
    made = trust(host, conditions)
    witness = made.reach.witness
    assert witness is not None
    assert witness.tenant == tenant
    if "${" not in tenant and "«" not in str(conditions):
        session = "ci-session" if "sts:RoleSessionName" in str(conditions) else "session"
        sources = {made.match.issuer.claims[name].source: value for name, value in witness.claims.items()}
        assert made.allows(session, **sources)


@pytest.mark.parametrize(
    ("host", "conditions"),
    [
        (GITHUB, OWNED),
        (GITHUB, {"StringLike": {"sub": "repo:acme/*"}}),
        (GITHUB, {"StringLike": {"sub": ["repo:acme/*", "repo:other/app:*"]}}),
        (GITHUB, {"StringEqualsIgnoreCase": {"sub": "repo:Acme/App:pull_request"}}),
        (GITHUB, {"StringLike": {"sub": "repo:acme@*/app@*:*"}}),
        (GITHUB, {"StringLike": {"sub": "repository_owner:acme:*"}}),
        (GITHUB, {"StringLike": {"sub": "repository_id:456:*"}}),
        (GITHUB, {"StringLike": {"sub": "repo:*:job_workflow_ref:acme/w/.github/workflows/x.yml@*"}}),
        (GITHUB, {"StringLike": {"sub": "*"}, "StringEquals": {"repository": "acme/app"}}),
        (GITHUB, {"StringLike": {"sub": "*"}, "StringEquals": {"repository_owner_id": "123"}}),
        (GITHUB, {"StringEquals": {"repository_id": "456"}}),
        (GITHUB, {"StringEquals": {"enterprise_id": "7"}}),
        (GITHUB, {"StringLike": {"job_workflow_ref": "acme/w/.github/workflows/x.yml@*"}}),
        (GITHUB, {"StringLike": {"sub": "«var.subject»"}}),
        (GITHUB, {"StringLike": {"sub": "repo:«var.repo»:*"}}),
        (GITHUB, {"StringLike": {"sub": "repo:«var.org»/*"}}),
        (GITHUB, {"StringLike": {"sub": "«var.prefix»*"}}),
        (GITHUB, {"StringLike": {"sub": "repo:acme«var.suffix»/app:*"}}),
        (GITHUB, {"StringLike": {"sub": "repo:«var.repo»*"}}),
        (GITHUB, {"StringLike": {"sub": "repo:*", "repository": "«var.repo»"}}),
        (GITHUB, {"StringLike": {"sub": "repo:*"}, "IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}),
        (GITHUB, {"StringLike": {"sub": "repo:*"}, "NumericEquals": {"actor_id": "7"}}),
        (GITHUB, {"StringLike": {"sub": "repo:*"}, "«var.operator»": {"sub": "repo:acme/*"}}),
        (GITHUB, {"StringLike": {"sub": "repo:*", "«var.key»": "x"}}),
        (GITHUB, {"StringLike": {"sub": "repo:*", "sts:RoleSessionName": "not possible"}}),
        ("token.actions.githubusercontent.com/octo", {"StringLike": {"sub": "repo:*"}}),
        ("oidc.eks.eu-west-1.amazonaws.com/id/ABC", {"StringEquals": {"aud": "sts.amazonaws.com"}}),
        ("keycloak.acme.com", {"StringLike": {"sub": "*"}}),
        (HCP, {"StringEquals": {"aud": "aws.workload.identity"}}),  # STS wants to see the subject
        (HCP, {"StringLike": {"sub": "organization:acme:*"}}),
        ("gitlab.com", {"StringLike": {"sub": "project_path:acme/*"}}),
        ("gitlab.com", {"StringEquals": {"namespace_id": "123"}, "StringLike": {"sub": "*"}}),
        ("api.pulumi.com/oidc", {"StringEquals": {"aud": "acme"}}),
        ("oidc.vercel.com", {"StringEquals": {"aud": "https://vercel.com/acme"}}),
        ("oidc.vercel.com", {"StringLike": {"sub": "owner:acme:project:*"}}),
        ("accounts.google.com", {"StringEquals": {"aud": "123"}}),
        ("accounts.google.com", {"StringEquals": {"sub": "123"}}),
        ("cognito-identity.amazonaws.com", {"StringEquals": {"aud": "us-east-1:0f"}}),
    ],
)
def test_no_stranger_gets_in(trust: Make, host: str, conditions: dict[str, Any]) -> None:
    assert trust(host, conditions).reach.witness is None


def test_the_clauses_to_tighten(trust: Make) -> None:
    made = trust(GITHUB, {"StringLike": {"sub": "repo:*"}, "StringEquals": {"aud": "sts.amazonaws.com"}})
    witness = made.reach.witness
    assert [str(condition.key) for condition in witness.conditions] == [f"{GITHUB}:sub"]
    assert (witness.field, witness.certain) == ("owner", True)
    assert list(witness.claims) == ["sub", "aud"]


def test_without_any_condition_there_is_no_clause_to_tighten(trust: Make) -> None:
    assert trust(GITHUB, {"StringEquals": {"aud": "sts.amazonaws.com"}}).reach.witness.conditions == ()


def test_claims_of_one_token_agree(trust: Make) -> None:
    witness = trust(GITHUB, {"StringLike": {"sub": "repo:*:ref:*", "repository": "*/web", "ref": "*"}}).reach.witness
    assert witness.claims["sub"] == "repo:evil/web:ref:refs/heads/main"
    assert (witness.claims["repository"], witness.claims["ref"]) == ("evil/web", "refs/heads/main")


@pytest.mark.parametrize(
    ("deny", "open_"),
    [
        ({"Condition": {"StringNotLike": {"sub": "repo:acme/*"}}}, False),
        ({"Condition": {"StringLike": {"sub": "repo:evil/*"}}}, True),
        ({"Condition": {"StringNotEquals": {"repository_owner_id": "123"}}}, False),
        ({"Condition": {"StringNotLike": {"sub": "repo:«var.org»/*"}}}, False),
        ({"Condition": {"StringLike": {"sub": "*:pull_request"}}}, True),
        ({"Condition": {}}, False),
        ({"Effect": "«var.effect»", "Condition": {}}, False),
        ({"Effect": "Allow", "Condition": {}}, True),
    ],
)
def test_deny_statements_close(trust: Make, deny: dict[str, Any], open_: bool) -> None:
    made = trust(GITHUB, {"StringLike": {"sub": "repo:*"}}, [deny])
    witness = made.reach.witness
    assert (witness is not None) is open_
    if open_:
        assert made.allows(**witness.claims)


def test_too_many_deny_statements_are_not_followed(trust: Make) -> None:
    clauses = {"StringLike": {"sub": "repo:a/*", "aud": "x", "actor": "y"}}
    found = trust(GITHUB, {"StringLike": {"sub": "repo:*"}}, [{"Condition": clauses}] * 5).reach
    assert found.denial is None
    assert found.witness is not None


def test_unknown_statements_leave_doubt(trust: Make) -> None:
    made = trust(GITHUB, {"StringLike": {"sub": "repo:*"}})
    policy = replace(made.policy, complete=False)
    witness = reach(policy, policy.statements[0], made.match).witness
    assert witness is not None
    assert not witness.certain


def test_unknown_conditions_may_close_it(trust: Make) -> None:
    made = trust(GITHUB, {"StringLike": {"sub": "repo:*"}})
    statement = replace(made.statement, conditions_complete=False)
    policy = replace(made.policy, statements=(statement,))
    assert reach(policy, statement, made.match).witness is None


def test_an_unknown_exclusion_may_close_it(trust: Make) -> None:
    made = trust(GITHUB, {"StringNotLike": {"sub": "repo:acme/*"}})
    (condition,) = made.statement.conditions
    unknown = replace(condition, values=replace(condition.values, complete=False))
    statement = replace(made.statement, conditions=(unknown,))
    policy = replace(made.policy, statements=(statement,))
    assert reach(policy, statement, made.match).witness is None


def test_a_deny_with_unknown_conditions_is_no_proof(trust: Make) -> None:
    made = trust(GITHUB, {"StringLike": {"sub": "repo:*"}}, [{"Condition": {"StringLike": {"sub": "repo:*"}}}])
    allow, deny = made.policy.statements
    policy = replace(made.policy, statements=(allow, replace(deny, conditions_complete=False)))
    found = reach(policy, allow, made.match)
    assert found.denial is None
    assert found.witness is None


@pytest.mark.parametrize("host", [GITHUB, "accounts.google.com"])
def test_the_principal_is_for_others_to_judge(trust: Make, host: str) -> None:
    made = trust(host, {"StringLike": {"sub": "*"}})
    other = trust("cognito-identity.amazonaws.com", {}).statement.principals
    for principals in (None, (), other, (*other, *made.statement.principals)):
        statement = replace(made.statement, principals=principals)
        policy = replace(made.policy, statements=(statement,))
        assert reach(policy, statement, made.match).witness is not None


def test_doubtful_issuers_are_not_certain(trust: Make) -> None:
    witness = trust("codeberg.org/api/actions", {"StringLike": {"sub": "repo:*"}}).reach.witness
    assert witness is not None
    assert not witness.certain
