"""What a run takes for granted about a root module, and which parts of the configuration rest on it.

Whoever deploys may give another value than a variable's default, choose another workspace, or make a file first.
What rests on none of that is certain; what does is worked out once more with that part left open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import TypeAlias, TypeVar

from msgspec import Struct, field

_Result = TypeVar("_Result")

# Sets of assumptions are added up at every name that is looked up: plain bits, not an enumeration.
Assumed: TypeAlias = int
NOTHING: Assumed = 0
EMPTY_DEFAULT: Assumed = 1  # a default that only fills the place: null, "", [], {}
ANY_OTHER: Assumed = 2  # another default, the workspace, a file that is not there

# A declaration: the names of the calls that lead to its module; then mode, type and name, or the name of a call.
Unit: TypeAlias = "tuple[tuple[str, ...], tuple[str, str, str] | str]"


class Open(Enum):
    """Which assumptions are left open: a value that rests on one of them is unknown."""

    NONE = "none"  # what an apply without any arguments makes
    EMPTY = "empty"  # the empty defaults of root variables
    ALL = "all"  # all defaults of root variables, the workspace, files that are not there


class Assumptions(Struct, eq=False):
    """Keeps account. `current` is what the value that is being worked out rests on, `unit` whose value that is."""

    current: Assumed = NOTHING
    unit: Unit = ((), "")
    of_units: dict[Unit, Assumed] = field(default_factory=dict)

    def add(self, assumed: Assumed) -> None:
        """The value that is being worked out rests on this, too."""
        self.current |= assumed

    def tracked(self, compute: Callable[[], _Result]) -> tuple[_Result, Assumed]:
        """A result, and what it rests on."""
        outer, self.current = self.current, NOTHING
        try:
            return compute(), self.current
        finally:
            self.current |= outer

    @contextmanager
    def working_on(self, unit: Unit, assumed: Assumed) -> Iterator[None]:
        """Whatever is worked out meanwhile belongs to a declaration, which rests on some assumptions already."""
        outer = self.unit, self.current
        self.unit, self.current = unit, assumed
        try:
            yield
        finally:
            self.of_units[unit] = self.of_units.get(unit, NOTHING) | self.current
            self.unit, self.current = outer

    def units_on(self, assumed: Assumed) -> frozenset[Unit]:
        """The declarations that rest on one of some assumptions."""
        return frozenset(unit for unit, rests_on in self.of_units.items() if rests_on & assumed)
