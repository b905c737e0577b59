"""Whether a fix mends: what holds the text that it changes is judged again with the edits made.

A fix is kept where its finding is gone then, and no other error or warning has come, there or in another role that
shares the text. A finding that hid others may give way to them: such a fix would lead from one fault to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from assumelint.edits import can_be_made
from assumelint.judge import Verdict
from assumelint.text.code import Code
from assumelint.views import Project


def proved(project: Project, code: Code, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """The verdicts on a project, without the fixes that the code does not bear out or that do not mend."""
    verdicts = list(verdicts)
    if all(verdict.hit.fix is None for verdict in verdicts):
        yield from verdicts
        return
    from assumelint.proof.trial import Trial  # most runs find nothing to mend

    trial = Trial(project, verdicts)
    for verdict in verdicts:
        fix = verdict.hit.fix
        if fix is None or (can_be_made(fix, code) and trial.mends(verdict, fix)):
            yield verdict
        else:
            yield replace(verdict, hit=replace(verdict.hit, fix=None))
