"""Writing findings as text, with one module for each format. A format depends on no source and no rule."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    from assumelint.coverage import Coverage
    from assumelint.model import Finding
    from assumelint.text.code import Code

FORMATS = ("full", "concise", "json", "sarif", "github")


class Report(NamedTuple):
    """What a run has to say: the findings, the code that they are in, and what was looked at."""

    findings: Sequence[Finding]
    code: Code
    coverage: Coverage


def write(report: Report, output_format: str, stream: TextIO) -> None:
    """Write a report to a stream, in colour if `wants_colour` says so."""
    from assumelint.report.style import wants_colour

    render = import_module(f"assumelint.report.{output_format}").render
    stream.write(render(report, colour=wants_colour(stream)))
