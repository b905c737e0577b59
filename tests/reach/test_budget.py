"""The budget of a policy in nodes: it is kept, and a question beyond it stays undecided."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from assumelint.language.automaton import Automaton
from assumelint.language.intersection import MOST_NODES, Meeting, intersect, meeting
from assumelint.language.product import Product
from assumelint.reach import solve

HOST = "token.actions.githubusercontent.com"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Meter:
    """How many nodes were made."""

    def __init__(self) -> None:
        self.nodes = 0

    def intersect(
        self, grammar: Automaton, required: Any, excluded: Any, *, whole: bool, most: int = MOST_NODES
    ) -> Product | None:
        found = intersect(grammar, required, excluded, whole=whole, most=most)
        self.nodes += most if found is None else found.size
        return found

    def meeting(self, grammar: Automaton, required: Any, excluded: Any, most: int) -> Meeting:
        found = meeting(grammar, required, excluded, most)
        self.nodes += found.size
        return found


@pytest.fixture
def meter(monkeypatch: pytest.MonkeyPatch) -> Meter:
    made = Meter()
    monkeypatch.setattr(solve, "intersect", made.intersect)
    monkeypatch.setattr(solve, "meeting", made.meeting)
    return made


def wildcards(number: int, length: int) -> str:
    return "repo:acme/" + "".join(f"*{LETTERS[(number + index) % 26]}" for index in range(length))


CASES: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "many wildcards": ({"StringLike": {"sub": [wildcards(number, 20) for number in range(40)]}}, []),
    "one endless value": ({"StringLike": {"sub": wildcards(0, 3500)}}, []),
    "question marks": ({"StringLike": {"sub": ["*" + "?" * 40 * number + "*a*" for number in range(15)]}}, []),
    "exclusions": (
        {"StringLike": {"sub": "repo:*a*b*c*"}, "StringNotLike": {"sub": [f"*x{number}*y*" for number in range(200)]}},
        [],
    ),
    "denies with wildcards": (
        {"StringLike": {"sub": "repo:acme/*a*b*c*d*"}},
        [{"Condition": {"StringLike": {"sub": f"repo:acme/*x{number}*y*z*"}}} for number in range(16)],
    ),
    "ways past the denies": (
        {"StringLike": {"sub": "repo:*/*a*b*"}},
        [
            {"Condition": {"StringLike": {"sub": f"*x{number}*y*"}, "StringNotLike": {"sub": f"*z{number}*"}}}
            for number in range(4)
        ],
    ),
    "values for all": ({"ForAllValues:StringLike": {"sub": [f"*:r{number}*:*:*a*" for number in range(100)]}}, []),
}


@pytest.mark.parametrize("name", CASES)
def test_a_policy_costs_no_more_than_its_budget(trust: Callable[..., Any], meter: Meter, name: str) -> None:
    conditions, deny = CASES[name]
    assert len(json.dumps(CASES[name])) < 8192
    found = trust(HOST, conditions, deny).reach
    assert meter.nodes <= solve.MOST_WORK + MOST_NODES
    assert not found.dead
    assert found.denial is None


def test_what_the_budget_does_not_cover_is_not_known(trust: Callable[..., Any]) -> None:
    match = trust(HOST, {}).match
    spent = solve.Solver(0)
    grammar = spent.grammar(match, match.issuer.claim("sub")).automaton
    assert spent.possible(grammar, [])
    assert spent.narrowest(grammar, []) is None
    assert spent.fitting(grammar, []) is None


def test_an_exclusion_more_costs_next_to_nothing(trust: Callable[..., Any], meter: Meter) -> None:
    nodes: list[int] = []
    for count in (32, 128):
        meter.nodes = 0
        excluded = [f"*x{number}*" for number in range(count)]
        assert trust(HOST, {"StringLike": {"sub": "repo:acme/*"}, "StringNotLike": {"sub": excluded}}).reach.breadth
        nodes.append(meter.nodes)
    assert nodes[1] < 1.5 * nodes[0]


def test_values_cost_the_same_each(trust: Callable[..., Any], meter: Meter) -> None:
    nodes: list[int] = []
    for count in (20, 80):
        meter.nodes = 0
        values = [f"repo:acme/r{number:02}:pull_request" for number in range(count)]
        assert len(trust(HOST, {"StringEquals": {"sub": values}}).reach.breadth) >= count
        nodes.append(meter.nodes)
    assert nodes[1] <= 4.4 * nodes[0]


def test_statements_share_the_budget(trust: Callable[..., Any]) -> None:
    made = trust(HOST, {"StringLike": {"sub": "*"}}, [{"Condition": {"StringLike": {"sub": "x*"}}}])
    assert solve.Solver.of(made.policy).left == solve.MOST_WORK
