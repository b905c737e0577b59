"""An audience is judged under its operator, and by what the provider beside it lists."""

from collections.abc import Callable
from typing import Any

import pytest

from assumelint.model import Severity

Judge = Callable[..., list[Any]]

GITHUB = "token.actions.githubusercontent.com"
SUBJECTS = ["repo:acme/app:environment:x", "repo:acme@*/app@*:environment:x"]
CIRCLE = "oidc.circleci.com/org/3e1b2c4d-0000-4000-8000-1234567890ab"
CIRCLE_SUBJECT = "org/3e1b2c4d-0000-4000-8000-1234567890ab/project/9f8e7d6c-0000-4000-8000-abcdefabcdef/user/*"


def policy(host: str, subject: Any, **audiences: Any) -> dict[str, Any]:
    conditions: dict[str, dict[str, Any]] = {"StringLike": {f"{host}:sub": subject}}
    for operator, value in audiences.items():
        conditions.setdefault(operator.replace("_", ":"), {})[f"{host}:aud"] = value
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{host}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": conditions,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def told(found: list[Any]) -> list[tuple[str, Severity]]:
    return [(each.rule, each.severity) for each in found]


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("StringEqualsIgnoreCase", "STS.amazonaws.com", []),
        ("StringEquals", "STS.amazonaws.com", [("wrong-audience", Severity.ERROR)]),
        ("StringEqualsIgnoreCase", "sts.amazon.com", [("wrong-audience", Severity.ERROR)]),
        ("StringEqualsIfExists", "sts.amazon.com", [("wrong-audience", Severity.ERROR)]),
        ("StringNotEquals", "sts.amazon.com", []),
        ("ForAllValues_StringEquals", "sts.amazonaws.com", [("for-all-values", Severity.NOTE)]),
        (
            "ForAllValues_StringEquals",
            "sts.amazon.com",
            [("for-all-values", Severity.NOTE), ("wrong-audience", Severity.ERROR)],
        ),
    ],
)
def test_the_operator_decides(judge_policy: Judge, operator: str, value: str, expected: list[Any]) -> None:
    assert told(judge_policy(policy(GITHUB, SUBJECTS, **{operator: value}))) == expected


def test_an_audience_that_was_configured_is_a_note_unless_the_provider_lists_it(judge_policy: Judge) -> None:
    given = policy(CIRCLE, CIRCLE_SUBJECT, StringEquals="sts.amazonaws.com")
    listed = ((f"https://{CIRCLE}", "sts.amazonaws.com"),)
    refused = ((f"https://{CIRCLE}", "3e1b2c4d-0000-4000-8000-1234567890ab"),)
    assert told(judge_policy(given)) == [("wrong-audience", Severity.NOTE)]
    assert told(judge_policy(given, providers=listed)) == []
    assert told(judge_policy(given, providers=refused)) == [("wrong-audience", Severity.ERROR)]


def test_the_arn_of_the_provider_is_no_audience(judge_policy: Judge) -> None:
    arn = f"arn:aws:iam::⟨var.account⟩:oidc-provider/{GITHUB}"
    assert told(judge_policy(policy(GITHUB, SUBJECTS, StringEquals=arn))) == [("wrong-audience", Severity.WARNING)]
    assert told(judge_policy(policy(GITHUB, SUBJECTS, StringEquals="⟨var.audience⟩"))) == []


def test_for_all_values_on_the_subject_stays_a_fault(judge_policy: Judge) -> None:
    given = policy(GITHUB, SUBJECTS, StringEquals="sts.amazonaws.com")
    conditions = given["Statement"][0]["Condition"]
    conditions["ForAllValues:StringLike"] = conditions.pop("StringLike")
    assert ("for-all-values", Severity.NOTE) not in told(judge_policy(given))
    assert "for-all-values" in [each.rule for each in judge_policy(given)]


def test_for_all_values_on_the_issuer_does_not_hide_an_open_role(judge_policy: Judge) -> None:
    given = policy(GITHUB, SUBJECTS, StringEquals="sts.amazonaws.com")
    conditions = given["Statement"][0]["Condition"]
    conditions["ForAllValues:StringEquals"] = {f"{GITHUB}:iss": f"https://{GITHUB}"}
    assert told(judge_policy(given)) == [("for-all-values", Severity.NOTE)]
    del conditions["StringLike"]
    assert ("missing-subject", Severity.ERROR) in told(judge_policy(given))
