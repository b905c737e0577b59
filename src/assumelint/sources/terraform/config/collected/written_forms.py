"""How a clause was written, told by where it stands: so that advice can be given in the same form."""

from __future__ import annotations

from msgspec import Struct, field

from assumelint.model import Form
from assumelint.text import Piece, Span, Text

_JSON_MARKS = frozenset('"{}[]')
_NATIVE = (".tf", ".tofu", ".tfvars", ".hcl")


class Forms(Struct):
    """The places of policy document blocks and of literal JSON, by file."""

    _blocks: dict[str, set[Span]] = field(default_factory=dict)
    _json: dict[str, set[Span]] = field(default_factory=dict)

    def add_block(self, span: Span) -> None:
        """An `aws_iam_policy_document` stands there."""
        self._blocks.setdefault(span.file, set()).add(span)

    def add_literals(self, text: Text) -> None:
        """A policy has this text, parts of which may be literal JSON."""
        for part in text.parts:
            # A literal that holds quotes or braces was written as JSON (an indented heredoc has a piece for each line);
            # what a function encodes has none in its exact pieces.
            if isinstance(part, Piece) and part.exact and len(part.text) > 1 and not _JSON_MARKS.isdisjoint(part.text):
                self._json.setdefault(part.span.file, set()).add(part.span)

    def form(self, span: Span) -> Form:
        """The form of the clause at a place."""
        if not span.file.endswith(_NATIVE):
            return Form.YAML if span.file.endswith((".yaml", ".yml")) else Form.JSON
        if any(holds(region, span) for region in self._json.get(span.file, ())):
            return Form.JSON
        if any(holds(region, span) for region in self._blocks.get(span.file, ())):
            return Form.HCL_BLOCK
        return Form.HCL_OBJECT


def holds(region: Span, span: Span) -> bool:
    """Whether a place begins within a region of the same file."""
    return region.file == span.file and (region.line, region.column) <= (span.line, span.column) < (
        region.end_line,
        region.end_column,
    )
