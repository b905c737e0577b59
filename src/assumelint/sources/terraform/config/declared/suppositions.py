"""Suppositions: what a variable of a root module is taken to be instead of its default.

A plain `terraform apply` makes no role behind a switch that is off by default, but the code of the role was written to
be used. It is evaluated under the fewest suppositions that make it exist, and they are its condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import TypeAlias

from msgspec import Struct

_NAME = re.compile(r"[A-Za-z_][\w-]*\Z")


class Becomes(Enum):
    """What a value is taken to be: the phrase that says so."""

    TRUE = "is true"
    FALSE = "is false"
    SET = "is set"  # null by default
    FILLED = "is not empty"  # "", [] or {} by default
    OTHER = "has another value than its default"  # any other value by default


# A switch that is on, or a value that is given: what a deployment that uses the code adds to it.
LIKELY = frozenset((Becomes.TRUE, Becomes.SET, Becomes.FILLED))


class Supposition(Struct, frozen=True):
    """A variable, or a part of its value (`path`), has another value than by default."""

    variable: str
    becomes: Becomes
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        steps = (f".{name}" if _NAME.match(name) else f'["{name}"]' for name in self.path)
        return f"`var.{self.variable}{''.join(steps)}` {self.becomes.value}"


# What is supposed together; nothing of it where all variables keep their defaults.
World: TypeAlias = "frozenset[Supposition]"
DEFAULTS: World = frozenset()


def condition(world: Iterable[Supposition]) -> str:
    """The suppositions as a clause: "`var.enabled` is true and `var.name` is set"."""
    return " and ".join(sorted(str(supposed) for supposed in world))
