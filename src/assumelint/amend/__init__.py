"""Amendments: what a rule advises, as a change of the statement rather than of its text.

One amendment is the source of everything that is said about it: the clause that is shown, the statement that is judged
again to prove it, and the edits of the file. A rule builds it (`build`) and `proof` asks for the rest.
"""

from assumelint.amend.amendment import Amendment, Change, Wanted, as_text
from assumelint.amend.build import (
    another_action,
    another_kind,
    another_operator,
    another_principal,
    exchanged,
    one_more,
    other_keys,
    other_operators,
    other_values,
    replaced_value,
    without,
    without_element,
)
from assumelint.amend.shown import shown

__all__ = [
    "Amendment",
    "Change",
    "Wanted",
    "another_action",
    "another_kind",
    "another_operator",
    "another_principal",
    "as_text",
    "exchanged",
    "one_more",
    "other_keys",
    "other_operators",
    "other_values",
    "replaced_value",
    "shown",
    "without",
    "without_element",
]
