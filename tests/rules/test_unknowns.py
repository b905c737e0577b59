"""What the code does not tell is never held against it."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assumelint.model import Severity

GITHUB = "token.actions.githubusercontent.com"
EKS = "oidc.eks.eu-west-1.amazonaws.com/id/A1B2C3D4E5F60718293A4B5C6D7E8F90"
CIRCLECI = "oidc.circleci.com/org/3e1b2c4d-0000-4000-8000-1234567890ab"
Judge = Callable[..., list[Any]]

# host, audience, subject
RIGHT = (
    (GITHUB, "sts.amazonaws.com", "repo:acme/app:ref:refs/heads/main"),
    (GITHUB, "sts.amazonaws.com", "repo:acme@1/app@2:environment:production"),
    ("gitlab.com", "https://gitlab.com", "project_path:acme/app:ref_type:branch:ref:main"),
    ("app.terraform.io", "aws.workload.identity", "organization:acme:project:p:workspace:network:run_phase:plan"),
    (EKS, "sts.amazonaws.com", "system:serviceaccount:shop:orders"),
    ("agent.buildkite.com", "sts.amazonaws.com", "organization:acme:pipeline:p:ref:refs/heads/main:commit:*:step:*"),
    (
        CIRCLECI,
        CIRCLECI.rpartition("/")[2],
        f"org/{CIRCLECI.rpartition('/')[2]}/project/9f8e7d6c-0000-4000-8000-abcdefabcdef/user/*",
    ),
    ("acme.eu.auth0.com/", "deploy", "abc@clients"),
)
TEXTS = ("principal", "sub key", "aud key", "aud", "sub", "action", "effect", "operator")


def texts(host: str, aud: str, sub: str) -> dict[str, str]:
    return {
        "principal": f"arn:aws:iam::123456789012:oidc-provider/{host}",
        "aud key": f"{host}:aud",
        "sub key": f"{host}:sub",
        "aud": aud,
        "sub": sub,
        "action": "sts:AssumeRoleWithWebIdentity",
        "effect": "Allow",
        "operator": "StringLike",
    }


def document(text: dict[str, str]) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": text["effect"],
                "Principal": {"Federated": text["principal"]},
                "Action": text["action"],
                "Condition": {
                    "StringEquals": {text["aud key"]: text["aud"]},
                    text["operator"]: {text["sub key"]: text["sub"]},
                },
            }
        ],
    }


@st.composite
def hidden(draw: st.DrawFn) -> dict[str, str]:
    """A right policy, some stretches of its strings hidden."""
    text = texts(*draw(st.sampled_from(RIGHT)))
    for name in draw(st.sets(st.sampled_from(TEXTS), min_size=1)):
        whole = text[name]
        start = draw(st.integers(0, len(whole)))
        end = draw(st.integers(start, len(whole)))
        text[name] = f"{whole[:start]}⟨var.{name.replace(' ', '_')}⟩{whole[end:]}"
    return text


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=hidden(), kind=st.sampled_from(("aws_iam_role", "document")))
def test_a_right_policy_stays_right_with_parts_of_it_hidden(
    text: dict[str, str], kind: str, judge_policy: Judge
) -> None:
    found = judge_policy(json.dumps(document(text), ensure_ascii=False), kind=kind)
    assert [each.judgement.hit.message for each in found if each.severity is Severity.ERROR] == []


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    right=st.sampled_from(RIGHT),
    name=st.sampled_from(TEXTS),
    text=st.text(alphabet=st.characters(exclude_characters="⟨⟩", exclude_categories=["Cs"]))
    | st.from_regex(r"[a-z:/*?.$\{\}<>-]{0,40}"),
)
def test_no_text_is_too_odd_to_be_judged(
    right: tuple[str, str, str], name: str, text: str, judge_policy: Judge
) -> None:
    changed = {**texts(*right), name: text}
    for found in judge_policy(json.dumps(document(changed), ensure_ascii=False)):
        assert found.judgement.hit.message
        assert found.judgement.hit.span.file == "trust.json"
