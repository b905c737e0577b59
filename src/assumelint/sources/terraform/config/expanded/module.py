"""One module instance: a directory's declarations with one call's arguments, and the values worked out so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct, field

from assumelint.sources.terraform.config.declared.assumptions import NOTHING, Assumed
from assumelint.sources.terraform.config.declared.declarations import Declaration, Declarations
from assumelint.sources.terraform.config.declared.project import MAX_DEPTH, Project
from assumelint.sources.terraform.config.expanded.addresses import InstanceKey
from assumelint.sources.terraform.config.expanded.instances import SINGLE, Expansion, Instance
from assumelint.sources.terraform.config.expanded.memory import Memory
from assumelint.sources.terraform.lang import Reference, Resolver, Scope
from assumelint.sources.terraform.lang.values import Unknown, Value, named
from assumelint.sources.terraform.syntax import HclError
from assumelint.suggest import did_you_mean
from assumelint.text import Hole
from assumelint.text.document import Mapping

Argument: TypeAlias = "Callable[[str], Value | None]"
# What the names in an expression stand for, in a module and as one instance of a block of it sees them.
Names: TypeAlias = "Callable[[Module, Instance], Resolver]"


class Module(Struct, eq=False):
    """A directory's declarations with the arguments of one call.

    `argument` gives what the caller passes for a variable (None: nothing). `calls` are the names of the calls
    that lead here, `root` is the directory of the root module, `assumed` what its being there rests on.
    """

    project: Project
    directory: Path
    declared: Declarations
    argument: Argument
    names: Names
    root: Path
    address: str = ""
    calls: tuple[str, ...] = ()
    parent: Module | None = None
    call: Declaration | None = None
    assumed: Assumed = NOTHING
    children: dict[tuple[str, InstanceKey], Module | None] = field(default_factory=dict)
    expansions: Memory[Expansion] = field(default_factory=Memory)
    documents: Memory[Mapping] = field(default_factory=Memory)
    _values: Memory[Value] = field(default_factory=Memory)
    marking: set[tuple[str, ...]] = field(default_factory=set)
    _open: set[tuple[object, ...]] = field(default_factory=set)

    def remember(self, key: tuple[object, ...], hole: Hole, compute: Callable[[], Value]) -> Value:
        """The value under a key, computed once. Faults are remembered, too.

        A cycle, a chain of references that is too long and code that cannot be parsed give the hole.
        Raises `EvalError`.
        """
        if key not in self._values and not self._may_open(key, hole):
            return Unknown(hole)
        return self._values.once(key, self.project.assumptions, lambda: self._compute(key, hole, compute))

    def _may_open(self, key: tuple[object, ...], hole: Hole) -> bool:
        if key in self._open:
            self.project.note(f"{hole.reference} depends on itself", hole.span)
            return False
        if self.project.depth >= MAX_DEPTH:
            self.project.note(f"{hole.reference} depends on more than {MAX_DEPTH} others in a row", hole.span)
            return False
        return True

    def _compute(self, key: tuple[object, ...], hole: Hole, compute: Callable[[], Value]) -> Value:
        self._open.add(key)
        self.project.depth += 1
        try:
            return compute()
        except HclError as error:
            self.project.fault(error)
            return Unknown(hole)
        finally:
            self.project.depth -= 1
            self._open.discard(key)

    @property
    def home(self) -> str:
        """Where its references are written: what tells its `var.x` from another module's."""
        return f"{self.root}:{self.address}"

    def hole(self, reference: Reference, used: int) -> Hole:
        """The hole for what the first so many steps of a reference in this module lead to."""
        return named(reference.texts[used], reference.spans[used], self.home)

    def scope(self, instance: Instance = SINGLE) -> Scope:
        """The scope of the expressions in the module's blocks, as one instance of a block sees it."""
        return Scope(self.names(self, instance))


def undeclared(module: Module, hole: Hole, name: str, known: Iterable[str]) -> Unknown:
    """What a reference to nothing stands for. Terraform refuses it, unless a tool adds the declaration first."""
    meant = did_you_mean(name, known)
    module.project.note(f"{hole.reference} is not declared here{meant}", hole.span)
    return Unknown(hole)
