"""Exceptions that end a run."""

from __future__ import annotations


class UsageError(Exception):
    """The request cannot be carried out: a wrong option, a wrong configuration, a missing path. Exit code 2.

    `usage`, where given, is printed before the message.
    """

    def __init__(self, message: str, usage: str = "") -> None:
        super().__init__(message)
        self.usage = usage
