"""Whether a statement covers an action: the one answer for rules, reach and decide.

Action names know no case, `*` and `?` are wildcards
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html).
"""

from __future__ import annotations

from assumelint.language.glob import matches
from assumelint.language.outcome import Outcome, any_of
from assumelint.language.tokens import plain_tokens
from assumelint.model import Statement, Values
from assumelint.text import Text


def covers(statement: Statement, action: str) -> Outcome:
    """Whether the statement's Action or NotAction covers an action; UNKNOWN where a part that nobody knows decides.

    A part that is unknown does not make everything possible: behind `s3:` no value of it is an action of STS.
    """
    if statement.actions is None and statement.not_actions is not None:
        return ~_listed(statement.not_actions, action)
    if statement.actions is not None:
        return _listed(statement.actions, action)
    return Outcome.NO if statement.complete else Outcome.UNKNOWN


def fits(pattern: Text, action: str) -> Outcome:
    """Whether an action fits a pattern of a policy."""
    return matches(plain_tokens(pattern.map(str.lower), wildcards=True), action.lower())


def _listed(actions: Values, action: str) -> Outcome:
    fitting = [fits(text, action) for text in actions.items]
    return any_of(fitting if actions.complete else [*fitting, Outcome.UNKNOWN])
