"""Reading the value of a condition: text, wildcards, escapes, policy variables.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from assumelint.language.glob import Token, Wild
from assumelint.language.tokens import TokenReader, plain_tokens
from assumelint.sts.keys import Keys, Lookup
from assumelint.text import Text

_VARIABLE = re.compile(r"\$\{([^}]*)\}", re.DOTALL)


class Variables(Enum):
    """Whether `${…}` stands for a key. That came with version 2012-10-17; before it is plain text."""

    ON = "on"
    OFF = "off"
    UNKNOWN = "unknown"


def variables_of(version: Text | None) -> Variables:
    """What the `Version` of a policy says of variables; without one, the oldest language counts."""
    if version is None:
        return Variables.OFF
    if version.literal is None:
        return Variables.UNKNOWN
    return Variables.ON if version.literal == "2012-10-17" else Variables.OFF


def has_variable(text: Text) -> bool:
    """Whether a value holds what version 2012-10-17 takes for a variable or an escape."""
    return next(_variables(text.flat), None) is not None


def read_operand(text: Text, keys: Keys, variables: Variables, *, wildcards: bool) -> tuple[Token, ...] | None:
    """The pattern that a value stands for in this request.

    None where a variable in it has no value (absent, or a key of several values): it matches nothing then. What a
    variable brings in is literal, a `*` in it included. A variable that nobody knows is a hole.
    """
    if variables is Variables.OFF:
        return plain_tokens(text, wildcards=wildcards)
    reader = TokenReader(text, wildcards)
    tokens: list[Token] = []
    position = 0
    for found in _variables(reader.flat):
        tokens += reader.plain(position, found.start())
        position = found.end()
        if variables is Variables.UNKNOWN or reader.has_hole(found.start(), position):
            tokens.append(Wild.HOLE)
            continue
        value = _variable(found[1], keys)
        if value is None:
            return None
        tokens.append(value)
    return (*tokens, *reader.plain(position, len(reader.flat)))


def _variables(flat: str) -> Iterator[re.Match[str]]:
    # Behind the last brace nothing can match, and looking there from each `${` would take quadratic time.
    return _VARIABLE.finditer(flat, 0, flat.rfind("}") + 1)


def _variable(name: str, keys: Keys) -> Token | None:
    if name in ("*", "?", "$"):
        return name
    key, default = _with_default(name)
    value = keys.get(key)
    if value is Lookup.NOT_GIVEN:
        return Wild.HOLE
    if isinstance(value, Lookup) or value.many:
        return default
    return value.items[0]


def _with_default(name: str) -> tuple[str, str | None]:
    """`key, 'default'` taken apart. What is no such pair is a key as a whole."""
    key, _, default = (part.strip() for part in name.partition(","))
    if len(default) < 2 or not (default.startswith("'") and default.endswith("'")):
        return name.strip(), None
    return key, default[1:-1]
