"""Writing findings as text, with one module for each format. A format depends on no source and no rule."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from assumelint.model import Finding
    from assumelint.text.code import Code

FORMATS = ("full", "concise", "json", "sarif", "github")


def write(findings: Sequence[Finding], code: Code, output_format: str, stream: TextIO) -> None:
    """Write the findings to a stream, in colour if `wants_colour` says so."""
    from assumelint.report.style import wants_colour

    render = import_module(f"assumelint.report.{output_format}").render
    stream.write(render(findings, code, colour=wants_colour(stream)))
