"""One token against whole policies: principals, actions, Deny, variables, controls, holes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from assumelint.language.outcome import Outcome
from assumelint.model import Form, TrustPolicy
from assumelint.policy import read_policy
from assumelint.sts.decide import decide
from assumelint.sts.decision import Check, Decision, ErrorCode, Verdict, What
from assumelint.sts.reason import Reason
from assumelint.sts.request import Request
from assumelint.text import HOLE_MARK, Hole, Piece, Span, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence

ISSUER = "idp.example/realm"
PROVIDER = f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}"
ACTION = "sts:AssumeRoleWithWebIdentity"
SUB = f"{ISSUER}:sub"
SPAN = Span("p.json", 1, 1, 1, 2)
TAGS = {"https://aws.amazon.com/tags": {"principal_tags": {"Team": ["core"]}}}

MakePolicy = Callable[[Any], TrustPolicy]
Judge = Callable[..., Decision]
Allow = Callable[..., TrustPolicy]


def verdict_of(policy: TrustPolicy, claims: dict[str, Any] | None = None, provider: str = PROVIDER) -> Verdict:
    return decide(policy, Request(provider, claims or {}, session_name="s", complete=True)).verdict


def only(decision: Decision, what: What) -> Check:
    (check,) = [check for result in decision.statements for check in result.checks if check.what is what]
    return check


@pytest.mark.parametrize(
    ("principal", "provider", "reason"),
    [
        ({"Federated": PROVIDER}, PROVIDER, Reason.MATCHES),
        ({"Federated": ["x", PROVIDER]}, PROVIDER, Reason.MATCHES),
        ({"Federated": "accounts.google.com"}, "accounts.google.com", Reason.MATCHES),
        ("*", PROVIDER, Reason.MATCHES),
        ({"AWS": "*"}, PROVIDER, Reason.MATCHES),
        ({"Federated": "*"}, PROVIDER, Reason.MATCHES),
        ({"Federated": PROVIDER.upper()}, PROVIDER, Reason.CASE_DIFFERS),
        ({"Federated": PROVIDER.replace("1234", "4321")}, PROVIDER, Reason.WRONG_ACCOUNT),
        ({"Federated": PROVIDER.replace(":aws:", ":aws-cn:")}, PROVIDER, Reason.WRONG_PARTITION),
        ({"Federated": PROVIDER + "/"}, PROVIDER, Reason.DIFFERS),
        ({"Federated": "arn:aws:iam::*:oidc-provider/" + ISSUER}, PROVIDER, Reason.WRONG_ACCOUNT),
        ({"Federated": ISSUER}, PROVIDER, Reason.DIFFERS),
        ({"Federated": f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}*"}, PROVIDER, Reason.DIFFERS),
        ({"Federated": "accounts.google.com"}, PROVIDER, Reason.DIFFERS),
        ({"AWS": PROVIDER}, PROVIDER, Reason.NOT_FEDERATED),
        ({"Service": "*"}, PROVIDER, Reason.NOT_FEDERATED),
        ({"Service": "pods.eks.amazonaws.com"}, PROVIDER, Reason.NOT_FEDERATED),
        ({}, PROVIDER, Reason.NOT_FEDERATED),
        (PROVIDER, PROVIDER, Reason.NOT_FEDERATED),
        (None, PROVIDER, Reason.NOT_FEDERATED),
    ],
)
def test_principal(allow: Allow, principal: Any, provider: str, reason: Reason) -> None:
    decision = decide(allow(Principal=principal), Request(provider))
    check = only(decision, What.PRINCIPAL)
    assert check.reason is reason
    assert (decision.verdict is Verdict.ALLOWED) == (reason is Reason.MATCHES) == (check.outcome is Outcome.YES)
    assert check.actual == (provider,)


def test_no_principal_at_all(policy: MakePolicy) -> None:
    decision = decide(policy({"Statement": {"Effect": "Allow", "Action": ACTION}}), Request(PROVIDER))
    assert decision.verdict is Verdict.DENIED_IMPLICIT
    assert only(decision, What.PRINCIPAL).reason is Reason.ELEMENT_MISSING
    assert only(decision, What.PRINCIPAL).span == decision.statements[0].statement.span


@pytest.mark.parametrize(("value", "reason"), [(PROVIDER, Reason.EXCLUDED), ("x", Reason.NOT_EXCLUDED)])
def test_not_principal(policy: MakePolicy, value: str, reason: Reason) -> None:
    statement = {"Effect": "Allow", "NotPrincipal": {"Federated": value}, "Action": ACTION}
    decision = decide(policy({"Statement": [statement]}), Request(PROVIDER))
    assert (decision.verdict is Verdict.ALLOWED) == (reason is Reason.NOT_EXCLUDED)
    assert only(decision, What.PRINCIPAL).reason is reason


@pytest.mark.parametrize(
    ("elements", "reason"),
    [
        ({"Action": ACTION}, Reason.MATCHES),
        ({"Action": ACTION.upper()}, Reason.MATCHES),
        ({"Action": [ACTION, "sts:TagSession"]}, Reason.MATCHES),
        ({"Action": "sts:AssumeRole*"}, Reason.MATCHES),
        ({"Action": "sts:AssumeRoleWithWebIdentit?"}, Reason.MATCHES),
        ({"Action": "*"}, Reason.MATCHES),
        ({"NotAction": "sts:AssumeRole"}, Reason.MATCHES),
        ({"Action": "sts:AssumeRole"}, Reason.DIFFERS),
        ({"Action": []}, Reason.DIFFERS),
        ({"Action": "sts:AssumeRoleWithWebIdentity?"}, Reason.DIFFERS),
        ({"Action": "${*}"}, Reason.DIFFERS),
        ({"NotAction": "STS:*"}, Reason.NOT_ACTION),
        ({"NotAction": ["x", ACTION.lower()]}, Reason.NOT_ACTION),
        ({}, Reason.ELEMENT_MISSING),
    ],
)
def test_action(policy: MakePolicy, elements: dict[str, Any], reason: Reason) -> None:
    statement = {"Effect": "Allow", "Principal": {"Federated": PROVIDER}} | elements
    decision = decide(policy({"Statement": [statement]}), Request(PROVIDER))
    assert only(decision, What.ACTION).reason is reason
    assert (decision.verdict is Verdict.ALLOWED) == (reason is Reason.MATCHES)


@pytest.mark.parametrize("effect", ["allow", "ALLOW", "Permit", None])
def test_an_effect_that_iam_does_not_know_does_nothing(policy: MakePolicy, effect: str | None) -> None:
    statement = {"Principal": {"Federated": PROVIDER}, "Action": ACTION} | ({"Effect": effect} if effect else {})
    assert verdict_of(policy({"Statement": [statement]})) is Verdict.DENIED_IMPLICIT


def test_deny_wins_in_any_order(policy: MakePolicy, statement: Callable[..., dict[str, Any]]) -> None:
    allows, denies = statement(), statement({"StringEquals": {SUB: "bad"}}, effect="Deny")
    for statements in ([allows, denies], [denies, allows]):
        document = policy({"Version": "2012-10-17", "Statement": statements})
        assert verdict_of(document, {"sub": "bad"}) is Verdict.DENIED_EXPLICIT
        assert verdict_of(document, {"sub": "good"}) is Verdict.ALLOWED
    alone = policy({"Statement": denies})
    assert verdict_of(alone, {"sub": "bad"}) is Verdict.DENIED_EXPLICIT
    decision = decide(alone, Request(PROVIDER, {"sub": "good"}))
    assert (decision.verdict, decision.error) == (Verdict.DENIED_IMPLICIT, ErrorCode.ACCESS_DENIED)
    assert decide(policy({"Statement": allows}), Request(PROVIDER)).error is None


def test_no_statement_allows_nothing(policy: MakePolicy) -> None:
    assert verdict_of(policy({"Statement": []})) is Verdict.DENIED_IMPLICIT


@pytest.mark.parametrize(
    ("actions", "denied", "expected"),
    [
        ([ACTION, "sts:TagSession"], None, Verdict.ALLOWED),
        (["sts:*"], None, Verdict.ALLOWED),
        ([ACTION], None, Verdict.DENIED_IMPLICIT),
        (["sts:TagSession"], None, Verdict.DENIED_IMPLICIT),
        (["sts:*"], "sts:TagSession", Verdict.DENIED_EXPLICIT),
        (["sts:*"], "sts:SetSourceIdentity", Verdict.ALLOWED),
    ],
)
def test_session_tags_take_an_action_of_their_own(
    policy: MakePolicy,
    statement: Callable[..., dict[str, Any]],
    actions: list[str],
    denied: str | None,
    expected: Verdict,
) -> None:
    statements = [statement(Action=actions)]
    if denied:
        statements.append(statement(effect="Deny", Action=denied))
    document = policy({"Version": "2012-10-17", "Statement": statements})
    assert verdict_of(document, TAGS) is expected
    missing = decide(document, Request(PROVIDER, TAGS)).missing
    assert missing == tuple(
        a for a in (ACTION, "sts:TagSession") if actions not in (["sts:*"], [ACTION, "sts:TagSession"], [a])
    )


def test_two_statements_may_share_the_actions(policy: MakePolicy, statement: Callable[..., dict[str, Any]]) -> None:
    document = policy({"Statement": [statement(), statement(Action="sts:TagSession")]})
    decision = decide(document, Request(PROVIDER, TAGS))
    assert decision.verdict is Verdict.ALLOWED
    assert [result.outcome for result in decision.statements] == [Outcome.YES, Outcome.YES]


@pytest.mark.parametrize(
    ("operator", "value", "session", "expected"),
    [
        ("StringEquals", "${idp.example/realm:sub}", "me", True),
        ("StringEquals", "${IDP.example/realm:SUB}", "me", True),
        ("StringEquals", "a-${idp.example/realm:sub}-z", "a-me-z", True),
        ("StringLike", "${idp.example/realm:sub}-*", "me-1", True),
        ("StringLike", "${idp.example/realm:email}", "x*z", True),
        ("StringLike", "${idp.example/realm:email}", "xyz", False),
        ("StringEqualsIgnoreCase", "${idp.example/realm:sub}", "ME", True),
        ("StringEquals", "${aws:username}", "", False),
        ("StringLike", "*${aws:username}*", "me", False),
        ("StringNotEquals", "${aws:username}", "me", True),
        ("StringNotLike", "*${aws:username}", "me", True),
        ("StringEquals", "${aws:username, 'me'}", "me", True),
        ("StringEquals", "${aws:username,'me'}", "me", True),
        ("StringEquals", "${aws:username, ''}", "", True),
        ("StringEquals", "${aws:username, me}", "me", False),
        ("StringEquals", "${aws:username, '}", "me", False),
        ("StringEquals", "${aws:username, me}", "", False),
        ("StringEquals", "${aws:username, 'me}", "m", False),
        ("StringEquals", "${aws:username, me'}", "e", False),
        ("StringEquals", "${aws:username, 'a, b'}", "a, b", True),
        ("StringEquals", "${ idp.example/realm:sub }", "me", True),
        ("StringEquals", "me${", "me${", True),
        ("StringEquals", "${${aws:username}", "me", False),
        ("StringEquals", "${idp.example/realm:sub, 'other'}", "me", True),
        ("StringLike", "${aws:username, '*'}", "me", False),
        ("StringLike", "${aws:username, '*'}", "*", True),
        ("StringEquals", "${idp.example/realm:amr}", "pwd", False),
        ("StringEquals", "${idp.example/realm:amr, 'none'}", "none", True),
        ("StringEquals", "${*}${?}${$}", "*?$", True),
        ("StringLike", "${*}", "me", False),
        ("StringLike", "${$}{*}", "${anything}", True),
        ("StringEquals", "${", "${", True),
        ("StringEquals", "${}", "", False),
        ("StringEquals", "$me", "$me", True),
        ("NumericEquals", "${idp.example/realm:sub}", "7", False),
    ],
)
def test_policy_variables(judge: Judge, operator: str, value: str, session: str, expected: bool) -> None:
    claims = {"sub": "7" if operator.startswith("Numeric") else "me", "amr": ["pwd"], "email": "x*z"}
    decision = judge({operator: {"sts:RoleSessionName": value}}, claims, session_name=session)
    assert (decision.verdict is Verdict.ALLOWED) is expected


@pytest.mark.parametrize("version", ["2008-10-17", None, "2012-10-18"])
def test_variables_are_plain_text_without_the_version(judge: Judge, version: str | None) -> None:
    value = {"StringEquals": {"sts:RoleSessionName": "${idp.example/realm:sub}"}}
    decision = judge(value, {"sub": "me"}, version, session_name="me")
    assert decision.verdict is Verdict.DENIED_IMPLICIT
    assert only(decision, What.CONDITION).reason is Reason.VARIABLES_OFF
    assert judge(value, {"sub": "me"}, version, session_name="${idp.example/realm:sub}").verdict is Verdict.ALLOWED


def test_variable_that_holds_an_arn(judge: Judge) -> None:
    condition = {"ArnEquals": {"aws:FederatedProvider": "${aws:FederatedProvider}"}}
    assert judge(condition).verdict is Verdict.ALLOWED


@pytest.mark.parametrize(
    ("condition", "claims", "reason"),
    [
        ({"StringEquals": {SUB: "a*"}}, {"sub": "ab"}, Reason.WILDCARD_IS_LITERAL),
        ({"StringEquals": {SUB: "A"}}, {"sub": "a"}, Reason.CASE_DIFFERS),
        ({"StringEquals": {SUB: "a"}}, {"sub": "A"}, Reason.CASE_DIFFERS),
        ({"StringEquals": {SUB: "A*"}}, {"sub": "ab"}, Reason.DIFFERS),
        ({"StringEquals": {SUB: "a*"}}, {"sub": "AB"}, Reason.DIFFERS),
        ({"StringLike": {SUB: "A*"}}, {"sub": "ab"}, Reason.CASE_DIFFERS),
        ({"StringEquals": {SUB: "b"}}, {"sub": "a"}, Reason.DIFFERS),
        ({"StringEquals": {SUB: []}}, {"sub": "a"}, Reason.NO_VALUES),
        ({"NumericEquals": {SUB: "1"}}, {"sub": "2"}, Reason.DIFFERS),
        ({"StringEquals": {SUB: "${aws:username}"}}, {"sub": "a"}, Reason.VARIABLE_WITHOUT_VALUE),
        ({"StringEquals": {SUB: "a"}}, {}, Reason.KEY_ABSENT),
        ({"StringEquals": {f"{ISSUER}:ref": "a"}}, {"ref": "a"}, Reason.CLAIM_NOT_MAPPED),
        ({"StringEquals": {"other.example:sub": "a"}}, {"sub": "a"}, Reason.OTHER_ISSUER),
        ({"StringEquals": {"aws:username": "a"}}, {}, Reason.KEY_ABSENT),
        ({"StringNotEquals": {SUB: "a"}}, {"sub": "a"}, Reason.EXCLUDED),
        ({"StringNotEquals": {SUB: "a"}}, {"sub": "b"}, Reason.NOT_EXCLUDED),
        ({"StringNotEquals": {SUB: "a"}}, {}, Reason.ABSENT_PASSES),
        ({"StringEqualsIfExists": {SUB: "a"}}, {}, Reason.ABSENT_PASSES),
        ({"ForAllValues:StringEquals": {SUB: "a"}}, {}, Reason.ABSENT_PASSES),
        ({"StringEquals": {SUB: "a"}}, {"sub": "a"}, Reason.MATCHES),
        ({"Null": {SUB: "true"}}, {"sub": "a"}, Reason.KEY_PRESENT),
        ({"Null": {SUB: "false"}}, {}, Reason.KEY_ABSENT),
        ({"Nil": {SUB: "false"}}, {}, Reason.UNKNOWN_OPERATOR),
        ({"ForAnyValue:StringEquals": {f"{ISSUER}:amr": "a"}}, {"amr": []}, Reason.KEY_ABSENT),
        ({"ForAllValues:StringEquals": {f"{ISSUER}:amr": "a"}}, {"amr": []}, Reason.ABSENT_PASSES),
    ],
)
def test_every_check_says_why(judge: Judge, condition: Any, claims: dict[str, Any], reason: Reason) -> None:
    assert only(judge(condition, claims), What.CONDITION).reason is reason


def test_the_reason_without_the_version_is_the_variable_only_where_there_is_one(judge: Judge) -> None:
    decision = judge({"StringEquals": {SUB: "b"}}, {"sub": "a"}, None)
    assert only(decision, What.CONDITION).reason is Reason.DIFFERS


@pytest.mark.parametrize("operator", ["Null", "StringEquals", "StringNotEquals", "ForAllValues:StringLike"])
def test_every_check_shows_what_the_request_has(judge: Judge, operator: str) -> None:
    check = only(judge({operator: {SUB: ["true", "x"]}}, {"sub": "a"}), What.CONDITION)
    assert (check.name, check.operator, check.expected, check.actual) == (SUB, operator, ("true", "x"), ("a",))
    assert only(judge({operator: {SUB: "true"}}), What.CONDITION).actual is None


@pytest.mark.parametrize("prefix", ["", "Not"])
def test_every_check_points_at_its_element_and_lists_it(policy: MakePolicy, prefix: str) -> None:
    elements = {f"{prefix}Principal": {"Federated": ["x", "y"]}, f"{prefix}Action": ["s3:a", "s3:b"]}
    document = policy({"Statement": [{"Effect": "Allow", **elements}]})
    decision = decide(document, Request(PROVIDER))
    for what, name, expected in ((What.PRINCIPAL, "Principal", ("x", "y")), (What.ACTION, "Action", ("s3:a", "s3:b"))):
        check, element = only(decision, what), document.statements[0].element(prefix + name)
        assert element is not None
        assert (check.span, check.expected) == (element.name.span, expected)


def test_checks_of_the_whole_statement_point_at_it(allow: Allow) -> None:
    document = allow({"StringEquals": {"app.terraform.io:aud": "a"}}, Principal={"Federated": HCP})
    opened = replace(document, statements=tuple(replace(each, complete=False) for each in document.statements))
    decision = decide(opened, Request(HCP, {"aud": "a"}))
    span, key = document.statements[0].span, "app.terraform.io:sub"
    (result,) = decision.statements
    assert [check for check in result.checks if check.what in (What.CONTROL, What.REST)] == [
        Check(What.CONTROL, Outcome.NO, Reason.CONTROL, (key,), None, span, key),
        Check(What.REST, Outcome.UNKNOWN, Reason.HOLE, (), None, span),
    ]


@pytest.mark.parametrize("operator", ["ForAllValues:StringEquals", "ForAnyValue:StringEquals"])
def test_an_empty_value_is_shown_as_such(judge: Judge, operator: str) -> None:
    assert only(judge({operator: {f"{ISSUER}:amr": "x"}}, {"amr": [""]}), What.CONDITION).actual == ("",)


@pytest.mark.parametrize("version", ["2012-10-17", "2008-10-17", None])
def test_wildcards_need_no_version(judge: Judge, version: str | None) -> None:
    assert judge({"StringLike": {SUB: "a*"}}, {"sub": "ab"}, version).verdict is Verdict.ALLOWED


HCP = "arn:aws:iam::123456789012:oidc-provider/app.terraform.io"


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"StringEquals": {"app.terraform.io:aud": "a"}}, Verdict.DENIED_IMPLICIT),
        ({"StringLike": {"app.terraform.io:sub": "*"}}, Verdict.ALLOWED),
        ({"StringLike": {"APP.TERRAFORM.IO:SUB": "*"}}, Verdict.ALLOWED),
    ],
)
def test_sts_itself_denies_hcp_terraform_without_a_subject(allow: Allow, conditions: Any, expected: Verdict) -> None:
    request = Request(HCP, {"aud": "a", "sub": "s"})
    decision = decide(allow(conditions, Principal={"Federated": HCP}), request)
    assert decision.verdict is expected
    assert any(c.what is What.CONTROL for r in decision.statements for c in r.checks) is (
        expected is not Verdict.ALLOWED
    )


def test_the_control_leaves_deny_statements_alone(policy: MakePolicy) -> None:
    denies = {"Effect": "Deny", "Principal": {"Federated": HCP}, "Action": ACTION}
    assert verdict_of(policy({"Statement": denies}), {}, HCP) is Verdict.DENIED_EXPLICIT


def hole(reference: str = "var.x", *, many: bool = False) -> Hole:
    return Hole(reference, SPAN, many=many)


def text(*parts: str | Hole) -> Text:
    return Text(tuple(Piece(part, SPAN, exact=False) if isinstance(part, str) else part for part in parts), SPAN)


def holed(**elements: Any) -> TrustPolicy:
    """A policy of one Allow statement, with the given elements in place of the right ones."""
    fields: dict[str, Any] = {
        "Effect": text("Allow"),
        "Principal": Mapping(((text("Federated"), text(PROVIDER)),), SPAN),
        "Action": text(ACTION),
    } | elements
    rest = (hole(),) if fields.pop("rest", False) else ()
    statement = Mapping(tuple((text(name), value) for name, value in fields.items()), SPAN, rest)
    version = (text("Version"), elements.pop("Version", text("2012-10-17")))
    found = read_policy(Mapping((version, (text("Statement"), Sequence((statement,), SPAN))), SPAN), Form.JSON)
    assert found is not None
    return found


def condition(operator: Text | str, key: Text | str, value: Node) -> Mapping:
    operator = operator if isinstance(operator, Text) else text(operator)
    key = key if isinstance(key, Text) else text(key)
    return Mapping(((operator, Mapping(((key, value),), SPAN)),), SPAN)


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({}, Verdict.ALLOWED),
        ({"Effect": text(hole())}, Verdict.DEPENDS),
        ({"Action": text("sts:", hole())}, Verdict.DEPENDS),
        ({"Action": text("s3:", hole())}, Verdict.DENIED_IMPLICIT),
        ({"Action": hole()}, Verdict.DEPENDS),
        ({"Action": Sequence((text("x"), hole(many=True)), SPAN)}, Verdict.DEPENDS),
        ({"Action": Sequence((text(ACTION), hole(many=True)), SPAN)}, Verdict.ALLOWED),
        ({"Principal": hole()}, Verdict.DEPENDS),
        ({"Principal": Mapping(((text("Federated"), hole()),), SPAN)}, Verdict.DEPENDS),
        ({"Principal": Mapping(((text(hole()), text("x")),), SPAN)}, Verdict.DEPENDS),
        (
            {"Principal": Mapping(((text("Federated"), text("arn:aws:iam::", hole(), ":x")),), SPAN)},
            Verdict.DENIED_IMPLICIT,
        ),
        ({"Principal": Mapping(((text("Federated"), text(PROVIDER[:20], hole())),), SPAN)}, Verdict.DEPENDS),
        ({"Principal": Mapping(((text("AWS"), text(hole())),), SPAN)}, Verdict.DEPENDS),
        ({"Principal": Mapping(((text("AWS"), text("arn:", hole())),), SPAN)}, Verdict.DENIED_IMPLICIT),
        ({"Principal": Mapping(((text("Service"), text(hole())),), SPAN)}, Verdict.DENIED_IMPLICIT),
        ({"Principal": text(hole())}, Verdict.DEPENDS),
        ({"rest": True}, Verdict.DEPENDS),
        ({"Condition": hole()}, Verdict.DEPENDS),
        ({"Condition": condition("StringEquals", SUB, text("a", hole()))}, Verdict.DEPENDS),
        ({"Condition": condition("StringEquals", SUB, text("b", hole()))}, Verdict.DENIED_IMPLICIT),
        ({"Condition": condition("StringLike", SUB, text("*", hole(), "*y"))}, Verdict.DENIED_IMPLICIT),
        ({"Condition": condition("StringNotLike", SUB, text("b", hole()))}, Verdict.ALLOWED),
        ({"Condition": condition("StringEquals", SUB, Sequence((text("b"), hole(many=True)), SPAN))}, Verdict.DEPENDS),
        (
            {"Condition": condition("StringEquals", SUB, Sequence((text("abc"), hole(many=True)), SPAN))},
            Verdict.ALLOWED,
        ),
        ({"Condition": condition("StringEqualsIgnoreCase", SUB, text("A", hole()))}, Verdict.DEPENDS),
        ({"Condition": condition("NumericEquals", SUB, text("1", hole()))}, Verdict.DEPENDS),
        ({"Condition": condition("ArnLike", SUB, text("arn:", hole()))}, Verdict.DENIED_IMPLICIT),
        ({"Condition": condition("ArnLike", "aws:FederatedProvider", text("arn:", hole()))}, Verdict.DEPENDS),
        ({"Condition": condition("StringEquals", text(hole(), ":sub"), text("abc"))}, Verdict.DEPENDS),
        ({"Condition": condition(text("String", hole()), SUB, text("abc"))}, Verdict.DEPENDS),
        ({"Condition": condition("Null", SUB, text(hole()))}, Verdict.DEPENDS),
        ({"Condition": condition("Null", SUB, Sequence((hole(many=True),), SPAN))}, Verdict.DEPENDS),
        ({"Condition": condition("StringEquals", SUB, text("${", hole(), "}"))}, Verdict.DEPENDS),
        ({"Condition": condition("StringEquals", SUB, text("x${", hole(), "}"))}, Verdict.DENIED_IMPLICIT),
        ({"Condition": condition("StringEquals", SUB, Scalar(7, "7", SPAN))}, Verdict.DENIED_IMPLICIT),
        ({"Condition": condition("StringEquals", SUB, text(HOLE_MARK))}, Verdict.DENIED_IMPLICIT),
        (
            {"Condition": condition("StringEquals", SUB, text("${aws:FederatedProvider}", hole()))},
            Verdict.DENIED_IMPLICIT,
        ),
        (
            {"Condition": condition("StringEquals", SUB, text(hole(), "${aws:FederatedProvider}"))},
            Verdict.DENIED_IMPLICIT,
        ),
        (
            {"Condition": condition("StringEquals", SUB, text("${", hole(), "}${aws:username}"))},
            Verdict.DENIED_IMPLICIT,
        ),
        ({"Condition": condition("StringEquals", SUB, text("a", hole(), "c", hole()))}, Verdict.DEPENDS),
        ({"Condition": condition("StringEquals", SUB, text("a", hole(), "d", hole()))}, Verdict.DENIED_IMPLICIT),
        ({"Condition": condition("StringEquals", SUB, text(hole(), hole(), "bd", hole()))}, Verdict.DENIED_IMPLICIT),
        ({"Version": text(hole()), "Condition": condition("StringEquals", SUB, text("${a:b}"))}, Verdict.DEPENDS),
        ({"Version": text(hole()), "Condition": condition("StringEquals", SUB, text("abc"))}, Verdict.ALLOWED),
    ],
)
def test_holes_are_never_guessed(elements: dict[str, Any], expected: Verdict) -> None:
    decision = decide(holed(**elements), Request(PROVIDER, {"sub": "abc"}))
    assert decision.verdict is expected
    unknown = [c.reason for r in decision.statements for c in r.checks if c.outcome is Outcome.UNKNOWN]
    assert set(unknown) <= {Reason.HOLE}


def test_statements_that_are_not_known_may_allow_and_deny(policy: MakePolicy, allow: Allow) -> None:
    assert verdict_of(replace(allow(), complete=False)) is Verdict.DEPENDS
    assert verdict_of(replace(allow(Action="s3:*"), complete=False)) is Verdict.DEPENDS
    denies = policy({"Statement": {"Effect": "Deny", "Principal": "*", "Action": "*"}})
    assert verdict_of(replace(denies, complete=False)) is Verdict.DENIED_EXPLICIT


def test_a_statement_without_its_elements_may_still_have_them() -> None:
    statement = Mapping(((text("Effect"), text("Allow")),), SPAN, (hole(),))
    found = read_policy(Mapping(((text("Statement"), statement),), SPAN), Form.JSON)
    assert found is not None
    assert verdict_of(found) is Verdict.DEPENDS


def test_the_control_is_open_where_a_condition_is(allow: Allow) -> None:
    known = allow({"StringEquals": {"app.terraform.io:aud": "a"}}, Principal={"Federated": HCP})
    opened = replace(known, statements=tuple(replace(each, conditions_complete=False) for each in known.statements))
    assert verdict_of(opened, {"aud": "a"}, HCP) is Verdict.DEPENDS


@pytest.mark.parametrize(
    ("condition", "request_", "expected"),
    [
        ({"StringEquals": {"sts:RoleSessionName": "x"}}, {}, Verdict.DEPENDS),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, {}, Verdict.DEPENDS),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, {"complete": True}, Verdict.DENIED_IMPLICIT),
        ({"StringEquals": {SUB: "${sts:RoleSessionName}"}}, {}, Verdict.DEPENDS),
        ({"StringEquals": {SUB: "x${sts:RoleSessionName}"}}, {}, Verdict.DENIED_IMPLICIT),
        ({"StringEquals": {SUB: "${sts:RoleSessionName}"}}, {"session_name": "abc"}, Verdict.ALLOWED),
    ],
)
def test_what_the_request_does_not_tell_is_left_open(
    allow: Allow, condition: Any, request_: dict[str, Any], expected: Verdict
) -> None:
    decision = decide(allow(condition), Request(PROVIDER, {"sub": "abc"}, **request_))
    assert decision.verdict is expected
    if expected is Verdict.DEPENDS:
        assert only(decision, What.CONDITION).reason is Reason.NOT_GIVEN
