"""Each operator, as the documentation tells it: one key, one value, absent keys, several values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Holds = Callable[..., bool]
SUB = "idp.example/realm:sub"


@pytest.mark.parametrize(
    ("operator", "value", "actual", "expected"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a", "A", False),
        ("StringEquals", "a*", "ab", False),
        ("StringEquals", "a*", "a*", True),
        ("StringNotEquals", "a", "b", True),
        ("StringNotEquals", "a", "a", False),
        ("StringEqualsIgnoreCase", "aB", "Ab", True),
        ("StringEqualsIgnoreCase", "aB", "c", False),
        ("StringEqualsIgnoreCase", "a*", "ab", False),
        ("StringNotEqualsIgnoreCase", "aB", "Ab", False),
        ("StringNotEqualsIgnoreCase", "aB", "c", True),
        ("StringLike", "a*c", "abbc", True),
        ("StringLike", "a*c", "a:/\nc", True),
        ("StringLike", "a?c", "ac", False),
        ("StringLike", "a?c", "a/c", True),
        ("StringLike", "A*", "a", False),
        ("StringLike", "[ab].", "a1", False),
        ("StringNotLike", "a*", "b", True),
        ("StringNotLike", "a*", "ab", False),
        ("NumericEquals", "10", "10.0", True),
        ("NumericEquals", "1e1", "10", True),
        ("NumericEquals", "10", "x", False),
        ("NumericEquals", "x", "x", False),
        ("NumericEquals", "1*", "10", False),
        ("NumericNotEquals", "10", "10.0", False),
        ("NumericNotEquals", "10", "11", True),
        ("NumericNotEquals", "10", "x", True),
        ("NumericLessThan", "10", "9", True),
        ("NumericLessThan", "10", "10", False),
        ("NumericLessThanEquals", "10", "10", True),
        ("NumericLessThanEquals", "10", "11", False),
        ("NumericGreaterThan", "9", "10", True),
        ("NumericGreaterThan", "10", "10", False),
        ("NumericGreaterThanEquals", "10", "10", True),
        ("NumericGreaterThanEquals", "10", "-3", False),
        ("NumericEquals", "1e999999999999", "1", False),
        ("DateEquals", "2026-08-01T12:00:00+02:00", "2026-08-01T10:00:00Z", True),
        ("DateEquals", "2026-08-01T22:00:00+12:00", "2026-08-01T10:00:00Z", True),
        ("DateEquals", "2026-08-01T05:30:00-0430", "2026-08-01T10:00:00Z", True),
        ("DateEquals", "2026-08-01T10:00Z", "1785578400", True),
        ("DateEquals", "2026-08-01", "2026-08-01T00:00:00", True),
        ("DateEquals", "2026-08", "2026-08-01", True),
        ("DateEquals", "2026", "2026-01-01", True),
        ("DateEquals", "2026-08-01T10:00:00.5Z", "2026-08-01T10:00:00.50Z", True),
        ("DateEquals", "2026-13-01", "2026-13-01", False),
        ("DateEquals", "0000", "0000", False),
        ("DateEquals", "2026-08-01T24:00:00Z", "2026-08-02", False),
        ("DateEquals", "2026-08-01T10:60:00Z", "2026-08-01T11:00:00Z", False),
        ("DateEquals", "2026-08-01T10:00:61Z", "2026-08-01T10:01:01Z", False),
        ("DateEquals", "2026-08-01T23:59:60Z", "2026-08-02", True),
        ("DateNotEquals", "2026-08-01", "2026-08-02", True),
        ("DateNotEquals", "2026-08-01", "2026-08-01T00:00:00Z", False),
        ("DateLessThan", "2026-08-01", "2026-07-31T23:59:59Z", True),
        ("DateLessThanEquals", "2026-08-01", "2026-08-01T00:00:01Z", False),
        ("DateGreaterThan", "2026-08-01", "2026-08-01T00:00:01Z", True),
        ("DateGreaterThanEquals", "2026-08-01", "2026-08-01", True),
        ("Bool", "true", "TRUE", True),
        ("Bool", "false", "true", False),
        ("Bool", "yes", "yes", False),
        ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", True),
        ("BinaryEquals", "QmluYXJ5", "QmluYXJZ", False),
        ("BinaryEquals", "QmluYXJ5", "Qmlu YXJ5", False),
        ("BinaryEquals", "not base64!", "not base64!", False),
        ("IpAddress", "203.0.113.0/24", "203.0.113.7", True),
        ("IpAddress", "203.0.113.9/24", "203.0.113.7", True),
        ("IpAddress", "203.0.113.7", "203.0.113.7", True),
        ("IpAddress", "203.0.113.0/24", "203.0.114.7", False),
        ("IpAddress", "2001:db8::/32", "2001:DB8:0::7", True),
        ("IpAddress", "2001:db8::/32", "203.0.113.7", False),
        ("IpAddress", "nowhere", "203.0.113.7", False),
        ("IpAddress", "203.0.113.*", "203.0.113.7", False),
        ("NotIpAddress", "203.0.113.0/24", "198.51.100.1", True),
        ("NotIpAddress", "203.0.113.0/24", "203.0.113.7", False),
        ("ArnEquals", "arn:aws:iam::*:role/x", "arn:aws:iam::1:role/x", True),
        ("ArnLike", "arn:aws:iam::*:role/x", "arn:aws:iam::1:role/y", False),
        ("ArnLike", "arn:aws:iam::1:role/*", "arn:aws:iam::1:role/a:b/c", True),
        ("ArnLike", "arn:aws:iam::1:role/a:b:*", "arn:aws:iam::1:role/a:b:c", True),
        ("ArnLike", "arn:aws:iam::1:role/a:*:b:c", "arn:aws:iam::1:role/a:x:b:c", True),
        ("ArnLike", "arn:aws:iam::1:role/a:b", "arn:aws:iam::1:role/a:c", False),
        ("ArnLike", "arn:aws:*:role/x", "arn:aws:iam::1:role/x", False),
        ("ArnLike", "arn:aws:iam:*:role/x", "arn:aws:iam::1:role/x", False),
        ("ArnLike", "*", "arn:aws:iam::1:role/x", False),
        ("ArnLike", "arn:*:*:*:*:*", "not-an-arn", False),
        ("ArnLike", "arn:aws:iam::?:role/x", "arn:aws:iam::1:role/x", True),
        ("ArnNotEquals", "arn:aws:iam::*:role/x", "arn:aws:iam::1:role/x", False),
        ("ArnNotLike", "arn:aws:iam::*:role/x", "arn:aws:iam::1:role/y", True),
        ("stringequals", "a", "a", True),
        ("STRINGLIKEIFEXISTS", "a*", "ab", True),
        ("StringLikeIgnoreCase", "a", "a", False),
        ("Matches", "a", "a", False),
        ("NullIfExists", "false", "a", False),
        ("ForAllValues:Null", "false", "a", False),
        ("ForSomeValues:StringEquals", "a", "a", False),
    ],
)
def test_one_value(holds: Holds, operator: str, value: str, actual: str, expected: bool) -> None:
    assert holds({operator: {SUB: value}}, {"sub": actual}) is expected


POSITIVE = (
    *("StringEquals", "StringLike", "StringEqualsIgnoreCase", "NumericEquals", "NumericLessThan", "DateEquals"),
    *("DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress", "ArnEquals", "ArnLike"),
)
NEGATED = (
    *("StringNotEquals", "StringNotLike", "StringNotEqualsIgnoreCase", "NumericNotEquals", "DateNotEquals"),
    *("NotIpAddress", "ArnNotEquals", "ArnNotLike"),
)


@pytest.mark.parametrize("operator", POSITIVE + NEGATED)
def test_absent_key(holds: Holds, operator: str) -> None:
    negated = operator in NEGATED
    assert holds({operator: {SUB: "1"}}) is negated
    assert holds({f"{operator}IfExists": {SUB: "1"}}) is True
    assert holds({f"ForAllValues:{operator}": {SUB: "1"}}) is True
    assert holds({f"ForAnyValue:{operator}": {SUB: "1"}}) is False
    assert holds({f"ForAnyValue:{operator}IfExists": {SUB: "1"}}) is True
    assert holds({f"ForAllValues:{operator}IfExists": {SUB: "1"}}) is True


@pytest.mark.parametrize("operator", POSITIVE + NEGATED)
def test_empty_list_of_values(holds: Holds, operator: str) -> None:
    assert holds({operator: {SUB: []}}, {"sub": "1"}) is (operator in NEGATED)


@pytest.mark.parametrize(
    ("value", "claims", "expected"),
    [
        ("true", {}, True),
        ("true", {"sub": "a"}, False),
        ("false", {"sub": "a"}, True),
        ("false", {}, False),
        (True, {}, True),
        (False, {"sub": "a"}, True),
        ("TRUE", {}, True),
        ("false", {"sub": ""}, False),
        ("true", {"sub": ""}, True),
        ("false", {"sub": None}, False),
        (["true", "false"], {"sub": "a"}, True),
        ([], {"sub": "a"}, False),
        ("maybe", {"sub": "a"}, False),
        ("maybe", {}, False),
    ],
)
def test_null(holds: Holds, value: Any, claims: dict[str, Any], expected: bool) -> None:
    assert holds({"Null": {SUB: value}}, claims) is expected


def test_several_values_are_alternatives_and_under_a_negation_all_excluded(holds: Holds) -> None:
    for actual, listed in (("a", True), ("b", True), ("c", False)):
        assert holds({"StringEquals": {SUB: ["a", "b"]}}, {"sub": actual}) is listed
        assert holds({"StringNotEquals": {SUB: ["a", "b"]}}, {"sub": actual}) is not listed


def test_operators_and_keys_must_all_hold(holds: Holds) -> None:
    aud = "idp.example/realm:aud"
    claims = {"sub": "s", "aud": "a"}
    assert holds({"StringEquals": {SUB: "s", aud: "a"}}, claims)
    assert not holds({"StringEquals": {SUB: "s", aud: "x"}}, claims)
    assert not holds({"StringEquals": {SUB: "s"}, "StringLike": {aud: "x*"}}, claims)
    assert holds({"StringEquals": {}}, claims)


AMR = "idp.example/realm:amr"


@pytest.mark.parametrize(
    ("operator", "values", "amr", "expected"),
    [
        ("ForAllValues:StringEquals", ["a", "b"], ["a", "b"], True),
        ("ForAllValues:StringEquals", ["a"], ["a", "b"], False),
        ("ForAllValues:StringEquals", ["a"], [], True),
        ("ForAllValues:StringEquals", ["a"], [""], True),
        ("ForAllValues:StringEquals", [], ["a"], False),
        ("ForAllValues:StringNotEquals", ["c"], ["a", "b"], True),
        ("ForAllValues:StringNotEquals", ["b"], ["a", "b"], False),
        ("ForAnyValue:StringEquals", ["b", "c"], ["a", "b"], True),
        ("ForAnyValue:StringEquals", ["c"], ["a", "b"], False),
        ("ForAnyValue:StringLike", ["*"], [], False),
        ("ForAnyValue:StringEquals", [""], [""], False),
        ("ForAnyValue:StringNotEquals", ["a"], ["a", "b"], True),
        ("ForAnyValue:StringNotEquals", ["a", "b"], ["a", "b"], False),
        ("forallvalues:stringlike", ["a*"], ["ab", "ac"], True),
        ("StringEquals", ["a"], ["a", "b"], True),
        ("StringNotEquals", ["a"], ["a", "b"], False),
        ("StringNotEquals", ["c"], ["a", "b"], True),
        ("StringEquals", ["a"], [], False),
        ("StringNotEquals", ["a"], [], True),
        ("Null", ["true"], [], True),
        ("Null", ["false"], ["a"], True),
    ],
)
def test_keys_of_several_values(holds: Holds, operator: str, values: list[str], amr: list[str], expected: bool) -> None:
    assert holds({operator: {AMR: values}}, {"amr": amr}) is expected


def test_numbers_and_booleans_in_policy_and_token_compare_as_text(holds: Holds) -> None:
    assert holds({"StringEquals": {SUB: True}}, {"sub": "true"})
    assert holds({"StringEquals": {SUB: "false"}}, {"sub": False})
    assert holds({"StringEquals": {SUB: 17}}, {"sub": 17})
    assert holds({"NumericEquals": {SUB: 17}}, {"sub": "17.0"})
    assert not holds({"StringEquals": {SUB: None}}, {"sub": "null"})
    assert not holds({"StringLike": {SUB: "*"}}, {"sub": {"nested": "x"}})
