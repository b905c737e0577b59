"""One module instance: what the names in its expressions stand for, worked out when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import force_setattr

from assumelint.sources.terraform.config.addresses import NO_KEY, InstanceKey, key_name
from assumelint.sources.terraform.config.declarations import Declaration, Declarations
from assumelint.sources.terraform.config.project import MAX_DEPTH, Project
from assumelint.sources.terraform.lang.scope import EvalError, Reference, Scope
from assumelint.sources.terraform.lang.unknowns import named
from assumelint.sources.terraform.lang.values import Unknown, Value
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.suggest import did_you_mean
from assumelint.text import Hole, Shape, Span


class Expansion(Struct, frozen=True):
    """The instances of a declaration.

    `kind` is "count", "for_each", or "" without either. Not `complete`: there may be other instances, or fewer.
    `switched` is what only a switch of unknown position decides on (`count = var.enabled ? 1 : 0`): it is taken as on,
    for what is off does no harm. `beyond`: there are more than are worth following.
    """

    kind: str
    instances: tuple[Instance, ...]
    complete: bool = True
    switched: bool = False
    beyond: bool = False
    by_key: Mapping[int | Shape, Instance] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named = {key_name(instance.key): instance for instance in self.instances}
        force_setattr(self, "by_key", {key: instance for key, instance in named.items() if key is not None})


class Instance(Struct, frozen=True):
    """One instance of what has `count` or `for_each`: its key, and what `each` and `count` stand for."""

    key: InstanceKey = NO_KEY
    each: tuple[Value, Value] | None = None
    index: Value | None = None


SINGLE = Instance()
Argument = Callable[[str], "Value | None"]


class Module(Struct, eq=False):
    """A directory's declarations with the arguments of one call.

    `argument` gives what the caller passes for a variable (None: nothing). `calls` are the names of the calls
    that lead here, `root` is the directory of the root module.
    """

    project: Project
    directory: Path
    declared: Declarations
    argument: Argument
    root: Path
    address: str = ""
    calls: tuple[str, ...] = ()
    parent: Module | None = None
    call: Declaration | None = None
    children: dict[tuple[str, InstanceKey], Module | None] = field(default_factory=dict)
    expansions: dict[int, Expansion | EvalError] = field(default_factory=dict)
    _values: dict[tuple[object, ...], Value | EvalError] = field(default_factory=dict)
    marking: set[tuple[str, ...]] = field(default_factory=set)
    _open: set[tuple[object, ...]] = field(default_factory=set)

    def remember(self, key: tuple[object, ...], hole: Hole, compute: Callable[[], Value]) -> Value:
        """The value under a key, computed once. Faults are remembered, too.

        A cycle, a chain of references that is too long and code that cannot be parsed give the hole.
        Raises `EvalError`.
        """
        found = self._values.get(key)
        if found is None:
            if not self._may_open(key, hole):
                return Unknown(hole)
            found = self._values[key] = self._compute(key, hole, compute)
        if isinstance(found, EvalError):
            raise found.with_traceback(None)
        return found

    def _may_open(self, key: tuple[object, ...], hole: Hole) -> bool:
        if key in self._open:
            self.project.note(f"{hole.reference} depends on itself", hole.span)
            return False
        if self.project.depth >= MAX_DEPTH:
            self.project.note(f"{hole.reference} depends on more than {MAX_DEPTH} others in a row", hole.span)
            return False
        return True

    def _compute(self, key: tuple[object, ...], hole: Hole, compute: Callable[[], Value]) -> Value | EvalError:
        self._open.add(key)
        self.project.depth += 1
        try:
            return compute()
        except EvalError as error:
            return error
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
        # The resolver stands on this class.
        from assumelint.sources.terraform.config.resolver import ConfigurationResolver

        return Scope(ConfigurationResolver(self, instance))


def fault(summary: str, detail: str, span: Span) -> EvalError:
    """An error in Terraform's wording."""
    return EvalError(f"{summary}: {detail}", span)


def undeclared(module: Module, hole: Hole, name: str, known: Iterable[str]) -> Unknown:
    """What a reference to nothing stands for. Terraform refuses it, unless a tool adds the declaration first."""
    meant = did_you_mean(name, known)
    module.project.note(f"{hole.reference} is not declared here{meant}", hole.span)
    return Unknown(hole)
