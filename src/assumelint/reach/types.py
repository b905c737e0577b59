"""Operators for numbers, dates, addresses and ARNs on a subject, which is text that is none of them."""

from __future__ import annotations

from assumelint.aws import ARN_FIELDS
from assumelint.issuers.model import Match, SubjectKind
from assumelint.language.operators import Comparison, Domain
from assumelint.language.templates import template_parts
from assumelint.reach.clauses import Clause

_WORD = 3  # text that begins with so many letters is no number, date or address
_TYPED = (Domain.NUMBER, Domain.DATE, Domain.BOOLEAN, Domain.ADDRESS)


def is_of_another_type(match: Match, clause: Clause) -> bool:
    """Return whether a condition on the subject compares a type of value that no subject is, and so never holds."""
    operator = clause.operator
    if operator is None or clause.negated:
        return False
    if operator.compare is Comparison.ARN:
        values = clause.condition.values
        return values.complete and bool(values.items) and all(_is_no_arn(value.literal) for value in values.items)
    return operator.domain in _TYPED and _begins_with_a_word(match)


def _is_no_arn(literal: str | None) -> bool:
    """Return whether a pattern has other than the six parts of an ARN. Wildcards alone are left out: they are clear."""
    return literal is not None and bool(literal.strip("*?")) and literal.count(":") < ARN_FIELDS - 1


def _begins_with_a_word(match: Match) -> bool:
    """Return whether all subjects of an issuer begin with a word, apart from those that the customer has changed."""
    forms = [form.template for form in match.issuer.subjects if form.kind is not SubjectKind.CUSTOM]
    starts = [template_parts(template)[0][0] for template in forms if template]
    return bool(starts) and all(start[:_WORD].isalpha() and len(start) >= _WORD for start in starts)
