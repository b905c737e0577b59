"""What the HCL reader raises."""

from __future__ import annotations

from assumelint.text import Span


class HclError(Exception):
    """Text that is not valid HCL, at the place Terraform names, in its words.

    `message` is the summary, `help` what to do about it (or an empty string). `refused` is the whole text of the
    file, where it is one in the native syntax (None: a text that was computed, or JSON).
    """

    def __init__(self, message: str, span: Span, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.help = help
        self.refused: str | None = None

    def __str__(self) -> str:
        return f"{self.span.file}:{self.span.line}:{self.span.column}: {self.message}"
