"""Errors that end a run."""

from __future__ import annotations


class UsageError(Exception):
    """What the user asked for cannot be done: a bad option, a bad configuration, no such path. Exit code 2.

    `usage` is printed before the message where it helps.
    """

    def __init__(self, message: str, usage: str = "") -> None:
        super().__init__(message)
        self.usage = usage
