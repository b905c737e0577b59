"""A module instance: a directory's declarations, the arguments of one call, and the values computed so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
from assumelint.text import Hole
from assumelint.text.document import Mapping

Argument: TypeAlias = "Callable[[str], Value | None]"
# Makes the resolver for the references in a module's blocks, as one instance of a block sees them.
Names: TypeAlias = "Callable[[Module, Instance], Resolver]"


class Module(Struct, eq=False):
    """A directory's declarations with the arguments of one call.

    `argument` gives the value that the caller passes for a variable, None if it passes none. `calls` are the names of
    the module calls that lead here. `root` is the directory of the root module. `assumed` are the assumptions that the
    existence of this instance depends on. `unit` names the deployment of a root module that is deployed several times.
    `states` are the root modules whose state this one reads, by directory. `before` is the same instance in an earlier
    run: its values are taken over where they depend on nothing that was dropped since. `chosen`: what deploys this root
    module passes all values that are to differ from the defaults.
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
    unit: str = ""
    chosen: bool = False
    before: Module | None = None
    children: dict[tuple[str, InstanceKey], Module | None] = field(default_factory=dict)
    expansions: Memory[Expansion] = field(default_factory=Memory)
    documents: Memory[Mapping] = field(default_factory=Memory)
    _values: Memory[Value] = field(default_factory=Memory)
    states: dict[Path, Module] = field(default_factory=dict)
    marking: set[tuple[str, ...]] = field(default_factory=set)
    _open: set[tuple[object, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Take over what an earlier run has worked out."""
        if self.before is not None:
            self.expansions = Memory(self.before.expansions)
            self.documents = Memory(self.before.documents)
            self._values = Memory(self.before._values)

    def remember(self, key: tuple[object, ...], hole: Hole, compute: Callable[[], Value]) -> Value:
        """The value for a key, computed once; an `EvalError` is cached, too, and raised again.

        The result is unknown, with the given hole, for a cycle, for a chain of references that is too long, and for
        code that cannot be parsed.
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

    def with_callers(self) -> Iterator[Module]:
        """The module and its direct and indirect callers, the root module last."""
        at: Module | None = self
        while at is not None:
            yield at
            at = at.parent

    @property
    def home(self) -> str:
        """Identifies the module instance in holes, so that its `var.x` differs from another module's."""
        return f"{self.deployment}:{self.address}"

    @property
    def deployment(self) -> str:
        """Identifies what one `terraform apply` makes: the root module, or one of its deployments."""
        return f"{self.root}:{self.unit}" if self.unit else str(self.root)

    def hole(self, reference: Reference, used: int) -> Hole:
        """The hole for the value of a reference in this module, cut after its first `used` steps."""
        return named(reference.texts[used], reference.spans[used], self.home)

    def scope(self, instance: Instance = SINGLE) -> Scope:
        """The scope for expressions in one instance of a block of the module."""
        return Scope(self.names(self, instance))
