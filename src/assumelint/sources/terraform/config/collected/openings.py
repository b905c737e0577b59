"""Finds the fewest suppositions about the variables of a root module under which a declaration has instances."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice
from pathlib import Path

from msgspec import Struct, field

from assumelint.sources.terraform.config.collected.root_modules import root_module
from assumelint.sources.terraform.config.declared.assumptions import Assumed, Assumptions, Open, Unit
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.declared.suppositions import DEFAULTS, LIKELY, Becomes, Supposition, World
from assumelint.sources.terraform.config.expanded.called_modules import called_modules
from assumelint.sources.terraform.config.expanded.count_and_for_each import expansion_of
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.resolved.supposed_values import suppositions
from assumelint.sources.terraform.config.resolved.variables import default_value
from assumelint.sources.terraform.lang import EvalError
from assumelint.sources.terraform.lang.values import Value
from assumelint.sources.terraform.syntax import HclError
from assumelint.text import Span

# The most worlds that are tried for one declaration. Most take one: a switch, or a list that is given.
MAX_TRIALS = 40
# The most switches of one declaration that are tried one by one; more are only tried together.
MAX_SWITCHES = 8


class Openings(Struct):
    """The search in one root module. Each world is evaluated once, however many declarations are looked for in it.

    `before` is the root module of the run in which all variables have their defaults.
    """

    project: Project
    directory: Path
    before: Module | None
    _roots: dict[World, Module] = field(default_factory=dict)
    _about: dict[str, tuple[Supposition, ...]] = field(default_factory=dict)
    _any: Module | None = None

    def of(self, unit: Unit, world: World) -> World | None:
        """The smallest world around another one in which a declaration has instances, None if none is found."""
        for tried in islice(self._tries(unit, world), MAX_TRIALS):
            if self._stands(unit, tried):
                return self._shrunk(unit, world, tried)
        message = f"{_name(unit)} is not checked: none of the values of variables that were tried make it"
        self.project.note(message, self.place(unit))
        return None

    def switched(self, unit: Unit, world: World, assumed: Assumed, assumptions: Assumptions) -> Iterator[World]:
        """The worlds around another one in which a declaration stands and one of its switches is on, or all are."""
        touched = {each for name in assumptions.variables(assumed) for each in self.about(name)}
        switches = sorted((each for each in touched - world if each.becomes is Becomes.TRUE), key=str)
        tried = [world | {one} for one in switches] if 1 < len(switches) <= MAX_SWITCHES else []
        tried += [world | set(switches)] if switches else []
        yield from (each for each in tried if self._stands(unit, each))

    def about(self, variable: str) -> tuple[Supposition, ...]:
        """What can be supposed about a variable, likely things first."""
        if variable not in self._about:
            value = self._default(variable)
            found = () if value is None else suppositions(variable, value)
            self._about[variable] = tuple(sorted(found, key=lambda each: each.becomes not in LIKELY))
        return self._about[variable]

    def place(self, unit: Unit) -> Span:
        """The place of a declaration, or of the call in the root module that leads to it."""
        calls, name = unit
        declared, outermost = self._root(DEFAULTS).declared, calls[0] if calls else name
        return (declared.modules[outermost] if isinstance(outermost, str) else declared.resources[outermost]).span

    def _default(self, variable: str) -> Value | None:
        try:
            return default_value(self._root(DEFAULTS), variable)
        except (EvalError, HclError):  # already a problem of the configuration
            return None

    def _tries(self, unit: Unit, world: World) -> Iterator[World]:
        """Worlds to try: with one supposition more, with many together, with two, and two of which one shows more."""
        touched = self._touching(unit, world)
        yield from (world | {one} for one in touched)
        yield world | {one for one in touched if one.becomes in LIKELY}
        yield world | {one for one in touched if one.becomes is not Becomes.FALSE}
        if not self._is_possible(unit):
            return
        yield from (world | set(pair) for pair in combinations(touched, 2))
        for one in touched:
            more = [each for each in self._touching(unit, world | {one}) if each not in touched]
            yield from (world | {one, each} for each in more)

    def _touching(self, unit: Unit, world: World) -> list[Supposition]:
        """What can be supposed about the variables on which the existence of a declaration depends in a world."""
        root = self._root(world)
        assumptions = root.project.assumptions
        _, assumed = assumptions.tracked(lambda: _instances(root, unit))
        taken = {(each.variable, each.path) for each in world}
        found = [each for name in assumptions.variables(assumed) for each in self.about(name)]
        found = [each for each in found if (each.variable, each.path) not in taken]
        return sorted(found, key=lambda each: each.becomes not in LIKELY)

    def _shrunk(self, unit: Unit, world: World, found: World) -> World:
        """A world without the suppositions that the declaration does not need."""
        for one in sorted(found - world, key=str):
            if self._stands(unit, found - {one}):
                found -= {one}
        return found

    def _stands(self, unit: Unit, world: World) -> bool:
        return _instances(self._root(world), unit) > 0

    def _is_possible(self, unit: Unit) -> bool:
        """Whether a declaration may have instances at all, whatever the variables are."""
        if self._any is None:
            self._any = root_module(self.project.opened(Open.ALL), self.directory)
        return _instances(self._any, unit) > 0

    def _root(self, world: World) -> Module:
        if world not in self._roots:
            self._roots[world] = root_module(self.project.opened(Open.NONE, world), self.directory, self.before)
        return self._roots[world]


def _name(unit: Unit) -> str:
    """The address of a declaration, without the keys of instances."""
    calls, name = unit
    own = ("module", name) if isinstance(name, str) else name[name[0] == "managed" :]
    return ".".join((*(part for call in calls for part in ("module", call)), *own))


def _instances(root: Module, unit: Unit) -> int:
    """How many instances a declaration has in all instances of its module; none where Terraform refuses the code."""
    calls, name = unit
    modules = [root]
    try:
        for call in calls:
            modules = [inner for at in modules for inner in called_modules(at, at.declared.modules[call])]
        found = (at.declared.modules[name] if isinstance(name, str) else at.declared.resources[name] for at in modules)
        return sum(len(expansion_of(at, each).instances) for at, each in zip(modules, found, strict=True))
    except (EvalError, HclError):
        return 0
