"""Evaluating one condition of a statement: one key under one operator.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from assumelint.language.glob import Token
from assumelint.language.operators import Domain, Operator, Qualifier, parse_operator
from assumelint.language.outcome import Outcome, all_of, any_of, outcome
from assumelint.model import Condition
from assumelint.sts.absence import passes_without_key
from assumelint.sts.comparison import fits
from assumelint.sts.keys import Keys, Lookup
from assumelint.sts.mismatch import mismatch
from assumelint.sts.operand import Variables, read_operand
from assumelint.sts.reason import Reason
from assumelint.sts.scalars import boolean
from assumelint.sts.value import Value

Operands = Sequence[tuple[Token, ...] | None]


class Judged(Struct, frozen=True):
    """What a condition comes to, why, and the value of the request that it looked at (None: absent, or not known)."""

    outcome: Outcome
    reason: Reason
    actual: Value | None = None


def judge(condition: Condition, keys: Keys, variables: Variables) -> Judged:
    """Evaluate a condition against the keys of a request."""
    name, key = condition.operator.literal, condition.key.literal
    if name is None or key is None:
        return Judged(Outcome.UNKNOWN, Reason.HOLE)
    operator = parse_operator(name)
    if operator is None:
        return Judged(Outcome.NO, Reason.UNKNOWN_OPERATOR)
    found = keys.get(key)
    if found is Lookup.NOT_GIVEN:
        return Judged(Outcome.UNKNOWN, Reason.NOT_GIVEN)
    value = found if isinstance(found, Value) else None
    if operator.domain is Domain.PRESENCE:
        return _judge_presence(condition, value)
    if value is None:
        return _judge_absent(operator, key, keys)
    return _judge_value(condition, operator, value, keys, variables)


def _judge_presence(condition: Condition, value: Value | None) -> Judged:
    """`Null`: "true" asks that the key be absent or empty, "false" that it hold something."""
    absent = value is None or value.empty
    wanted = [_is(text.literal, absent) for text in condition.values.items]
    if not condition.values.complete:
        wanted.append(Outcome.UNKNOWN)
    result = any_of(wanted)
    if result is Outcome.UNKNOWN:
        return Judged(result, Reason.HOLE, value)
    return Judged(result, Reason.KEY_ABSENT if absent else Reason.KEY_PRESENT, value)


def _is(text: str | None, fact: bool) -> Outcome:
    return Outcome.UNKNOWN if text is None else outcome(boolean(text) is fact)


def _judge_absent(operator: Operator, key: str, keys: Keys) -> Judged:
    if passes_without_key(operator):
        return Judged(Outcome.YES, Reason.ABSENT_PASSES)
    if keys.is_unmapped_claim(key):
        return Judged(Outcome.NO, Reason.CLAIM_NOT_MAPPED)
    return Judged(Outcome.NO, Reason.OTHER_ISSUER if keys.is_foreign(key) else Reason.KEY_ABSENT)


def _judge_value(condition: Condition, operator: Operator, value: Value, keys: Keys, variables: Variables) -> Judged:
    reads = variables if operator.takes_variables else Variables.OFF
    operands: list[tuple[Token, ...] | None] = [
        read_operand(text, keys, reads, wildcards=operator.takes_wildcards) for text in condition.values.items
    ]
    complete = condition.values.complete
    match operator.qualifier:
        case Qualifier.ALL if value.empty:
            return Judged(Outcome.YES, Reason.ABSENT_PASSES, value)
        case Qualifier.ANY if value.empty:
            return Judged(Outcome.NO, Reason.KEY_ABSENT, value)
        case Qualifier.ALL:
            result = all_of(_holds(operator, operands, complete, item) for item in value.items)
        case Qualifier.ANY:
            result = any_of(_holds(operator, operands, complete, item) for item in value.items)
        case _:
            found = any_of(_listed(operator, operands, complete, item) for item in value.items)
            result = ~found if operator.negated else found
    return Judged(result, _reason(condition, operator, operands, value, keys, variables, result), value)


def _holds(operator: Operator, operands: Operands, complete: bool, item: str) -> Outcome:
    found = _listed(operator, operands, complete, item)
    return ~found if operator.negated else found


def _listed(operator: Operator, operands: Operands, complete: bool, item: str) -> Outcome:
    """Whether one value of the key fits one of those in the policy; a list that is not complete may hold it."""
    fitting = [Outcome.NO if operand is None else fits(operator, operand, item) for operand in operands]
    return any_of(fitting if complete else [*fitting, Outcome.UNKNOWN])


def _reason(
    condition: Condition,
    operator: Operator,
    operands: Operands,
    value: Value,
    keys: Keys,
    variables: Variables,
    result: Outcome,
) -> Reason:
    if result is Outcome.UNKNOWN:
        known = condition.values.complete and all(text.literal is not None for text in condition.values.items)
        return Reason.NOT_GIVEN if known and variables is not Variables.UNKNOWN else Reason.HOLE
    if operator.negated:
        return Reason.NOT_EXCLUDED if result is Outcome.YES else Reason.EXCLUDED
    if result is Outcome.YES:
        return Reason.MATCHES
    return mismatch(condition, operator, operands, value, keys, variables)
