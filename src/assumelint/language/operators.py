"""The condition operators of IAM and what sets each apart.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from msgspec import Struct


class Comparison(Enum):
    """How an operator compares one value of the request with one of the policy."""

    STRING = "string"
    STRING_IGNORE_CASE = "string, case ignored"
    PATTERN = "pattern"
    ARN = "ARN"
    EQUAL = "="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="


class Domain(Enum):
    """What the values of an operator are."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    BINARY = "binary"
    ADDRESS = "address"
    PRESENCE = "presence"


class Qualifier(Enum):
    """The set operators, for keys with several values."""

    ALL = "ForAllValues"
    ANY = "ForAnyValue"


class Operator(Struct, frozen=True):
    """A condition operator, taken apart. `name` is the spelling of the documentation."""

    name: str
    domain: Domain
    compare: Comparison
    negated: bool = False
    if_exists: bool = False
    qualifier: Qualifier | None = None

    @property
    def takes_wildcards(self) -> bool:
        """Whether `*` and `?` in a value stand for other characters."""
        return self.compare in (Comparison.PATTERN, Comparison.ARN)

    @property
    def takes_variables(self) -> bool:
        """Whether `${…}` in a value is a policy variable: string and ARN operators only."""
        return self.domain is Domain.TEXT


def _ordered(prefix: str, domain: Domain) -> list[Operator]:
    return [
        Operator(f"{prefix}Equals", domain, Comparison.EQUAL),
        Operator(f"{prefix}NotEquals", domain, Comparison.EQUAL, negated=True),
        Operator(f"{prefix}LessThan", domain, Comparison.LESS),
        Operator(f"{prefix}LessThanEquals", domain, Comparison.LESS_OR_EQUAL),
        Operator(f"{prefix}GreaterThan", domain, Comparison.GREATER),
        Operator(f"{prefix}GreaterThanEquals", domain, Comparison.GREATER_OR_EQUAL),
    ]


_PLAIN = {
    operator.name.lower(): operator
    for operator in (
        Operator("StringEquals", Domain.TEXT, Comparison.STRING),
        Operator("StringNotEquals", Domain.TEXT, Comparison.STRING, negated=True),
        Operator("StringEqualsIgnoreCase", Domain.TEXT, Comparison.STRING_IGNORE_CASE),
        Operator("StringNotEqualsIgnoreCase", Domain.TEXT, Comparison.STRING_IGNORE_CASE, negated=True),
        Operator("StringLike", Domain.TEXT, Comparison.PATTERN),
        Operator("StringNotLike", Domain.TEXT, Comparison.PATTERN, negated=True),
        Operator("ArnEquals", Domain.TEXT, Comparison.ARN),
        Operator("ArnNotEquals", Domain.TEXT, Comparison.ARN, negated=True),
        Operator("ArnLike", Domain.TEXT, Comparison.ARN),
        Operator("ArnNotLike", Domain.TEXT, Comparison.ARN, negated=True),
        *_ordered("Numeric", Domain.NUMBER),
        *_ordered("Date", Domain.DATE),
        Operator("Bool", Domain.BOOLEAN, Comparison.EQUAL),
        Operator("BinaryEquals", Domain.BINARY, Comparison.EQUAL),
        Operator("IpAddress", Domain.ADDRESS, Comparison.EQUAL),
        Operator("NotIpAddress", Domain.ADDRESS, Comparison.EQUAL, negated=True),
        Operator("Null", Domain.PRESENCE, Comparison.EQUAL),
    )
}
_QUALIFIERS = {f"{qualifier.value.lower()}:": qualifier for qualifier in Qualifier}


@lru_cache(maxsize=512)
def parse_operator(written: str) -> Operator | None:
    """The operator of that spelling (case does not matter), or None where IAM has none.

    `Null` takes neither `IfExists` nor a set operator.
    """
    name = written.lower()
    qualifier = next((found for prefix, found in _QUALIFIERS.items() if name.startswith(prefix)), None)
    if qualifier is not None:
        name = name.partition(":")[2]
    plain = _PLAIN.get(name.removesuffix("ifexists"))
    if plain is None:
        return None
    if_exists = name.endswith("ifexists")
    if plain.domain is Domain.PRESENCE and (if_exists or qualifier is not None):
        return None
    return Operator(plain.name, plain.domain, plain.compare, plain.negated, if_exists, qualifier)


def known_operators() -> tuple[str, ...]:
    """The names of all operators, without `IfExists` and set operators."""
    return tuple(operator.name for operator in _PLAIN.values())
