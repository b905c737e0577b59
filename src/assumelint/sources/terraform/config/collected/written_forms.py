"""The syntax that a clause is written in, determined from its span, so that fixes can use the same syntax."""

from __future__ import annotations

from msgspec import Struct, field

from assumelint.model import Form
from assumelint.text import Piece, Span, Text

_JSON_MARKS = frozenset('"{}[]')
_NATIVE = (".tf", ".tofu", ".tfvars", ".hcl")


class Forms(Struct):
    """The spans of policy document blocks and of literal JSON, by file."""

    _blocks: dict[str, set[Span]] = field(default_factory=dict)
    _json: dict[str, set[Span]] = field(default_factory=dict)

    def add_block(self, span: Span) -> None:
        """Record the span of an `aws_iam_policy_document` block."""
        self._blocks.setdefault(span.file, set()).add(span)

    def add_literals(self, text: Text) -> None:
        """Record the parts of a policy's text that are literal JSON."""
        for part in text.parts:
            # An exact piece with quotes or braces was written as JSON (an indented heredoc has one piece per line);
            # the exact pieces of text that a function encoded contain none.
            if isinstance(part, Piece) and part.exact and len(part.text) > 1 and not _JSON_MARKS.isdisjoint(part.text):
                self._json.setdefault(part.span.file, set()).add(part.span)

    def form(self, span: Span) -> Form:
        """The form of the clause with this span."""
        if not span.file.endswith(_NATIVE):
            return Form.YAML if span.file.endswith((".yaml", ".yml")) else Form.JSON
        if any(holds(region, span) for region in self._json.get(span.file, ())):
            return Form.JSON
        if any(holds(region, span) for region in self._blocks.get(span.file, ())):
            return Form.HCL_BLOCK
        return Form.HCL_OBJECT


def holds(region: Span, span: Span) -> bool:
    """Whether a span starts inside a region of the same file."""
    return region.file == span.file and (region.line, region.column) <= (span.line, span.column) < (
        region.end_line,
        region.end_column,
    )
