"""Converts arguments to the types in a provider's schema."""

from __future__ import annotations

from assumelint.sources.terraform.lang import fault
from assumelint.sources.terraform.lang.values import ConversionError, Type, Value, convert
from assumelint.text import Span


def as_argument(value: Value, type: Type, name: str, span: Span) -> Value:
    """The value of an argument converted to a type. Raises `EvalError` with `span`."""
    try:
        return convert(value, type)
    except ConversionError as error:
        detail = f'Inappropriate value for attribute "{name}": {error}.'
        raise fault("Incorrect attribute value type", detail, span) from None
