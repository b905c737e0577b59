"""Finding one string in a product, with names in it that people can read."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache

from msgspec import Struct

from assumelint.language.automaton import FIRST_HOLE, mask_of, sample
from assumelint.language.extent import Extent, beyond
from assumelint.language.product import Product, Step
from assumelint.language.templates import CHAINED, Field

# What a stranger calls themselves, the first that a field can hold.
_STRANGERS = ("evil", "stranger", "66666666-6666-4666-8666-666666666666", "666")
_STRANGER_BEHIND_A_NAME = ("-evil", "-stranger", "evil", "666")


class Run(Enum):
    """Where a search stands: outside the fields that name a tenant, or in one, with or without a free character."""

    OUTSIDE = "outside"
    PINNED = "pinned"
    OPEN = "open"


class Found(Struct, frozen=True):
    """A string that the product accepts, and what each field has in it. See `mark` for unknown literals."""

    text: str
    fields: Mapping[str, str]


_FIRST_MARK = 0xE100  # characters for private use


def mark(bit: int) -> str:
    """The character that stands for an unknown literal, by its bit in the masks."""
    return chr(_FIRST_MARK + bit.bit_length() - 1 - FIRST_HOLE)


_State = tuple[int, Run]


class _Leg(Struct, frozen=True):
    """From one state to the next: the text between them, and the field it belongs to."""

    before: _State
    text: str
    field: str


def find_stranger(product: Product, forms: int, fields: Mapping[str, Field]) -> Found | None:
    """A string of one of these forms (bits) in which no field that names a tenant is pinned; None where there is none.

    An unknown literal may pin whatever it covers, so it must not cover a tenant's name.
    """
    starts: list[_State] = [(node, Run.OUTSIDE) for node in product.starts if product.forms[node] & forms]
    came: dict[_State, _Leg | None] = dict.fromkeys(starts)
    waiting = deque(starts)
    while waiting:
        state = waiting.popleft()
        node, run = state
        if product.ends[node] & forms and run is not Run.PINNED:
            return _read_back(came, state)
        for target, leg in _legs(product, forms, fields, state):
            if target not in came:
                came[target] = leg
                waiting.append(target)
    return None


def _legs(product: Product, forms: int, fields: Mapping[str, Field], state: _State) -> Iterator[tuple[_State, _Leg]]:
    node, run = state
    for step in product.steps[node]:
        if not product.forms[step.target] & forms:
            continue
        if step.wild and step.field:
            yield from _word(product, forms, fields, state, step)
        follow = _run(product, node, run, step, fields)
        if follow is not None:
            text = mark(step.mask) if step.extent is not None else sample(step.mask)
            covered = product.inside[step.target] if step.extent is not None else step.field
            yield (step.target, follow), _Leg(state, text, covered)


def _run(product: Product, node: int, run: Run, step: Step, fields: Mapping[str, Field]) -> Run | None:
    """Where the search stands after a step; None where it would leave a tenant's name pinned."""
    if step.extent is not None:
        inside = product.inside[step.target]
        names = _is_tenant(inside, fields)
        if step.extent is Extent.WITHIN and run is Run.OUTSIDE:
            return Run.PINNED if names else run
        return run if step.extent is Extent.WITHIN else None if run is Run.PINNED else Run.OUTSIDE
    if not _is_tenant(step.field, fields):
        return None if run is Run.PINNED else Run.OUTSIDE
    stays = product.inside[node] == step.field and run is not Run.OUTSIDE
    return Run.OPEN if step.wild or (stays and run is Run.OPEN) else Run.PINNED


def _is_tenant(name: str, fields: Mapping[str, Field]) -> bool:
    known = fields.get(name.removeprefix(CHAINED))
    return known is not None and known.tenant


def _word(
    product: Product, forms: int, fields: Mapping[str, Field], state: _State, first: Step
) -> Iterator[tuple[_State, _Leg]]:
    """A whole readable name in one leg, where the field takes it."""
    node, run = state
    known = fields[first.field.removeprefix(CHAINED)]
    begins = product.inside[node] != first.field or (run is Run.OUTSIDE and known.tenant)
    words = (_STRANGERS if begins else _STRANGER_BEHIND_A_NAME) if known.tenant else (known.example,) if begins else ()
    for word in words:
        target = _spell(product, forms, node, first.field, word)
        if target is not None:
            yield (target, Run.OPEN if known.tenant else Run.OUTSIDE), _Leg(state, word, first.field)


def _spell(product: Product, forms: int, node: int, name: str, word: str) -> int | None:
    """The node that a word leads to, every character of it left open; None where there is none."""
    for mask in _masks(word):
        for step in product.steps[node]:
            if step.mask & mask and step.wild and step.field == name and product.forms[step.target] & forms:
                node = step.target
                break
        else:
            return None
    return node


@lru_cache(maxsize=1024)
def _masks(word: str) -> tuple[int, ...]:
    return tuple(map(mask_of, word))


def _read_back(came: Mapping[_State, _Leg | None], end: _State) -> Found:
    legs: list[_Leg] = []
    leg = came[end]
    while leg is not None:
        legs.append(leg)
        leg = came[leg.before]
    legs.reverse()
    fields: dict[str, str] = {}
    for leg in legs:
        if leg.field:
            fields[leg.field] = fields.get(leg.field, "") + leg.text
    return Found("".join(leg.text for leg in legs), fields)


def covers_tenant(product: Product, fields: Mapping[str, Field]) -> bool:
    """Whether an unknown literal may reach over the name of a tenant: then nobody can say that it is open."""
    return any(
        step.extent is not None and step.extent is not Extent.WITHIN and _tenant_ahead(product, node, fields)
        for node, steps in enumerate(product.steps)
        for step in steps
    )


def _tenant_ahead(product: Product, node: int, fields: Mapping[str, Field]) -> bool:
    """Whether a tenant's name is within reach of the literal, or to be finished."""
    grammar = product.grammar
    return any(_is_tenant(grammar.inside[state], fields) for state in beyond(grammar, product.places[node]))
