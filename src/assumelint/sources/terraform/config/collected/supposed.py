"""Collects what a root module makes under suppositions: the roles behind switches that are off by default.

A declaration without instances is looked at in the smallest world in which it has some. A declaration whose policy
hangs on switches is looked at with each of them on, and with all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from assumelint.model import IdentityProvider, Role
from assumelint.severity import Severity
from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.collected.openings import Openings
from assumelint.sources.terraform.config.collected.root_modules import walk_supposed
from assumelint.sources.terraform.config.declared.assumptions import Unit
from assumelint.sources.terraform.config.declared.suppositions import DEFAULTS, World, condition
from assumelint.sources.terraform.config.expanded.addresses import without_keys
from assumelint.text import Span
from assumelint.text.document import Plain, to_plain

# The most worlds of one root module: each costs an evaluation of what is looked at in it.
MAX_WORLDS = 60


def add_supposed(collected: Collected, base: Collected, directory: Path) -> None:
    """Add what a root module makes under suppositions only. `base` is what it makes by default."""
    search = _Search(collected, base, directory, Openings(base.project, directory, base.root))
    for role in (*base.roles, *(role for _, role in base.documents)):
        search.known.setdefault((role.address, role.span), []).append(_plain(role))
    for provider in base.providers:
        search.known[provider.address, provider.span] = []
    search.run()


class _Search(Struct):
    """The search in one root module. `seen` are the declarations that were looked at, `known` the policies so far.

    A role at an address without keys stands for all instances of its declaration.
    """

    collected: Collected
    base: Collected
    directory: Path
    openings: Openings
    seen: set[Unit] = field(default_factory=set)
    known: dict[tuple[str, Span], list[Plain]] = field(default_factory=dict)
    worlds: int = 0

    def run(self) -> None:
        """Look at what is made in a world, then at what that leaves out, from the defaults on."""
        pending = [(DEFAULTS, self.base)]
        while pending:
            world, found = pending.pop(0)
            closed = self._closed(found)
            self.seen |= found.made.keys()
            for switched, units in self._switched(world, found).items():
                self._look(switched, units, outcomes=False)
            for opened, units in self._opened(world, closed).items():
                inner = self._look(opened, units, outcomes=True)
                if inner is not None:
                    self._report(inner)
                    pending.append((opened, inner))

    def _closed(self, found: Collected) -> list[Unit]:
        """The declarations without instances that may have some if a variable has another value."""
        assumptions = found.project.assumptions
        return [
            unit
            for unit, made in found.made.items()
            if not made and unit not in self.seen and assumptions.variables(assumptions.of_units[unit])
        ]

    def _opened(self, world: World, closed: Iterable[Unit]) -> dict[World, list[Unit]]:
        """Declarations without instances, by the smallest world in which they have some."""
        worlds: dict[World, list[Unit]] = {}
        for unit in closed:
            opened = self.openings.of(unit, world)
            if opened is not None:
                worlds.setdefault(opened, []).append(unit)
        return worlds

    def _switched(self, world: World, found: Collected) -> dict[World, list[Unit]]:
        """Declarations with instances, by the worlds in which their switches are on."""
        worlds: dict[World, list[Unit]] = {}
        assumptions = found.project.assumptions
        for unit, assumed in assumptions.of_units.items():
            if found.made.get(unit) and not isinstance(unit[1], str):
                for switched in self.openings.switched(unit, world, assumed, assumptions):
                    worlds.setdefault(switched, []).append(unit)
        return worlds

    def _look(self, world: World, units: Iterable[Unit], *, outcomes: bool) -> Collected | None:
        """Add what some declarations make in a world. None beyond the limit of worlds.

        With `outcomes`, they are looked at in each outcome of that world. One that is made by default has its own.
        """
        self.worlds += 1
        if self.worlds > MAX_WORLDS:
            for unit in units:
                message = f"more than {MAX_WORLDS} combinations of switches: what the others make is not checked"
                self.base.project.note(message, self.openings.place(unit))
            return None
        found = walk_supposed(self.base, self.directory, world, frozenset(units), outcomes=outcomes)
        self.collected.roles += (added for role in found.roles for added in self._added(role, world))
        self.collected.documents += (
            (declared, added) for declared, role in found.documents for added in self._added(role, world)
        )
        self.collected.providers += self._providers(found.providers, world)
        return found

    def _providers(self, providers: Iterable[IdentityProvider], world: World) -> Iterator[IdentityProvider]:
        """The providers at whose addresses there is none yet."""
        for provider in providers:
            example = (without_keys(provider.address), provider.span)
            if example not in self.known and (provider.address, provider.span) not in self.known:
                self.known[provider.address, provider.span] = []
                yield replace(provider, condition=condition(world))

    def _added(self, role: Role, world: World) -> Iterator[Role]:
        """A role as supposed: listed if there is none of its address yet, else a variant if its policy is a new one."""
        example = (without_keys(role.address), role.span)
        policies = self.known.get(example) or self.known.setdefault((role.address, role.span), [])
        policy, where = _plain(role), condition(world)
        if not policies:
            yield replace(role, supposed=True, condition=where)
        elif policy not in policies:
            variant = f"{where} and {role.variant}" if role.variant else where
            yield replace(role, supposed=True, variant=variant)
        policies.append(policy)

    def _report(self, found: Collected) -> None:
        """Report the certain faults of what is made in a world. They are no errors, as it may never be made."""
        where = condition(found.project.supposed)
        for key, problem in found.project.problems.items():
            if key in found.project.certain and key not in self.base.project.problems:
                message = f"{problem.message} (where {where})"
                self.base.project.report(replace(problem, message=message, severity=Severity.WARNING))


def _plain(role: Role) -> Plain:
    return None if role.node is None else to_plain(role.node)
