"""The error of the HCL parser."""

from __future__ import annotations

from assumelint.text import Span


class HclError(Exception):
    """Invalid HCL, with Terraform's span and message.

    `message` is the summary, `help` says how to fix it (or is empty). `refused` is the whole text of the file in the
    native syntax; None for a computed text and for JSON.
    """

    def __init__(self, message: str, span: Span, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.help = help
        self.refused: str | None = None

    def __str__(self) -> str:
        return f"{self.span.file}:{self.span.line}:{self.span.column}: {self.message}"
