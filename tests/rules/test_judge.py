"""One cause, one finding."""

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assumelint.judge import _FOLLOWERS, silences
from assumelint.model import Severity
from assumelint.rule import Group, Hit, Phase, Rule, all_rules, by_group, rule
from assumelint.text import Span
from assumelint.views import KnownTrust, StatementView, Trust

Judge = Callable[..., list[Any]]
SILENCES = silences(all_rules().values())
GITHUB = "token.actions.githubusercontent.com"


def policy(**changes: Any) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"},
            "StringLike": {f"{GITHUB}:sub": ["repo:acme/app:environment:x", "repo:acme@*/app@*:environment:x"]},
        },
    }
    return {"Version": "2012-10-17", "Statement": [statement | changes]}


def test_every_name_in_the_order_of_causes_is_a_rule() -> None:
    named = {name for each in _FOLLOWERS.values() for name in (*each.rules, *each.but)}
    assert set(_FOLLOWERS) | named <= set(all_rules())


def test_no_two_rules_silence_each_other() -> None:
    def reached(name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            for each in SILENCES.get(waiting.pop(), ()):
                if each not in found and each != name:
                    found.add(each)
                    waiting.append(each)
                elif each == name:
                    found.add(each)
        return found

    assert [name for name in SILENCES if name in reached(name)] == []


def test_a_misspelt_host_says_nothing_of_subject_and_audience(judge_policy: Judge) -> None:
    arn = "arn:aws:iam::123456789012:oidc-provider/tokens.actions.githubusercontent.com"
    assert [each.rule for each in judge_policy(policy(Principal={"Federated": arn}))] == ["unknown-issuer-host"]


def test_a_wrong_principal_says_nothing_of_the_action(judge_policy: Judge) -> None:
    found = judge_policy(policy(Principal={"Service": "ec2.amazonaws.com"}, Action="sts:AssumeRole"))
    assert [each.rule for each in found] == ["missing-federated-principal"]


def test_two_faults_of_their_own_are_two_findings(judge_policy: Judge) -> None:
    condition = {
        "StringEquals": {f"{GITHUB}:aud": "sts.amazon.com"},
        "StringLike": {f"{GITHUB}:sub": "repo:acme/app"},
    }
    found = judge_policy(policy(Condition=condition))
    assert {each.rule for each in found} == {"wrong-audience", "impossible-subject"}


def test_the_same_key_under_several_claims_is_one_finding(judge_policy: Judge) -> None:
    condition = {
        "StringEquals": {
            f"https://{GITHUB}:aud": "sts.amazonaws.com",
            f"https://{GITHUB}:sub": "repo:acme/app:environment:x",
        }
    }
    found = judge_policy(policy(Condition=condition))
    assert [each.rule for each in found] == ["issuer-key-mismatch"]
    assert "the same in this key" in [label.message for label in found[0].judgement.hit.related]


def test_a_note_hides_no_error(judge_policy: Judge) -> None:
    found = judge_policy(policy(Condition={"StringLike": {f"{GITHUB}:sub": "repo:*"}}))
    assert [each.severity for each in found if each.rule == "open-to-any-tenant"] == [Severity.ERROR]


def test_a_role_of_another_kind_is_left_alone(judge_policy: Judge) -> None:
    lambda_role = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    assert judge_policy({"Version": "2012-10-17", "Statement": lambda_role}) == []
    anyone = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole", "Resource": "*"}
    assert judge_policy({"Statement": [anyone]}) == []


def test_an_address_goes_with_each_finding(judge_policy: Judge) -> None:
    found = judge_policy(json.dumps(policy(Action="sts:AssumeRole")))
    assert [each.judgement.address for each in found] == ["aws_iam_role.ci"]


def test_no_rule_asserts_what_its_subject_should_tell() -> None:
    root = Path(__file__).parents[2]
    found = [
        f"{file.name}:{node.lineno}"
        for folder in (root / "rules", root / "src/assumelint/views")
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assert)
    ]
    assert found == []


IN_DOUBT = ("unknown-issuer-host", "malformed-provider-arn", "mixed-issuers", "unresolved-interpolation")
# A swap is told whoever the issuer is: it is plain from the values.
TOLD_ALL_THE_SAME = {"swapped-claims"}


def new_rule(on: type, **options: Any) -> Rule:
    @rule(Severity.WARNING, Group.SUBJECT_OPEN, on=on, **options)
    def never_heard_of(subject: object) -> Iterator[Hit]:
        """A rule of tomorrow."""
        yield Hit(Span("trust.json", 1, 1, 1, 1), "x")

    return never_heard_of


@pytest.mark.parametrize("on", [Trust, KnownTrust])
def test_a_new_rule_on_claims_is_silent_while_the_issuer_is_in_doubt(on: type) -> None:
    found = silences([*all_rules().values(), new_rule(on)])
    assert all("never-heard-of" in found[name] for name in IN_DOUBT)


def test_a_new_rule_on_what_is_written_speaks_up() -> None:
    found = silences([*all_rules().values(), new_rule(StatementView)])
    assert not any("never-heard-of" in names for names in found.values())


def test_a_new_rule_says_otherwise_if_it_must() -> None:
    found = silences([*all_rules().values(), new_rule(StatementView, phase=Phase.CLAIMS)])
    assert all("never-heard-of" in found[name] for name in IN_DOUBT)


def test_what_looks_at_a_trust_waits_for_its_principal() -> None:
    on_trusts = {rule.id for rule in all_rules().values() if issubclass(rule.subject, Trust)}
    waiting = {rule.id for rule in all_rules().values() if rule.phase in (Phase.PRINCIPAL, Phase.CLAIMS)}
    assert on_trusts - waiting == TOLD_ALL_THE_SAME


def test_every_rule_is_in_a_group_that_documents_list() -> None:
    assert sorted(rule.id for rules in by_group().values() for rule in rules) == sorted(all_rules())
    assert list(by_group()) == list(Group)
