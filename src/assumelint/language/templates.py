"""The grammar of a claim: the templates of an issuer as one automaton."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct, field

from assumelint.language.automaton import Arc, Automaton, characters, mask_of

_PART = re.compile(r"\{([^{}]*)\}")
# Prefix of a field's name inside a chain of parts: a field in the chain differs from the same field before it.
CHAINED = "+"


class Field(Struct, frozen=True):
    """A named part of a template: the characters it may hold (as in a bracket expression) and an example.

    `tenant`: it identifies the customer, so a trust policy that leaves it open admits strangers. `choices`: its only
    possible values, each a template itself. With `joined_by`, the value is one or more choices with that text between
    them. `implies`: the fields that this one determines as well (an id determines the name). `per_run`: it has another
    value in every run (a commit, a step), so a policy that requires one value admits one run.
    """

    name: str
    characters: str
    example: str
    tenant: bool = False
    choices: tuple[str, ...] = ()
    joined_by: str = ""
    implies: tuple[str, ...] = ()
    per_run: bool = False


ANY_TEXT = Field("anything", "^", "x")


@lru_cache(maxsize=2048)
def template_parts(template: str) -> tuple[tuple[str, str], ...]:
    """Return the parts of a template in order, each as (literal, "") or ("", field name)."""
    parts: list[tuple[str, str]] = []
    position = 0
    for found in _PART.finditer(template):
        if position < found.start():
            parts.append((template[position : found.start()], ""))
        parts.append(("", found[1]))
        position = found.end()
    return (*parts, (template[position:], "")) if position < len(template) else tuple(parts)


def template_fields(template: str) -> tuple[str, ...]:
    """Return the names of the fields in a template, in order."""
    return tuple(name for _, name in template_parts(template) if name)


def render(template: str, values: Mapping[str, str]) -> str:
    """Return the template with its fields filled in. A field without a value stays as it is."""
    return "".join(literal or values.get(name, "{" + name + "}") for literal, name in template_parts(template))


def grammar_of(templates: Sequence[str], fields: Mapping[str, Field]) -> Automaton:
    """Return the automaton of the templates; bit n of `finals` stands for the nth.

    `fields` must describe all their fields.
    """
    return _grammar(tuple(templates), tuple(fields.values()))


@lru_cache(maxsize=512)
def _grammar(templates: tuple[str, ...], fields: tuple[Field, ...]) -> Automaton:
    builder = _Builder({each.name: each for each in fields})
    start = builder.state("")
    for index, template in enumerate(templates):
        for end in builder.template(template, (start,), ""):
            builder.finals[end] = builder.finals.get(end, 0) | 1 << index
    return Automaton(tuple(map(tuple, builder.arcs)), (start,), builder.finals, tuple(builder.inside))


class _Builder(Struct):
    """Builds the automaton.

    Forms share the states of a common prefix, except `merged` states, which have several ways in.
    """

    fields: Mapping[str, Field]
    arcs: list[list[Arc]] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    finals: dict[int, int] = field(default_factory=dict)
    merged: set[int] = field(default_factory=set)
    chained: bool = False

    def state(self, inside: str) -> int:
        self.arcs.append([])
        self.inside.append(inside)
        return len(self.arcs) - 1

    def template(self, template: str, starts: tuple[int, ...], owner: str) -> tuple[int, ...]:
        """Add a template after the states `starts` and return its end states. Literals belong to the field `owner`."""
        for literal, name in template_parts(template):
            for character in literal:
                starts = (self._step(starts, mask_of(character), owner, loop=False),)
            if name:
                starts = self._field(self.fields[name], starts)
        return starts

    def _field(self, found: Field, starts: tuple[int, ...]) -> tuple[int, ...]:
        if found.joined_by:
            return self._chain(found, starts)
        name = (CHAINED if self.chained else "") + found.name
        if not found.choices:
            return (self._step(starts, characters(found.characters), name, loop=True),)
        if any(template_fields(choice) for choice in found.choices):
            name = ""  # a part of the form that has fields of its own, not a name
        return tuple(dict.fromkeys(end for choice in found.choices for end in self.template(choice, starts, name)))

    def _chain(self, found: Field, starts: tuple[int, ...]) -> tuple[int, ...]:
        """Add the choices of a field in a loop: the separator leads from the end of each choice back to the start."""
        hub = self.state("")
        outer, self.chained = self.chained, True
        ends = tuple(dict.fromkeys(end for choice in found.choices for end in self.template(choice, (hub,), "")))
        self.chained = outer
        self.merged.update(range(hub, len(self.arcs)))
        for start in starts:
            self.arcs[start] += self.arcs[hub]
        between = ends
        for character in found.joined_by[:-1]:
            between = (self._step(between, mask_of(character), "", loop=False),)
        for end in between:
            self.arcs[end].append(Arc(mask_of(found.joined_by[-1]), hub))
        return ends

    def _step(self, starts: tuple[int, ...], mask: int, owner: str, *, loop: bool) -> int:
        shared = self._shared(starts, mask, owner) if len(starts) == 1 else None
        if shared is not None:
            return shared
        target = self.state(owner)
        for start in starts:
            self.arcs[start].append(Arc(mask, target, owner))
        if loop:
            self.arcs[target].append(Arc(mask, target, owner))
        if len(starts) > 1:
            self.merged.add(target)
        return target

    def _shared(self, starts: tuple[int, ...], mask: int, owner: str) -> int | None:
        """Return the state that another form has already created for the same next part, or None."""
        (start,) = starts
        for arc in self.arcs[start]:
            if arc.mask == mask and arc.field == owner and arc.target != start and arc.target not in self.merged:
                return arc.target
        return None
