"""Why a value does not fit: the slip that explains it, where there is one."""

from __future__ import annotations

from collections.abc import Sequence

from assumelint.language.glob import Token, Wild, matches
from assumelint.language.operators import Comparison, Domain, Operator
from assumelint.language.outcome import Outcome
from assumelint.model import Condition
from assumelint.sts.keys import Keys
from assumelint.sts.operand import Variables, has_variable, read_operand
from assumelint.sts.reason import Reason
from assumelint.sts.value import Value
from assumelint.text import Text


def mismatch(
    condition: Condition,
    operator: Operator,
    operands: Sequence[tuple[Token, ...] | None],
    value: Value,
    keys: Keys,
    variables: Variables,
) -> Reason:
    """The reason why none of the operands fits the value."""
    texts = condition.values.items
    if not texts:
        return Reason.NO_VALUES
    if operator.domain is not Domain.TEXT:
        return Reason.DIFFERS
    if None in operands:
        return Reason.VARIABLE_WITHOUT_VALUE
    if variables is Variables.OFF and any(has_variable(text) for text in texts):
        return Reason.VARIABLES_OFF
    if not operator.takes_wildcards and _would_fit(texts, value, keys, variables, Comparison.PATTERN):
        return Reason.WILDCARD_IS_LITERAL
    if _would_fit(texts, value, keys, variables, Comparison.STRING_IGNORE_CASE, wildcards=operator.takes_wildcards):
        return Reason.CASE_DIFFERS
    return Reason.DIFFERS


def _would_fit(
    texts: Sequence[Text],
    value: Value,
    keys: Keys,
    variables: Variables,
    compare: Comparison,
    *,
    wildcards: bool = True,
) -> bool:
    fold = compare is Comparison.STRING_IGNORE_CASE
    operands = (read_operand(text, keys, variables, wildcards=wildcards) for text in texts)
    patterns = [_lower(operand) if fold else operand for operand in operands if operand is not None]
    items = [item.lower() if fold else item for item in value.items]
    return any(matches(pattern, item) is Outcome.YES for pattern in patterns for item in items)


def _lower(operand: tuple[Token, ...]) -> tuple[Token, ...]:
    return tuple(token if isinstance(token, Wild) else token.lower() for token in operand)
