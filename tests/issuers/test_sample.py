"""The policy that `assumelint issuers X` prints: no rule objects, and it accepts the tokens of two runs."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from assumelint.aws import provider_arn
from assumelint.cli import main
from assumelint.issuers import catalogue
from assumelint.issuers.model import Issuer
from assumelint.issuers.sample import sample_host, sample_policy
from assumelint.language.templates import render, template_fields
from assumelint.model import Form
from assumelint.policy import read_policy
from assumelint.sources.read.json import parse_json
from assumelint.sts.decide import decide
from assumelint.sts.decision import Verdict
from assumelint.sts.request import Request, claim_keys
from assumelint.text import Span, Text

NOWHERE = Span("policy.json", 1, 1, 1, 1)
USABLE = [each for each in catalogue() if not each.retired and not each.refused]
# The first run has the examples, the next one another value wherever a run may have one.
RUNS = ("1", "2")


def _values(each: Issuer, run: str) -> dict[str, str]:
    """The fields of one run's token: what the reader fills into `<…>` is the same in both."""
    values = {}
    for name, field in each.fields.items():
        if field.example == "*" and field.choices:
            values[name] = field.choices[int(run) % len(field.choices)]
        else:
            values[name] = f"{run}{field.example}" if field.per_run or field.example == "*" else field.example
    return values


def _request(each: Issuer, values: Mapping[str, str]) -> Request:
    host = sample_host(each)
    aud = each.audiences.values[0] if each.audiences.values else "<audience>"
    sub = each.subjects[0].template if each.subjects else "<subject>"
    claims: dict[str, object] = {"aud": render(aud, values), "sub": render(sub, values)}
    claims |= {name: render(claim.forms[0], values) for name, claim in each.claims.items() if claim.forms}
    return Request(
        provider=host if each.builtin else provider_arn(host),
        claims=claims | ({"amr": ["authenticated"]} if "amr" in each.sample else {}),
        mapping=claim_keys(each.claims.values()),
        session_name=render(each.sessions[0], values) if each.sessions else "session",
    )


def _verdict(each: Issuer, values: Mapping[str, str]) -> Verdict:
    policy = read_policy(parse_json(Text.of(json.dumps(sample_policy(each)), NOWHERE)), Form.JSON)
    assert policy is not None
    return decide(policy, _request(each, values)).verdict


@pytest.mark.parametrize("each", USABLE, ids=lambda each: each.id)
def test_two_runs_are_accepted(each: Issuer) -> None:
    for run in RUNS:
        assert _verdict(each, _values(each, run)) is Verdict.ALLOWED


def _tenants(each: Issuer) -> set[str]:
    """The fields by which the tokens of the printed policy tell customers apart."""
    sent = {*each.audiences.values[:1], *(form.template for form in each.subjects[:1]), *each.sessions[:1]}
    return {name for template in sent for name in template_fields(template) if each.fields[name].tenant}


@pytest.mark.parametrize("each", [each for each in USABLE if _tenants(each)], ids=lambda each: each.id)
def test_a_strangers_token_is_not(each: Issuer) -> None:
    values = _values(each, "1")
    theirs = values | {name: f"{values[name]}0" for name in _tenants(each)}
    assert _verdict(each, theirs) is Verdict.DENIED_IMPLICIT


def test_no_rule_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    for each in USABLE:
        Path(f"{each.id}.json").write_text(json.dumps(sample_policy(each)), encoding="utf-8")
    main(["check", "--output-format", "concise"])
    assert [line for line in capsys.readouterr().out.splitlines() if "[" in line] == []


def test_what_differs_between_runs_is_left_open() -> None:
    required = {each.id: json.dumps(sample_policy(each)) for each in USABLE}
    assert ":commit:*:step:deploy" in required["buildkite"]
    assert "/user/*" in required["circleci"]
    assert "}:*" in required["bitbucket"]
    assert ":run_phase:*" in required["hcp-terraform"]
    assert "octo-org@123456/octo-repo@456789" in required["github-actions"]
    assert "@" not in required["github-enterprise-server"]
    assert "MicrosoftSentinel_" in required["azure-sentinel"]
