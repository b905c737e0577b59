"""Glob matching against brute force, and against patterns that make others hang."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assumelint.language.glob import Token, Wild, matches
from assumelint.language.outcome import Outcome
from assumelint.sts.decision import Decision, Verdict

TOKENS = st.lists(st.sampled_from(["a", "b", "ab", ".", Wild.MANY, Wild.ONE]), max_size=8)
TEXT = st.text("ab.\n", max_size=10)


def brute(tokens: tuple[Token, ...], value: str) -> bool:
    @cache
    def at(token: int, character: int) -> bool:
        if token == len(tokens):
            return character == len(value)
        match tokens[token]:
            case Wild.MANY:
                return any(at(token + 1, end) for end in range(character, len(value) + 1))
            case Wild.ONE:
                return character < len(value) and at(token + 1, character + 1)
            case text:
                return value.startswith(str(text), character) and at(token + 1, character + len(str(text)))

    return at(0, 0)


@settings(deadline=None, max_examples=400)
@given(TOKENS, TEXT)
def test_as_brute_force(tokens: list[Token], value: str) -> None:
    assert matches(tokens, value) is (Outcome.YES if brute(tuple(tokens), value) else Outcome.NO)


@settings(deadline=None, max_examples=200)
@given(TOKENS, TOKENS, TEXT, TEXT)
def test_a_hole_is_unknown_only_where_some_filling_fits(
    before: list[Token], after: list[Token], value: str, filling: str
) -> None:
    found = matches([*before, Wild.HOLE, *after], value)
    assert found is not Outcome.YES
    if brute((*before, filling, *after), value):
        assert found is Outcome.UNKNOWN
    if not brute((*before, Wild.MANY, *after), value):
        assert found is Outcome.NO


@pytest.mark.parametrize(
    ("tokens", "value", "expected"),
    [
        ([], "", Outcome.YES),
        ([], "a", Outcome.NO),
        ([""], "", Outcome.YES),
        (["a", "b"], "ab", Outcome.YES),
        ([Wild.MANY], "", Outcome.YES),
        (["ab", Wild.MANY, "ba"], "aba", Outcome.NO),
        ([Wild.ONE], "\U0001f680", Outcome.YES),
        ([Wild.HOLE], "", Outcome.UNKNOWN),
    ],
)
def test_edges(tokens: list[Token], value: str, expected: Outcome) -> None:
    assert matches(tokens, value) is expected


def test_no_pattern_takes_long() -> None:
    hostile: list[Token] = [token for _ in range(2000) for token in (Wild.MANY, "a")]
    begun = time.process_time()
    assert matches([*hostile, "b"], "a" * 20_000) is Outcome.NO
    questions: list[Token] = [token for _ in range(500) for token in (Wild.MANY, "a", Wild.ONE, "a")]
    assert matches([*questions, "b"], "a" * 20_000) is Outcome.NO
    assert time.process_time() - begun < 5


def test_no_variable_takes_long(judge: Callable[..., Decision]) -> None:
    begun = time.process_time()
    for value in ("${" * 100_000, "${" + " " * 100_000 + "}", "${," + " " * 100_000 + "'}", "${a," * 50_000 + "}"):
        assert judge({"StringEquals": {"sts:RoleSessionName": value}}).verdict is Verdict.DENIED_IMPLICIT
        assert judge({"StringEquals": {"sts:RoleSessionName": value}}, version=None).verdict is Verdict.DENIED_IMPLICIT
    assert time.process_time() - begun < 5
