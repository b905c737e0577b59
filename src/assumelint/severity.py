"""The severity of a finding, in its own module so that a run without findings loads nothing else."""

from __future__ import annotations

from enum import Enum


class Severity(Enum):
    """The severity of a finding, in descending order.

    An error can never work, is refused by AWS, or admits strangers.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """The position in the order of severities: 0 is the worst."""
        return list(Severity).index(self)
