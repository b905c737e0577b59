"""Arguments of a module that are the members of one object: `inputs = { … }`."""

from __future__ import annotations

from collections.abc import Callable

from assumelint.sources.terraform.config.declared.plain_words import plain_text
from assumelint.sources.terraform.lang.values import MapValue, NullValue, ObjectValue, Unknown, Value, named
from assumelint.sources.terraform.syntax.ast import Attribute, Expression, Object

Evaluated = Callable[[Attribute], Value]


def written_entries(inputs: Attribute) -> dict[str, Attribute] | None:
    """The entries of an object that is written out, so that one which fails costs no other; else None."""
    if not isinstance(inputs.value, Object):
        return None
    found = {plain_text(key): value for key, value in inputs.value.entries}
    return None if None in found else {name: _entry(inputs, name, value) for name, value in found.items() if name}


def _entry(inputs: Attribute, name: str, value: Expression) -> Attribute:
    return Attribute(f"{inputs.name}.{name}", value, value.span, inputs.name_span)


def member_of(inputs: Attribute | None, name: str, evaluated: Evaluated, home: str) -> Value | None:
    """The value of one member, None if there certainly is none. `home` is that of the holes."""
    if inputs is None:
        return None
    entries = written_entries(inputs)
    if entries is not None:
        return evaluated(entries[name]) if name in entries else None
    whole = evaluated(inputs)
    if isinstance(whole, MapValue | ObjectValue):
        if name in whole.members:
            return whole.members[name][1]
        if not whole.rest and not whole.partial:
            return None
    return None if isinstance(whole, NullValue) else Unknown(named(f"{inputs.name}.{name}", whole.span, home))
