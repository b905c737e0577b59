"""The place of values that nobody wrote, such as the ARN of a provider: that of each reference which reads them.

What an author wrote (a literal in a local value, the default of a variable, an argument) keeps the place where it is
written, whoever uses it: that is where it can be mended.
"""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.sources.terraform.lang.values.value import StringValue, Value
from assumelint.text import Span, Text


def made(value: Value, span: Span) -> Value:
    """The value as one that was computed for the reference at `span`, unless it was written elsewhere."""
    return replace(value, made=True) if isinstance(value, StringValue) and value.span == span else value


def used(value: Value, span: Span) -> Value:
    """The value of the reference at `span`: a computed one is placed there, one that an author wrote stays."""
    if not isinstance(value, StringValue) or not value.made or value.span == span:
        return value
    own = value.span
    parts = (replace(part, span=span) if part.span == own else part for part in value.text.parts)
    return replace(value, text=Text(tuple(parts), span))
