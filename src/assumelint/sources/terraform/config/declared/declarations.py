"""The declarations in a directory's files. Blocks are located without parsing; each is parsed on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias, TypeVar

from msgspec import Struct, field

from assumelint.cause import Cause
from assumelint.model import Label, Problem
from assumelint.sources.terraform.config.declared.judged_types import POLICY_DOCUMENT, PROVIDERS, ROLES
from assumelint.sources.terraform.config.declared.overrides import merge_blocks
from assumelint.sources.terraform.syntax import Entry, HclError, SourceText
from assumelint.sources.terraform.syntax.ast import Attribute, Block
from assumelint.text import Span


class Declaration(Struct):
    """A top-level block: its type and labels, and the override blocks that change it.

    `place` computes the spans of the header and of the whole block on demand: few blocks of a large tree are ever
    reported. `text` is the block's source text, None for a block from JSON. `source` is a module's `source` argument if
    a regular expression can read it, None if the block has to be parsed for it.
    """

    type: str
    labels: tuple[str, ...]
    place: Callable[[], tuple[Span, Span]]
    load: Callable[[], Block]
    text: str | None = None
    source: str | None = None
    overrides: list[Declaration] = field(default_factory=list)
    _block: Block | HclError | None = None
    _spans: tuple[Span, Span] | None = None

    @property
    def span(self) -> Span:
        """The span of the header."""
        return self._placed()[0]

    @property
    def whole(self) -> Span:
        """The span of the whole block."""
        return self._placed()[1]

    def _placed(self) -> tuple[Span, Span]:
        if self._spans is None:
            self._spans = self.place()
        return self._spans

    def block(self) -> Block:
        """The parsed block with its overrides merged in. Raises `HclError`, the same error on each call."""
        if self._block is None:
            try:
                self._block = merge_blocks(self.load(), [override.load() for override in self.overrides])
            except HclError as error:
                self._block = error
        if isinstance(self._block, HclError):
            raise self._block
        return self._block

    @property
    def is_parsed(self) -> bool:
        """Whether the block has been parsed, with or without an error."""
        return self._block is not None

    def mentions(self, word: str) -> bool:
        """Whether the block, or one that overrides it, may contain a word. True for blocks from JSON."""
        return any(part.text is None or word in part.text for part in (self, *self.overrides))

    @property
    def name(self) -> str:
        """The last label."""
        return self.labels[-1] if self.labels else ""


class Local(Struct):
    """One local value. A later definition in an override file replaces the earlier."""

    name: str
    span: Span
    load: Callable[[], Attribute]
    _attribute: Attribute | HclError | None = None

    def attribute(self) -> Attribute:
        """The parsed definition. Raises `HclError`, the same error on each call."""
        if self._attribute is None:
            try:
                self._attribute = self.load()
            except HclError as error:
                self._attribute = error
        if isinstance(self._attribute, HclError):
            raise self._attribute
        return self._attribute


_Key = TypeVar("_Key")
# The types whose duplicate declarations are reported: here, a reader of the first declaration would miss a policy.
# Duplicates of any other type are left to Terraform, which refuses them all.
_JUDGED = frozenset((type,) for type in (*ROLES, *PROVIDERS, POLICY_DOCUMENT))
ResourceName: TypeAlias = "tuple[str, str, str]"  # "managed", "data" or "ephemeral"; type; name


# The words of which each policy for web identities has one, in its principal or its action.
_WEB_IDENTITY = ("webidentity", "federated")


def speaks(text: str) -> bool:
    """Whether a text may be part of what a policy for web identities is made of."""
    lower = text.lower()
    return any(word in lower for word in _WEB_IDENTITY)


class Written(Struct):
    """One file in HCL: its entries, each with the declaration that was made of it, if any.

    It is for finding the errors in blocks that nobody parses (`collected/unread_blocks`).
    """

    source: SourceText
    blocks: list[tuple[Entry, Declaration | None]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of the file."""
        return self.source.text

    @property
    def unread(self) -> list[Entry]:
        """The blocks that nobody has parsed: who parses one reports its error."""
        return [entry for entry, declared in self.blocks if declared is None or not declared.is_parsed]


class Declarations(Struct):
    """Everything a directory declares, by name. With `partial`, the module has further outputs that are not listed.

    `written` are its files in HCL, without those that the outline has found to be broken; `texts` those of all files.
    `unwritten` says that some are not in `written`: they are broken, or in JSON.
    """

    resources: dict[ResourceName, Declaration] = field(default_factory=dict)
    modules: dict[str, Declaration] = field(default_factory=dict)
    variables: dict[str, Declaration] = field(default_factory=dict)
    outputs: dict[str, Declaration] = field(default_factory=dict)
    locals: dict[str, Local] = field(default_factory=dict)
    providers: list[Declaration] = field(default_factory=list)
    settings: list[Declaration] = field(default_factory=list)
    deployments: list[Declaration] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    unwritten: bool = False
    partial: bool = False
    _speaks: bool | None = None

    def speaks(self) -> bool:
        """Whether the files speak of web identities."""
        if self._speaks is None:
            self._speaks = any(map(speaks, self.texts))
        return self._speaks

    def add(self, found: Declaration, *, override: bool) -> None:
        """Add a top-level block. Of two declarations of one name, the first is kept."""
        match found.type, found.labels:
            case "resource" | "data" | "ephemeral", (type, name):
                mode = "managed" if found.type == "resource" else found.type
                self._put(self.resources, (mode, type, name), found, override)
            case "module" | "component", (name,):
                self._put(self.modules, name, found, override)
            case "variable", (name,):
                self._put(self.variables, name, found, override)
            case "deployment", (_,):
                self.deployments.append(found)
            case "output", (name,):
                self._put(self.outputs, name, found, override)
            case "provider", (_,):
                self.providers.append(found)
            case "terraform", ():
                self.settings.append(found)
            case _:  # check, moved, import, removed: they define no values
                pass

    def add_locals(self, found: Iterable[Local], *, override: bool) -> None:
        """Add local values."""
        for local in found:
            first = self.locals.get(local.name)
            if first is None or override:
                self.locals[local.name] = local

    def _put(self, known: dict[_Key, Declaration], key: _Key, found: Declaration, override: bool) -> None:
        first = known.get(key)
        if first is None:
            known[key] = found  # Terraform refuses an override without a base block; its content is checked anyway
        elif override:
            first.overrides.append(found)
        elif found.labels[:1] in _JUDGED:
            self.problems.append(_duplicate(found, first))


def _duplicate(second: Declaration, first: Declaration) -> Problem:
    type, name = second.labels
    noun = "data source" if second.type == "data" else second.type
    message = (
        f'Duplicate {second.type} "{type}" configuration: A {type} {noun} named "{name}" was already declared. '
        "Names must be unique per type in each module."
    )
    labels = (Label(first.span, "the first declaration"),)
    return Problem(Cause.INVALID_CONFIGURATION, second.span, message, related=labels)
