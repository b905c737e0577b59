"""How free each field is in the strings of a product, for all of its forms in one go."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct, field

from assumelint.language.automaton import Automaton
from assumelint.language.product import Product, completable
from assumelint.language.templates import CHAINED
from assumelint.reach.model import Freedom

ORDER = (Freedom.FIXED, Freedom.PARTLY, Freedom.FREE)
Fields = dict[str, Freedom]


class Survey(Struct, frozen=True):
    """What a product leaves open: for each field, the bit set of the forms in which it is seen at all, and so on.

    `entries` are the nodes where a field has just been entered by an open character.
    """

    product: Product
    accepted: int
    seen: dict[str, int] = field(default_factory=dict)
    partly: dict[str, int] = field(default_factory=dict)
    free: dict[str, int] = field(default_factory=dict)
    entries: dict[str, set[int]] = field(default_factory=dict)

    @staticmethod
    def of(product: Product) -> Survey:
        """Look at each step of a product once."""
        survey = Survey(product, product.accepted)
        for node, steps in enumerate(product.steps):
            for step in steps:
                if step.field:
                    _add(survey.seen, step.field, product.forms[step.target])
                    if step.wild:
                        survey._open(node, step.field, step.target)
        for node in product.tails:
            survey._tail(node)
        for name, entered in survey.entries.items():
            if not name.startswith(CHAINED):
                _add(survey.free, name, _wholly_free(product, name, entered))
        return survey

    def freedoms(self, form: int, names: Iterable[str]) -> Fields:
        """How free each field is in the strings of one form (a bit): these, and those that it comes through."""
        found = dict.fromkeys(names, Freedom.FIXED)
        for name, forms in self.seen.items():
            if forms & form and not name.startswith(CHAINED):
                found[name] = self._freedom(name, form)
        return found

    def _freedom(self, name: str, form: int) -> Freedom:
        if self.free.get(name, 0) & form:
            return Freedom.FREE
        return Freedom.PARTLY if self.partly.get(name, 0) & form else Freedom.FIXED

    def _open(self, node: int, name: str, target: int) -> None:
        _add(self.partly, name, self.product.forms[target])
        if self.product.inside[node] != name:
            self.entries.setdefault(name, set()).add(target)

    def _tail(self, node: int) -> None:
        """All fields that may follow are free; the one that the node is in the middle of was begun before."""
        product = self.product
        for name, forms in fields_ahead(product.grammar, product.places[node]).items():
            _add(self.seen, name, forms & product.forms[node])
            _add(self.partly if name == product.inside[node] else self.free, name, forms & product.forms[node])


def _add(found: dict[str, int], name: str, forms: int) -> None:
    found[name] = found.get(name, 0) | forms


def _wholly_free(product: Product, name: str, entered: Iterable[int]) -> int:
    """The forms in which some way through a field takes characters that are all left open, any number of them.

    A field of a few choices has no room for any number: there, open characters are enough. What can be completed
    behind the field can be completed from every node of the way to it, so that one walk serves all forms.
    """
    few = name not in _endless_fields(product.grammar)
    seen = {(node, few or _loops(product, node, name)) for node in entered}
    queue, forms = list(seen), 0
    while queue:
        node, roomy = queue.pop()
        if roomy:
            forms |= product.ends[node]
        for step in product.steps[node]:
            if step.field != name:
                forms |= product.forms[step.target] if roomy else 0
            elif step.wild:
                state = (step.target, roomy or _loops(product, step.target, name))
                if state not in seen:
                    seen.add(state)
                    queue.append(state)
    return forms


def _loops(product: Product, node: int, name: str) -> bool:
    return node in product.tails or any(
        step.target == node and step.wild and step.field == name for step in product.steps[node]
    )


@lru_cache(maxsize=256)
def _endless_fields(grammar: Automaton) -> frozenset[str]:
    return frozenset(arc.field for state, arcs in enumerate(grammar.arcs) for arc in arcs if arc.target == state)


@lru_cache(maxsize=4096)
def fields_ahead(grammar: Automaton, state: int) -> dict[str, int]:
    """The fields that may still follow a state of a grammar, with the forms (bits) that they follow in."""
    forms, found = completable(grammar), dict[str, int]()
    seen, waiting = {state}, [state]
    while waiting:
        for arc in grammar.arcs[waiting.pop()]:
            if arc.field and not arc.field.startswith(CHAINED):
                found[arc.field] = found.get(arc.field, 0) | forms[arc.target]
            if arc.target not in seen:
                seen.add(arc.target)
                waiting.append(arc.target)
    return found


def lowest(found: Iterable[Fields]) -> Fields:
    """The lowest freedom of each field."""
    result: Fields = {}
    for fields in found:
        for name, freedom in fields.items():
            result[name] = min(result.get(name, freedom), freedom, key=ORDER.index)
    return result
