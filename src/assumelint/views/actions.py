"""Which actions a statement names, beyond those that it merely covers (`assumelint.sts.actions`)."""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.aws import SET_CONTEXT, SET_SOURCE_IDENTITY, TAG_SESSION
from assumelint.language.outcome import Outcome
from assumelint.model import Statement
from assumelint.sts.actions import fits
from assumelint.text import Text

# Steps of a session that stand beside an AssumeRole action, in a statement of their own at times.
COMPANIONS = frozenset(action.lower() for action in (TAG_SESSION, SET_SOURCE_IDENTITY, SET_CONTEXT))
# A pattern that begins like this much of an action's name means that action: `sts:AssumeRoleWithWe*`.
_TELLING = len("sts:AssumeRoleWithWe")


def names(statement: Statement, action: str) -> bool:
    """Whether one of the actions is this one, or a wildcard that means little else."""
    return next(naming(statement, action), None) is not None


def naming(statement: Statement, action: str) -> Iterator[Text]:
    """The actions of a statement that are this one, or a wildcard that means little else."""
    wanted = action.lower()
    for value in statement.actions.items if statement.actions is not None else ():
        written = (value.literal or "").lower()
        if written == wanted or (written.startswith(wanted[:_TELLING]) and fits(value, action) is Outcome.YES):
            yield value
