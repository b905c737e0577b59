"""The problems for duplicate keys in objects and in JSON."""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.cause import Cause
from assumelint.model import Label, Problem
from assumelint.text import Span, Text
from assumelint.text.document import Mapping, Node, Sequence


def duplicate_in_code(lost: Text, winning: Text, role: str) -> Problem:
    """The problem for a key that an object expression defines twice: Terraform silently keeps the last value."""
    message = f'the key "{lost}" is written twice: this value is lost, only the last one counts'
    help = "Merge the two into one object or list."
    return Problem(Cause.DUPLICATE_KEY, lost.span, message, help, (Label(winning.span, "this one wins"),), role)


def duplicate_in_json(lost: Text, winning: Text, place: Span, role: str) -> Problem:
    """The problem for a key that occurs twice in JSON text, which Terraform refuses for the whole argument."""
    message = f'the key "{lost}" is written twice in one object: Terraform refuses the policy'
    help = "Merge the two into one object or list."
    labels = (Label(lost.span, "this value would be lost"), Label(winning.span, "this one would win"))
    return Problem(Cause.DUPLICATE_KEY, place, message, help, labels, role)


def keys(node: Node) -> Iterator[Text]:
    """Every key of every object in a document."""
    pending = [node]
    while pending:
        match pending.pop():
            case Mapping(entries):
                for key, value in entries:
                    yield key
                    pending.append(value)
            case Sequence(items):
                pending += items
