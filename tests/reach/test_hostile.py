import time
from collections.abc import Callable
from typing import Any

import pytest

HOST = "token.actions.githubusercontent.com"
SPELLINGS = [
    "StringLike",
    "stringlike",
    "STRINGLIKE",
    "StringLikeIfExists",
    "ForAnyValue:StringLike",
    "stringLike",
    "Stringlike",
]
HOSTILE: dict[str, dict[str, dict[str, Any]]] = {
    "many stars": {"StringLike": {"sub": "*a" * 4000}},
    "question marks": {"StringLike": {"sub": "*a" + "?" * 500 + "b*"}},
    "one long value": {"StringLike": {"sub": "repo:" + "a" * 1_000_000}},
    "many values": {"StringLike": {"sub": [f"*a{number}*b*" for number in range(500)]}},
    "many conditions": {name: {"sub": f"*a*b*c*d*{index}"} for index, name in enumerate(SPELLINGS)},
    "excluded": {"StringNotLike": {"sub": "*a" + "?" * 16 + "b*"}},
    "many holes": {"StringLike": {"sub": "«a»" * 2000}},
    "many variables": {"StringLike": {"sub": "${" * 2000 + "}" * 2000}},
    "no values": {"StringLike": {"sub": []}},
    "an empty value": {"StringLike": {"sub": ""}},
    "not a string": {"StringLike": {"sub": [1, True, None, {}]}},
    "not ASCII": {"StringLike": {"sub": "repo:äcme/äpp:*"}},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_policy_is_answered_in_time(trust: Callable[..., Any], name: str) -> None:
    made = trust(HOST, HOSTILE[name])
    started = time.process_time()
    found = made.reach
    assert time.process_time() - started < 20
    assert found.witness is None or made.allows(**found.witness.claims)
