"""What the HCL reader raises."""

from __future__ import annotations

from assumelint.text import Span


class HclError(Exception):
    """Text that is not valid HCL, at the place Terraform names, in its words.

    `message` is the summary, `help` what to do about it (or an empty string).
    """

    def __init__(self, message: str, span: Span, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.help = help

    def __str__(self) -> str:
        return f"{self.span.file}:{self.span.line}:{self.span.column}: {self.message}"
