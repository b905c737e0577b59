"""How bad a finding is: by itself, for what is loaded where there are no findings."""

from __future__ import annotations

from enum import Enum


class Severity(Enum):
    """How sure and how bad, the worst first: an error can never work, is refused by AWS, or lets strangers in."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)
