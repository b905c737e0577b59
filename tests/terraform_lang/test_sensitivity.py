"""`issensitive` follows the marks through the expression."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ('issensitive("a")', "false"),
        ('issensitive(sensitive("a"))', "true"),
        ('issensitive("a${sensitive("a")}")', "true"),
        ('issensitive(nonsensitive(sensitive("a")))', "false"),
        ('issensitive({ a = sensitive("a") })', "false"),
        ('issensitive(jsonencode({ a = sensitive("a") }))', "true"),
        ("issensitive(var.open)", "${issensitive(var.open)}"),
        ("issensitive(var.secret)", "${issensitive(var.secret)}"),
    ],
)
def test_without_a_resolver_that_knows(shown: Callable[[str], str], expression: str, answer: str) -> None:
    assert shown(expression) == answer


def test_the_resolver_is_asked(world: Any, shown: Callable[[str], str]) -> None:
    world.sensitive = lambda reference: {"var.secret": True, "var.open": False}.get(reference.texts[-1])
    assert shown("issensitive(var.secret)") == "true"
    assert shown("issensitive(var.open)") == "false"
    assert shown('issensitive("${var.open}-${upper(var.secret)}")') == "true"
    assert shown("issensitive(var.other)") == "${issensitive(var.other)}"
