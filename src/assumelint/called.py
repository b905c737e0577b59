"""What code calls that may lie elsewhere: the noun for each kind."""

from __future__ import annotations

from enum import Enum


class Called(Enum):
    """A kind of code that is called, and that makes roles of its own."""

    MODULE = "module"
    NESTED_STACK = "nested stack"
