"""Details of single rules: lower severities, advice without a fix, and which rule reports a fault."""

from collections.abc import Callable
from typing import Any

import pytest

from assumelint.model import Form

Judge = Callable[..., list[Any]]
Expected = list[tuple[str, str, str]]

GITHUB = "token.actions.githubusercontent.com"
ARN = f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"
CLUSTER = "oidc.eks.cn-north-1.amazonaws.com.cn/id/A1B2C3D4E5F60718293A4B5C6D7E8F90"
BOTH = ["repo:acme/app:environment:x", "repo:acme@*/app@*:environment:x"]
AUD = {f"{GITHUB}:aud": "sts.amazonaws.com"}
GOOD = {"StringEquals": AUD, "StringLike": {f"{GITHUB}:sub": BOTH}}
WEB = "sts:AssumeRoleWithWebIdentity"


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(principal: Any = None, condition: Any = GOOD, action: Any = WEB, **others: Any) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"Federated": ARN} if principal is None else principal,
        "Action": action,
        "Condition": condition,
        **others,
    }


def subjects(*values: str, operator: str = "StringLike") -> dict[str, Any]:
    return allow(condition={"StringEquals": AUD, operator: {f"{GITHUB}:sub": list(values)}})


DEAD = "repo:acme/app"
CASES: dict[str, tuple[dict[str, Any], Expected]] = {
    "no principal at all": (
        {"Effect": "Allow", "Action": WEB, "Condition": GOOD},
        [("missing-federated-principal", "error", WEB)],
    ),
    "web identity beside AssumeRole": (
        allow({"AWS": "arn:aws:iam::123456789012:root"}, {}, ["sts:AssumeRole", WEB]),
        [("missing-federated-principal", "warning", "arn:aws:iam::123456789012:root")],
    ),
    "conditions without web identity": (
        allow({"AWS": "arn:aws:iam::123456789012:root"}, action="sts:AssumeRole"),
        [("missing-federated-principal", "error", "arn:aws:iam::123456789012:root")],
    ),
    "no action at all": (
        {"Effect": "Allow", "Principal": {"Federated": ARN}, "Condition": GOOD},
        [("missing-web-identity-action", "error", ARN)],
    ),
    "all actions but the right one": (
        {"Effect": "Allow", "Principal": {"Federated": ARN}, "NotAction": WEB, "Condition": GOOD},
        [("missing-web-identity-action", "error", WEB)],
    ),
    "all actions but another": (
        {"Effect": "Allow", "Principal": {"Federated": ARN}, "NotAction": "sts:AssumeRole", "Condition": GOOD},
        [],
    ),
    "tags without a grant": (
        allow(action="sts:TagSession"),
        [("missing-web-identity-action", "error", "sts:TagSession")],
    ),
    "an unknown action of another service": (
        allow(action="s3:⟨var.verb⟩"),
        [("missing-web-identity-action", "error", "s3:⟨var.verb⟩"), ("prohibited-element", "error", "s3:⟨var.verb⟩")],
    ),
    "an unknown action of STS": (allow(action="sts:⟨var.verb⟩"), []),
    "SAML keys for SAML": (
        allow(
            {"Federated": "arn:aws:iam::123456789012:saml-provider/okta"},
            {"StringEquals": {"saml:aud": "https://signin.aws.amazon.com/saml"}},
            "sts:AssumeRoleWithSAML",
        ),
        [],
    ),
    "SAML keys for a principal that may be SAML": (
        allow({"Federated": "⟨var.provider⟩"}, {"StringEquals": {"SAML:aud": "x"}}, ["sts:AssumeRoleWithSAML", WEB]),
        [],
    ),
    "SAML keys where SAML is trusted too": (
        allow(
            {"Federated": [ARN, "arn:aws:iam::123456789012:saml-provider/okta"]},
            {**GOOD, "StringEqualsIgnoreCase": {"saml:aud": "https://signin.aws.amazon.com/saml"}},
            ["sts:AssumeRoleWithSAML", WEB],
        ),
        [("issuer-key-mismatch", "warning", "saml:aud")],
    ),
    "a service's key that asks nothing of a token": (
        allow(condition={**GOOD, "StringNotEquals": {"s3:prefix": "secret"}}),
        [],
    ),
    "a service's key in a statement for a service": (
        allow(
            {"Service": "ec2.amazonaws.com"},
            {"StringEquals": {"ec2:SourceInstanceARN": "x", "gitlab:aud": "x"}},
            "sts:AssumeRole",
        ),
        [],
    ),
    "a key without a value that must be there": (
        allow(condition={**GOOD, "Null": {"github:repository_id": "false"}}),
        [("issuer-key-mismatch", "error", "github:repository_id")],
    ),
    "a key without a value that must not be there": (
        allow(condition={**GOOD, "Null": {"s3:prefix": "true"}}),
        [],
    ),
    "a wildcard where the claim may be absent, but never is": (
        allow(condition={"StringEquals": AUD, "StringEqualsIfExists": {f"{GITHUB}:sub": "repo:acme/*"}}),
        [
            ("wildcard-under-equals", "error", "repo:acme/*"),
            ("required-condition", "error", "StringEqualsIfExists"),
        ],
    ),
    "a wildcard where the claim may be absent": (
        allow(condition={**GOOD, "StringEqualsIfExists": {f"{GITHUB}:environment": "prod*"}}),
        [("wildcard-under-equals", "warning", "prod*")],
    ),
    "unknown principal for SAML": (allow({"Federated": "⟨var.arn⟩"}, {}, "sts:AssumeRoleWithSAML"), []),
    "SAML provider": (
        allow({"Federated": "arn:aws:iam::123456789012:saml-provider/okta"}),
        [("malformed-provider-arn", "error", "arn:aws:iam::123456789012:saml-provider/okta")],
    ),
    "nobody": (allow({"Federated": ""}), [("malformed-provider-arn", "error", "")]),
    "a word": (allow({"Federated": "github"}), [("malformed-provider-arn", "error", "github")]),
    "another service": (
        allow({"Federated": ARN.replace("iam", "sts")}),
        [("malformed-provider-arn", "error", ARN.replace("iam", "sts"))],
    ),
    "a region": (
        allow({"Federated": ARN.replace("iam:", "iam:eu-west-1")}),
        [("malformed-provider-arn", "error", ARN.replace("iam:", "iam:eu-west-1"))],
    ),
    "an ARN in an ARN": (
        allow({"Federated": f"arn:aws:iam::123456789012:oidc-provider/{ARN}"}),
        [("malformed-provider-arn", "error", f"arn:aws:iam::123456789012:oidc-provider/{ARN}")],
    ),
    "no host": (
        allow({"Federated": "arn:aws:iam::123456789012:oidc-provider/"}),
        [("malformed-provider-arn", "error", "arn:aws:iam::123456789012:oidc-provider/")],
    ),
    "a blank": (allow({"Federated": f"{ARN} "}), [("malformed-provider-arn", "error", f"{ARN} ")]),
    "a URL behind unknown account": (
        allow({"Federated": f"arn:aws:iam::⟨var.account⟩:oidc-provider/https://{GITHUB}"}),
        [("malformed-provider-arn", "error", f"arn:aws:iam::⟨var.account⟩:oidc-provider/https://{GITHUB}")],
    ),
    "a cluster's URL in the ARN": (
        allow(
            {"Federated": "arn:aws:iam::⟨var.account⟩:oidc-provider/⟨aws_eks_cluster.a.identity[0].oidc[0].issuer⟩"}, {}
        ),
        [
            (
                "malformed-provider-arn",
                "error",
                "arn:aws:iam::⟨var.account⟩:oidc-provider/⟨aws_eks_cluster.a.identity[0].oidc[0].issuer⟩",
            )
        ],
    ),
    "a provider's URL as principal": (
        allow({"Federated": "⟨data.aws_iam_openid_connect_provider.github.url⟩"}),
        [("malformed-provider-arn", "error", "⟨data.aws_iam_openid_connect_provider.github.url⟩")],
    ),
    "a role in an unknown account": (
        allow({"Federated": "arn:aws:iam::⟨var.account⟩:role/ci"}),
        [("malformed-provider-arn", "error", "arn:aws:iam::⟨var.account⟩:role/ci")],
    ),
    "a Chinese cluster in another partition": (
        allow(
            {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{CLUSTER}"},
            {"StringEquals": {f"{CLUSTER}:aud": "sts.amazonaws.com", f"{CLUSTER}:sub": "system:serviceaccount:a:b"}},
        ),
        [("malformed-provider-arn", "warning", f"arn:aws:iam::123456789012:oidc-provider/{CLUSTER}")],
    ),
    "keys of one of two issuers": (
        allow({"Federated": [ARN, "arn:aws:iam::123456789012:oidc-provider/gitlab.com"]}),
        [("mixed-issuers", "warning", "arn:aws:iam::123456789012:oidc-provider/gitlab.com")],
    ),
    "NotPrincipal": (
        {"Effect": "Allow", "NotPrincipal": {"Federated": ARN}, "Action": WEB, "Condition": GOOD},
        [("prohibited-element", "error", "NotPrincipal")],
    ),
    "misspelt element": (allow(Conditions={}), [("prohibited-element", "error", "Conditions")]),
    "effect in small letters": (
        {**allow(), "Effect": "allow"},
        [("prohibited-element", "error", "allow")],
    ),
    "action of another service": (
        allow(action=[WEB, "s3:GetObject"]),
        [("prohibited-element", "error", "s3:GetObject")],
    ),
    "anyone": (
        {**allow(), "Principal": "*"},
        [("wildcard-principal", "warning", "*")],
    ),
    "a dead value beside a live one": (subjects(DEAD, *BOTH), [("impossible-subject", "warning", DEAD)]),
    "a wildcard beside a live value": (
        subjects("repo:acme/app:ref:*", BOTH[0].replace("app", "web"), operator="StringEquals"),
        [("wildcard-under-equals", "warning", "repo:acme/app:ref:*")],
    ),
    "a star alone under StringEquals": (
        subjects("*", operator="StringEquals"),
        [("wildcard-under-equals", "error", "*")],
    ),
    "an unknown repository and nothing behind": (
        subjects("repo:acme/⟨each.key⟩"),
        [("impossible-subject", "warning", "repo:acme/⟨each.key⟩")],
    ),
    "the default audience": (
        allow(condition={**GOOD, "StringEquals": {f"{GITHUB}:aud": "https://github.com/acme"}}),
        [("wrong-audience", "warning", "https://github.com/acme")],
    ),
    "a wrong audience beside the right one": (
        allow(condition={**GOOD, "StringEquals": {f"{GITHUB}:aud": ["sts.amazonaws.com", "sts.amazon.com"]}}),
        [("wrong-audience", "warning", "sts.amazon.com")],
    ),
    "an audience of one's own": (allow(condition={**GOOD, "StringEquals": {f"{GITHUB}:aud": "acme"}}), []),
    "an ARN by its name in the key": (
        allow(
            {"Federated": "⟨var.provider_arn⟩"},
            {"StringEquals": {"⟨var.provider_arn⟩:sub": "system:serviceaccount:a:b"}},
        ),
        [("issuer-key-mismatch", "warning", "⟨var.provider_arn⟩:sub")],
    ),
    "a provider's ARN in the key": (
        allow(
            {"Federated": "⟨data.aws_iam_openid_connect_provider.x.arn⟩"},
            {"StringEquals": {"⟨data.aws_iam_openid_connect_provider.x.arn⟩:sub": "system:serviceaccount:a:b"}},
        ),
        [("issuer-key-mismatch", "error", "⟨data.aws_iam_openid_connect_provider.x.arn⟩:sub")],
    ),
    "a cluster's URL in the key": (
        allow(
            {"Federated": "⟨var.provider_arn⟩"},
            {"StringEquals": {"⟨aws_eks_cluster.a.identity[0].oidc[0].issuer⟩:sub": "system:serviceaccount:a:b"}},
        ),
        [("issuer-key-mismatch", "error", "⟨aws_eks_cluster.a.identity[0].oidc[0].issuer⟩:sub")],
    ),
    "a near miss beside an unknown principal": (
        allow({"Federated": "⟨var.arn⟩"}, {"StringLike": {f"tokens{GITHUB[5:]}:sub": BOTH}}),
        [("issuer-key-mismatch", "error", f"tokens{GITHUB[5:]}:sub")],
    ),
    "no colon in the key": (
        allow(condition={"StringEquals": AUD, "StringLike": {f"{GITHUB}/sub": BOTH}}),
        [("issuer-key-mismatch", "error", f"{GITHUB}/sub")],
    ),
    "an organisation of AWS": (
        allow(condition={**GOOD, "StringEqualsIgnoreCase": {"aws:PrincipalOrgID": "o-1"}}),
        [("unsupported-claim", "warning", "aws:PrincipalOrgID")],
    ),
    "no organisation but this": (allow(condition={**GOOD, "StringNotEquals": {"sts:ExternalId": "x"}}), []),
    "the subject compared with itself": (
        subjects("${token.actions.githubusercontent.com:sub}"),
        [("ineffective-condition", "error", "${token.actions.githubusercontent.com:sub}")],
    ),
    "an issuer that only the keys tell": (
        allow({"Federated": "⟨var.arn⟩"}, {"StringEquals": AUD, "StringLike": {f"{GITHUB}:sub": DEAD}}),
        [("impossible-subject", "warning", DEAD)],
    ),
    "no subject, and an issuer that only the keys tell": (
        allow({"Federated": "⟨var.arn⟩"}, {"StringEquals": AUD}),
        [("missing-subject", "error", "⟨var.arn⟩")],
    ),
    "keys of two issuers beside an unknown principal": (
        allow({"Federated": "⟨var.arn⟩"}, {"StringEquals": {**AUD, "gitlab.com:aud": "https://gitlab.com"}}),
        [],
    ),
    "a cluster's subject of an unknown issuer": (
        allow(
            {"Federated": "⟨var.arn⟩"},
            {"StringEquals": {"⟨local.host⟩:sub": "system:serviceaccount:system:serviceaccount:a:b"}},
        ),
        [("impossible-subject", "warning", "system:serviceaccount:system:serviceaccount:a:b")],
    ),
    "names joined with ids by the wrong sign": (
        subjects("repo:octocat-123456/hello-world-654321:environment:x"),
        [("name-only-subject", "warning", "repo:octocat-123456/hello-world-654321:environment:x")],
    ),
    "an e-mail in place of a subject, where AWS asks for one": (
        allow(condition={"StringEquals": {**AUD, f"{GITHUB}:repository_id": "1296269"}}),
        [("required-condition", "error", ARN)],
    ),
}


def told(found: list[Any]) -> Expected:
    return [(each.rule, each.severity.value, each.token) for each in found if each.severity.value != "note"]


@pytest.mark.parametrize("name", CASES)
def test_a_statement(name: str, judge_policy: Judge) -> None:
    statement, expected = CASES[name]
    assert told(judge_policy(policy(statement))) == expected


def test_tags_beside_a_grant_to_the_same_principal(judge_policy: Judge) -> None:
    assert told(judge_policy(policy(allow(), allow(action="sts:TagSession")))) == []
    found = told(judge_policy(policy(allow(), allow(action="sts:AssumeRole"))))
    assert found == [("missing-web-identity-action", "warning", "sts:AssumeRole")]


def test_a_deny_that_takes_all(judge_policy: Judge) -> None:
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": WEB,
        "Condition": {"StringNotLike": {f"{GITHUB}:sub": "repo:other/*"}},
    }
    assert told(judge_policy(policy(allow(), deny))) == [("conflicting-conditions", "error", ARN)]


def test_the_remote_shows_a_wrong_case(judge_policy: Judge) -> None:
    found = judge_policy(policy(subjects("repo:acme/App:environment:x")), remote=("Acme", "App"))
    assert told(found) == [("subject-case", "warning", "repo:acme/App:environment:x")]
    assert "repo:Acme/App:environment:x" in found[0].judgement.hit.help
    assert told(judge_policy(policy(subjects("repo:acme/web:environment:x")), remote=("acme", "app"))) == []


def test_the_provider_beside_the_role(judge_policy: Judge) -> None:
    role = policy(allow(condition={**GOOD, "StringEquals": {f"{GITHUB}:aud": ["acme", "sts.amazonaws.com"]}}))
    github = (f"https://{GITHUB}", "sts.amazonaws.com")
    assert told(judge_policy(role, providers=(github,))) == [("audience-not-in-client-ids", "warning", "acme")]
    assert told(judge_policy(role, providers=((*github, "acme"),))) == []
    own = policy(allow(condition={**GOOD, "StringEquals": {f"{GITHUB}:aud": "https://github.com/acme"}}))
    assert told(judge_policy(own, providers=((f"https://{GITHUB}", "https://github.com/acme"),))) == []


@pytest.mark.parametrize(
    ("provider", "rule"),
    [
        (("token.actions.githubusercontent.com",), "provider-url"),
        (("https://gitlab.com:443",), "provider-url"),
        (("https://gitlab.com?x=1",), "provider-url"),
        (("https://gitlab.com ",), "provider-url"),
        (("https://gitlab.com/",), "provider-url"),
        (("https://vstoken.actions.githubusercontent.com",), "provider-url"),
        (("https://gitlab.com", *map(str, range(101))), "provider-client-ids"),
        (("https://token.actions.githubusercontent.com", "sts.amazon.com", "x"), "provider-client-ids"),
        (("https://login.acme.dev", "x"), ""),
        (("https://acme.eu.auth0.com/", "x"), ""),
    ],
)
def test_a_provider(provider: tuple[str, ...], rule: str, judge_policy: Judge) -> None:
    role = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    found = judge_policy(policy(role), providers=(provider,))
    assert [each.rule for each in found] == ([rule] if rule else [])


def test_a_policy_over_the_quota(judge_policy: Judge) -> None:
    long = [f"repo:acme/app-{number}:environment:production" for number in range(60)]
    assert ("policy-too-large", "warning") in [each[:2] for each in told(judge_policy(policy(subjects(*long))))]
    longer = [f"{value}-{'x' * 100}" for value in long]
    assert ("policy-too-large", "error") in [each[:2] for each in told(judge_policy(policy(subjects(*longer))))]
    assert ("policy-too-large", "error") in [
        each[:2] for each in told(judge_policy(policy(subjects(*longer)), kind="document"))
    ]
    assert told(judge_policy(policy(subjects(*longer)), kind="document", form=Form.HCL_BLOCK)) == []
