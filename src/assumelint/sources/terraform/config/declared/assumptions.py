"""The assumptions a run makes about a root module, and which declarations depend on them.

A deployment may override a variable's default, or create a file beforehand. A result that depends on none of these is
certain. One that does is evaluated again with the assumption dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import TypeAlias, TypeVar

from msgspec import Struct, field

_Result = TypeVar("_Result")

# A set of assumptions is a bit mask, not an enum.Flag: sets are merged at every name lookup, where speed matters.
Assumed: TypeAlias = int
NOTHING: Assumed = 0
EMPTY_DEFAULT: Assumed = 1  # a root variable keeps its empty default: null, "", [], {}
ANY_OTHER: Assumed = 2  # a root variable keeps a non-empty default; a missing file stays missing
ANY_DEFAULT = EMPTY_DEFAULT | ANY_OTHER
_FIRST_BIT: Assumed = 4  # from here on, each root variable and each question has a bit of its own

# The bits of the variables (by name) and questions of one root module. All runs over it share them.
Bits: TypeAlias = "dict[Hashable, Assumed]"

# Identifies a declaration: the names of the module calls that lead to its module, followed by the resource's mode,
# type and name, or by the name of a module call.
Unit: TypeAlias = "tuple[tuple[str, ...], tuple[str, str, str] | str]"


def bit_of(what: Hashable, bits: Bits) -> Assumed:
    """The bit of a variable or a question, a new one if it has none yet."""
    return bits.setdefault(what, _FIRST_BIT << len(bits))


class Open(Enum):
    """Which assumptions are dropped: a value that depends on a dropped one is unknown."""

    NONE = "none"  # keep all: the result of `terraform apply` without arguments
    BLANK = "blank"  # drop the empty defaults of root variables, but not those of collections: [], {}
    EMPTY = "empty"  # drop the empty defaults of root variables
    ALL = "all"  # drop all defaults of root variables, and the absence of missing files

    @property
    def dropped(self) -> Assumed:
        """The assumptions that are dropped, wholly or in part."""
        match self:
            case Open.NONE:
                return NOTHING
            case Open.BLANK | Open.EMPTY:
                return EMPTY_DEFAULT
            case Open.ALL:
                return ANY_DEFAULT


class Assumptions(Struct, eq=False):
    """Records dependencies. `current` holds those of the value being evaluated, `unit` the declaration it is part of.

    What depends on the assumptions in `dropped` in an earlier run is worked out again in this one.
    `of_units` holds the assumptions that each declaration depends on. `bits` tells what they are about.
    """

    current: Assumed = NOTHING
    unit: Unit = ((), "")
    of_units: dict[Unit, Assumed] = field(default_factory=dict)
    bits: Bits = field(default_factory=dict)
    dropped: Assumed = NOTHING

    def default_of(self, variable: str) -> Assumed:
        """The assumption that a root variable keeps its default, whatever that is."""
        return bit_of(variable, self.bits)

    def variables(self, assumed: Assumed) -> tuple[str, ...]:
        """The root variables whose defaults are among these assumptions."""
        return tuple(name for name, bit in self.bits.items() if bit & assumed and isinstance(name, str))

    def add(self, assumed: Assumed) -> None:
        """Record that the value being evaluated depends on these assumptions, too."""
        self.current |= assumed

    def tracked(self, compute: Callable[[], _Result]) -> tuple[_Result, Assumed]:
        """The result of `compute`, and the assumptions it depends on."""
        outer, self.current = self.current, NOTHING
        try:
            return compute(), self.current
        finally:
            self.current |= outer

    @contextmanager
    def working_on(self, unit: Unit, assumed: Assumed) -> Iterator[None]:
        """Attribute what is evaluated inside the `with` block to `unit`, which already depends on `assumed`."""
        outer = self.unit, self.current
        self.unit, self.current = unit, assumed
        try:
            yield
        finally:
            self.of_units[unit] = self.of_units.get(unit, NOTHING) | self.current
            self.unit, self.current = outer

    def units_on(self, assumed: Assumed) -> frozenset[Unit]:
        """The declarations that depend on at least one of these assumptions."""
        return frozenset(unit for unit, rests_on in self.of_units.items() if rests_on & assumed)
