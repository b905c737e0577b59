"""The causes of real denials, each in every form: found by its rule at the right token, the mended twin silent."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from assumelint.cli import main

Write = Callable[[Any], str]
Check = Callable[[str, str], list[dict[str, Any]]]

GITHUB = "token.actions.githubusercontent.com"
GITLAB = "gitlab.com"
EKS = "oidc.eks.eu-west-1.amazonaws.com/id/A1B2C3D4E5F60718293A4B5C6D7E8F90"
TERRAFORM = "app.terraform.io"
CIRCLECI = "oidc.circleci.com/org/3e1b2c4d-0000-4000-8000-1234567890ab"
COGNITO = "cognito-identity.amazonaws.com"
FORM_NAMES = ("data source", "jsonencode", "heredoc", "YAML object", "YAML !Sub", "JSON template", "plain JSON")


def arn(host: str) -> str:
    return f"arn:aws:iam::123456789012:oidc-provider/{host}"


@dataclass(frozen=True)
class Policy:
    """One statement. `conditions` are operator, key and value."""

    principal: Mapping[str, Any]
    conditions: tuple[tuple[str, str, Any], ...]
    action: Any = "sts:AssumeRoleWithWebIdentity"
    version: str = "2012-10-17"
    effect: str = "Allow"
    beside: tuple[Mapping[str, Any], ...] = field(default=())

    def document(self) -> dict[str, Any]:
        condition: dict[str, dict[str, Any]] = {}
        for operator, key, value in self.conditions:
            condition.setdefault(operator, {})[key] = value
        statement: dict[str, Any] = {"Effect": self.effect, "Principal": dict(self.principal), "Action": self.action}
        if condition:
            statement["Condition"] = condition
        return {"Version": self.version, "Statement": [*self.beside, statement]}


def trust(host: str, sub: Any, aud: Any = "sts.amazonaws.com", operator: str = "StringLike") -> Policy:
    conditions = [("StringEquals", f"{host}:aud", aud)] if aud is not None else []
    conditions += [(operator, f"{host}:sub", sub)] if sub is not None else []
    return Policy({"Federated": host if host == COGNITO else arn(host)}, tuple(conditions))


def github(sub: Any, operator: str = "StringLike", aud: Any = "sts.amazonaws.com") -> Policy:
    return trust(GITHUB, sub, aud, operator)


def keyed(key: str, host: str = GITHUB, sub: str = "repo:acme/app:environment:production") -> Policy:
    """A policy whose subject stands under a key of its own."""
    return Policy(
        {"Federated": arn(host)},
        (("StringEquals", f"{host}:aud", "sts.amazonaws.com"), ("StringLike", key, sub)),
    )


def extra(policy: Policy, *conditions: tuple[str, str, Any]) -> Policy:
    return replace(policy, conditions=(*policy.conditions, *conditions))


RIGHT = github("repo:acme/app:environment:production")
ORDERS = trust(EKS, "system:serviceaccount:shop:orders")
WORKSPACE = "organization:acme:project:Default Project:workspace:network:run_phase:*"

# name: rule, the token that is wrong, the policy, the mended one
CAUSES: dict[str, tuple[str, str, Policy, Policy]] = {
    # Principal and action
    "service principal": (
        "missing-federated-principal",
        "eks.amazonaws.com",
        replace(ORDERS, principal={"Service": "eks.amazonaws.com"}),
        ORDERS,
    ),
    "provider under AWS": (
        "missing-federated-principal",
        arn(GITHUB),
        replace(RIGHT, principal={"AWS": arn(GITHUB)}),
        RIGHT,
    ),
    "node role": (
        "missing-federated-principal",
        "arn:aws:iam::123456789012:role/node",
        replace(ORDERS, principal={"AWS": "arn:aws:iam::123456789012:role/node"}),
        ORDERS,
    ),
    "AssumeRole": ("missing-web-identity-action", "sts:AssumeRole", replace(RIGHT, action="sts:AssumeRole"), RIGHT),
    "AssumeRoleWithSAML": (
        "missing-web-identity-action",
        "sts:AssumeRoleWithSAML",
        replace(RIGHT, action="sts:AssumeRoleWithSAML"),
        RIGHT,
    ),
    "misspelt action": (
        "missing-web-identity-action",
        "sts:AssumeRoleWithWebIdentiy",
        replace(RIGHT, action=["sts:AssumeRoleWithWebIdentiy"]),
        RIGHT,
    ),
    "scheme in the ARN": (
        "malformed-provider-arn",
        arn(f"https://{GITHUB}"),
        replace(RIGHT, principal={"Federated": arn(f"https://{GITHUB}")}),
        RIGHT,
    ),
    "URL as principal": (
        "malformed-provider-arn",
        f"https://{GITHUB}",
        replace(RIGHT, principal={"Federated": f"https://{GITHUB}"}),
        RIGHT,
    ),
    "role ARN as provider": (
        "malformed-provider-arn",
        "arn:aws:iam::123456789012:role/github",
        replace(RIGHT, principal={"Federated": "arn:aws:iam::123456789012:role/github"}),
        RIGHT,
    ),
    "no account": (
        "malformed-provider-arn",
        f"arn:aws:iam:::oidc-provider/{GITHUB}",
        replace(RIGHT, principal={"Federated": f"arn:aws:iam:::oidc-provider/{GITHUB}"}),
        RIGHT,
    ),
    "one colon too few": (
        "malformed-provider-arn",
        f"arn:aws:iam:123456789012:oidc-provider/{GITHUB}",
        replace(RIGHT, principal={"Federated": f"arn:aws:iam:123456789012:oidc-provider/{GITHUB}"}),
        RIGHT,
    ),
    "eleven digits": (
        "malformed-provider-arn",
        f"arn:aws:iam::12345678901:oidc-provider/{GITHUB}",
        replace(RIGHT, principal={"Federated": f"arn:aws:iam::12345678901:oidc-provider/{GITHUB}"}),
        RIGHT,
    ),
    "no such partition": (
        "malformed-provider-arn",
        f"arn:aws-china:iam::123456789012:oidc-provider/{GITHUB}",
        replace(RIGHT, principal={"Federated": f"arn:aws-china:iam::123456789012:oidc-provider/{GITHUB}"}),
        RIGHT,
    ),
    "wildcard in the ARN": (
        "malformed-provider-arn",
        arn("*"),
        replace(RIGHT, principal={"Federated": arn("*")}),
        RIGHT,
    ),
    "bare custom host": (
        "malformed-provider-arn",
        GITHUB,
        replace(RIGHT, principal={"Federated": GITHUB}),
        RIGHT,
    ),
    "plural provider": (
        "malformed-provider-arn",
        f"arn:aws:iam::123456789012:oidc-providers/{GITHUB}",
        replace(RIGHT, principal={"Federated": f"arn:aws:iam::123456789012:oidc-providers/{GITHUB}"}),
        RIGHT,
    ),
    "tokens.actions": (
        "unknown-issuer-host",
        arn("tokens.actions.githubusercontent.com"),
        trust("tokens.actions.githubusercontent.com", "repo:acme/app:environment:production"),
        RIGHT,
    ),
    "trim ate a letter": (
        "unknown-issuer-host",
        arn("oken.actions.githubusercontent.com"),
        trust("oken.actions.githubusercontent.com", "repo:acme/app:environment:production"),
        RIGHT,
    ),
    "region before eks": (
        "unknown-issuer-host",
        arn("oidc.eu-west-1.eks.amazonaws.com/id/A1B2C3D4E5F60718293A4B5C6D7E8F90"),
        trust(
            "oidc.eu-west-1.eks.amazonaws.com/id/A1B2C3D4E5F60718293A4B5C6D7E8F90", "system:serviceaccount:shop:orders"
        ),
        ORDERS,
    ),
    "vstoken": (
        "unknown-issuer-host",
        arn("vstoken.actions.githubusercontent.com"),
        trust("vstoken.actions.githubusercontent.com", "repo:acme/app:environment:production"),
        RIGHT,
    ),
    "slash after the host": (
        "unknown-issuer-host",
        arn(f"{GITHUB}/"),
        trust(f"{GITHUB}/", "repo:acme/app:environment:production"),
        RIGHT,
    ),
    "pods.eks with a web identity action": (
        "pod-identity-mismatch",
        "sts:AssumeRoleWithWebIdentity",
        Policy({"Service": "pods.eks.amazonaws.com"}, ()),
        Policy({"Service": "pods.eks.amazonaws.com"}, (), action=["sts:AssumeRole", "sts:TagSession"]),
    ),
    "pods.eks without TagSession": (
        "pod-identity-mismatch",
        "sts:AssumeRole",
        Policy({"Service": "pods.eks.amazonaws.com"}, (), action="sts:AssumeRole"),
        Policy({"Service": "pods.eks.amazonaws.com"}, (), action=["sts:AssumeRole", "sts:TagSession"]),
    ),
    "pods.eks with a subject": (
        "pod-identity-mismatch",
        f"{EKS}:sub",
        Policy(
            {"Service": "pods.eks.amazonaws.com"},
            (("StringEquals", f"{EKS}:sub", "system:serviceaccount:shop:orders"),),
            action=["sts:AssumeRole", "sts:TagSession"],
        ),
        Policy({"Service": "pods.eks.amazonaws.com"}, (), action=["sts:AssumeRole", "sts:TagSession"]),
    ),
    "two issuers' keys in one statement": (
        "mixed-issuers",
        f"{EKS[:-1]}1:sub",
        Policy(
            {"Federated": [arn(EKS), arn(f"{EKS[:-1]}1")]},
            (
                ("StringEquals", f"{EKS}:sub", "system:serviceaccount:shop:orders"),
                ("StringEquals", f"{EKS[:-1]}1:sub", "system:serviceaccount:shop:orders"),
            ),
        ),
        ORDERS,
    ),
    # Audience
    "sts.amazon.com": (
        "wrong-audience",
        "sts.amazon.com",
        github("repo:acme/app:environment:production", aud="sts.amazon.com"),
        RIGHT,
    ),
    "URL as audience": (
        "wrong-audience",
        "https://sts.amazonaws.com",
        github("repo:acme/app:environment:production", aud="https://sts.amazonaws.com"),
        RIGHT,
    ),
    "audience in capitals": (
        "wrong-audience",
        "STS.amazonaws.com",
        trust(EKS, "system:serviceaccount:shop:orders", "STS.amazonaws.com"),
        ORDERS,
    ),
    "identity pool": (
        "wrong-audience",
        "sts.amazonaws.com",
        trust(COGNITO, None, "sts.amazonaws.com"),
        trust(COGNITO, None, "eu-west-1:12345678-1234-1234-1234-123456789012"),
    ),
    "cognito without audience": (
        "missing-audience",
        COGNITO,
        extra(trust(COGNITO, None, None), ("ForAnyValue:StringLike", f"{COGNITO}:amr", "authenticated")),
        extra(
            trust(COGNITO, None, "eu-west-1:12345678-1234-1234-1234-123456789012"),
            ("ForAnyValue:StringLike", f"{COGNITO}:amr", "authenticated"),
        ),
    ),
    # Subject, dead
    "no subject": ("missing-subject", arn(GITHUB), github(None), RIGHT),
    "no workspace": (
        "missing-subject",
        arn(TERRAFORM),
        trust(TERRAFORM, None, "aws.workload.identity"),
        trust(TERRAFORM, WORKSPACE, "aws.workload.identity"),
    ),
    "star under StringEquals": (
        "wildcard-under-equals",
        "repo:acme/app:*",
        github("repo:acme/app:*", "StringEquals"),
        github("repo:acme/app:*"),
    ),
    "question mark under StringEquals": (
        "wildcard-under-equals",
        "system:serviceaccount:shop:orders-?",
        trust(EKS, "system:serviceaccount:shop:orders-?", operator="StringEquals"),
        trust(EKS, "system:serviceaccount:shop:orders-?"),
    ),
    "star under ForAnyValue:StringEquals": (
        "wildcard-under-equals",
        "repo:acme/app:*",
        github(["repo:acme/app:*"], "ForAnyValue:StringEquals"),
        github(["repo:acme/app:*"], "ForAnyValue:StringLike"),
    ),
    "aud and sub swapped": (
        "swapped-claims",
        "repo:acme/app:environment:production",
        github("sts.amazonaws.com", aud="repo:acme/app:environment:production"),
        RIGHT,
    ),
    "StringEquals and StringLike on one key": (
        "conflicting-conditions",
        "repo:acme/web:*",
        extra(
            github("repo:acme/app:environment:production", "StringEquals"),
            ("StringLike", f"{GITHUB}:sub", "repo:acme/web:*"),
        ),
        github(["repo:acme/app:environment:production", "repo:acme/web:*"]),
    ),
    "revision hash": (
        "revision-hash-subject",
        "system:serviceaccount:crossplane-system:provider-aws-3f1a9c0d2b7e",
        trust(EKS, "system:serviceaccount:crossplane-system:provider-aws-3f1a9c0d2b7e"),
        trust(EKS, "system:serviceaccount:crossplane-system:provider-aws-*"),
    ),
    # Subject, open
    "every repository there is": ("open-to-any-tenant", "repo:*", github("repo:*"), RIGHT),
    "every owner": ("open-to-any-tenant", "repo:*/app:*", github("repo:*/app:*"), RIGHT),
    "an owner's prefix": ("open-to-any-tenant", "repo:acme*/app:*", github("repo:acme*/app:*"), RIGHT),
    "a star beside a tight value": ("open-to-any-tenant", "*", github(["repo:acme/app:*", "*"]), RIGHT),
    "an organisation's prefix": (
        "open-to-any-tenant",
        "organization:acme*:project:*:workspace:*:run_phase:*",
        trust(TERRAFORM, "organization:acme*:project:*:workspace:*:run_phase:*", "aws.workload.identity"),
        trust(TERRAFORM, WORKSPACE, "aws.workload.identity"),
    ),
    "every repository of the organisation": ("broad-subject", "repo:acme/*", github("repo:acme/*"), RIGHT),
    "every service account": (
        "broad-subject",
        "system:serviceaccount:*",
        trust(EKS, "system:serviceaccount:*"),
        ORDERS,
    ),
    "any pod of the cluster": ("broad-subject", arn(EKS), trust(EKS, None), ORDERS),
    "ForAllValues": (
        "for-all-values",
        "ForAllValues:StringLike",
        github("repo:acme/app:*", "ForAllValues:StringLike"),
        github("repo:acme/app:*"),
    ),
    "all but one": (
        "ineffective-condition",
        "StringNotEquals",
        github("repo:acme/old:environment:production", "StringNotEquals"),
        RIGHT,
    ),
    "negated unmapped claim": (
        "ineffective-condition",
        f"{GITHUB}:event_name",
        extra(RIGHT, ("StringNotEquals", f"{GITHUB}:event_name", "pull_request")),
        RIGHT,
    ),
    # Condition keys
    "scheme in the key": (
        "issuer-key-mismatch",
        f"https://{GITHUB}:sub",
        keyed(f"https://{GITHUB}:sub"),
        RIGHT,
    ),
    "slash in the key": ("issuer-key-mismatch", f"{GITHUB}/:sub", keyed(f"{GITHUB}/:sub"), RIGHT),
    "ARN in the key": ("issuer-key-mismatch", f"{arn(GITHUB)}:sub", keyed(f"{arn(GITHUB)}:sub"), RIGHT),
    "oidc-provider in the key": (
        "issuer-key-mismatch",
        f"oidc-provider/{GITHUB}:sub",
        keyed(f"oidc-provider/{GITHUB}:sub"),
        RIGHT,
    ),
    "typo in the key": (
        "issuer-key-mismatch",
        "token.action.githubusercontent.com:sub",
        keyed("token.action.githubusercontent.com:sub"),
        RIGHT,
    ),
    "audience in the key": (
        "issuer-key-mismatch",
        "sts.amazonaws.com:sub",
        keyed("sts.amazonaws.com:sub"),
        RIGHT,
    ),
    "enterprise slug": ("issuer-key-mismatch", f"{GITHUB}/acme:sub", keyed(f"{GITHUB}/acme:sub"), RIGHT),
    "vstoken in the key": (
        "issuer-key-mismatch",
        "vstoken.actions.githubusercontent.com:sub",
        keyed("vstoken.actions.githubusercontent.com:sub"),
        RIGHT,
    ),
    "another Terraform host": (
        "issuer-key-mismatch",
        "tfe.example.com:sub",
        Policy(
            {"Federated": arn(TERRAFORM)},
            (
                ("StringEquals", f"{TERRAFORM}:aud", "aws.workload.identity"),
                ("StringLike", "tfe.example.com:sub", WORKSPACE),
            ),
        ),
        trust(TERRAFORM, WORKSPACE, "aws.workload.identity"),
    ),
    "bare claim": ("issuer-key-mismatch", "sub", keyed("sub"), RIGHT),
    "another cluster": (
        "issuer-key-mismatch",
        f"{EKS[:-1]}1:sub",
        keyed(f"{EKS[:-1]}1:sub", EKS, "system:serviceaccount:shop:orders"),
        ORDERS,
    ),
    "unmapped claim": (
        "unsupported-claim",
        f"{GITHUB}:repository_owner",
        extra(RIGHT, ("StringEquals", f"{GITHUB}:repository_owner", "acme")),
        extra(RIGHT, ("StringEquals", f"{GITHUB}:repository_owner_id", "583231")),
    ),
    "issuer as a claim": (
        "unsupported-claim",
        f"{EKS}:iss",
        extra(ORDERS, ("StringEquals", f"{EKS}:iss", f"https://{EKS}")),
        ORDERS,
    ),
    "external id": (
        "unsupported-claim",
        "sts:ExternalId",
        extra(RIGHT, ("StringEquals", "sts:ExternalId", "acme")),
        RIGHT,
    ),
    "unknown operator": (
        "unknown-operator",
        "StringLikes",
        github("repo:acme/app:*", "StringLikes"),
        github("repo:acme/app:*"),
    ),
    "variable under the old version": (
        "literal-policy-variable",
        "repo:acme/${aws:RequestTag/repo}:environment:production",
        replace(github("repo:acme/${aws:RequestTag/repo}:environment:production"), version="2008-10-17"),
        replace(RIGHT, version="2008-10-17"),
    ),
}

# Subjects that no token has, and what was meant.
SUBJECTS: tuple[tuple[str, str, str, str], ...] = (
    (GITHUB, "sts.amazonaws.com", "repo:acme/app", "repo:acme/app:*"),
    (GITHUB, "sts.amazonaws.com", "repo:", "repo:acme/app:*"),
    (GITHUB, "sts.amazonaws.com", "repo::*", "repo:acme/app:*"),
    (GITHUB, "sts.amazonaws.com", "repo:app:*", "repo:acme/app:*"),
    (GITHUB, "sts.amazonaws.com", "acme/app:*", "repo:acme/app:*"),
    (GITHUB, "sts.amazonaws.com", "repo:acme/app::environment:production", "repo:acme/app:environment:production"),
    (GITHUB, "sts.amazonaws.com", "repo:acme/app:environment/production", "repo:acme/app:environment:production"),
    (GITHUB, "sts.amazonaws.com", "repo:acme/app:ref:heads/main", "repo:acme/app:ref:refs/heads/main"),
    (GITHUB, "sts.amazonaws.com", "repo:acme/app:ref:main", "repo:acme/app:ref:refs/heads/main"),
    (GITHUB, "sts.amazonaws.com", "repo:acme/app:refs/heads/main", "repo:acme/app:ref:refs/heads/main"),
    (GITHUB, "sts.amazonaws.com", "repo:github.com/acme/app:*", "repo:acme/app:*"),
    (GITHUB, "sts.amazonaws.com", "repo:https://github.com/acme/app:*", "repo:acme/app:*"),
    (GITHUB, "sts.amazonaws.com", "repo:acme-123456/app-654321/ref:*", "repo:acme@*/app@*:ref:*"),
    (
        GITLAB,
        "https://gitlab.com",
        "project_path:acme/app:ref_type:mr:ref:main",
        "project_path:acme/app:ref_type:branch:ref:main",
    ),
    (
        GITLAB,
        "https://gitlab.com",
        "repo:acme/app:ref:refs/heads/main",
        "project_path:acme/app:ref_type:branch:ref:main",
    ),
    (TERRAFORM, "aws.workload.identity", "organization:acme:workspace:network:run_phase:*", WORKSPACE),
    (TERRAFORM, "aws.workload.identity", "organization:acme:project:Default Project:workspace:network", WORKSPACE),
    (
        CIRCLECI,
        CIRCLECI.rpartition("/")[2],
        f"org/https://{CIRCLECI}/project/9f8e7d6c-0000-4000-8000-abcdefabcdef/user/*",
        f"org/{CIRCLECI.rpartition('/')[2]}/project/9f8e7d6c-0000-4000-8000-abcdefabcdef/*",
    ),
    (EKS, "sts.amazonaws.com", "system:serviceaccount:orders", "system:serviceaccount:shop:orders"),
    (EKS, "sts.amazonaws.com", "system:serviceaccount/shop/orders", "system:serviceaccount:shop:orders"),
    (EKS, "sts.amazonaws.com", "system:serviceaccounts:shop:orders", "system:serviceaccount:shop:orders"),
    (
        EKS,
        "sts.amazonaws.com",
        "system:serviceaccount:system:serviceaccount:shop:orders",
        "system:serviceaccount:shop:orders",
    ),
)
for host, aud, wrong, meant in SUBJECTS:
    CAUSES[f"subject {wrong}"] = ("impossible-subject", wrong, trust(host, wrong, aud), trust(host, meant, aud))


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    def run(name: str, source: str) -> list[dict[str, Any]]:
        (tmp_path / name).write_text(source, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        main(["check", "--output-format", "json"])
        findings: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["findings"]
        return [finding for finding in findings if finding["severity"] != "note"]

    return run


def pointed_at(source: str, finding: dict[str, Any]) -> str:
    assert finding["line"] == finding["end_line"]
    line: str = source.splitlines()[finding["line"] - 1]
    return line[finding["column"] - 1 : finding["end_column"] - 1]


def written(form: str, token: str) -> str:
    return (
        json.dumps(token).replace("${", {"YAML !Sub": "${!"}.get(form, "$${")) if "${" in token else json.dumps(token)
    )


@pytest.mark.parametrize("form", FORM_NAMES)
@pytest.mark.parametrize("cause", CAUSES)
def test_the_cause_is_found_at_its_token(
    cause: str, form: str, check: Check, forms: dict[str, tuple[str, Write]]
) -> None:
    rule, token, policy, _ = CAUSES[cause]
    name, write = forms[form]
    source = write(policy.document())
    found = check(name, source)
    assert [finding["rule"] for finding in found] == [rule]
    plain = form in ("YAML object", "JSON template", "plain JSON")
    assert pointed_at(source, found[0]) == (json.dumps(token) if plain else written(form, token))
    assert found[0]["role"] in ("aws_iam_role.ci", "Ci", "trust.json")


@pytest.mark.parametrize("form", FORM_NAMES)
@pytest.mark.parametrize("cause", CAUSES)
def test_the_mended_twin_is_silent(cause: str, form: str, check: Check, forms: dict[str, tuple[str, Write]]) -> None:
    name, write = forms[form]
    assert check(name, write(CAUSES[cause][3].document())) == []
