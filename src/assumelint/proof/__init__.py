"""Whether a fix mends: what holds the text that it changes is judged again with the edits made.

A fix is kept where its finding is gone then, and no other error or warning has come, there or in another role that
shares the text. A finding that hid others may give way to them: such a fix would lead from one fault to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from assumelint.edits import can_be_made
from assumelint.judge import Judgement
from assumelint.text.code import Code
from assumelint.views import Project


def proved(project: Project, code: Code, judgements: Iterable[Judgement]) -> Iterator[Judgement]:
    """The judgements on a project, without the fixes that the code does not bear out or that do not mend."""
    judgements = list(judgements)
    if all(judgement.hit.fix is None for judgement in judgements):
        yield from judgements
        return
    from assumelint.proof.trial import Trial  # many runs have nothing to mend

    trial = Trial(project, judgements)
    for judgement in judgements:
        fix = judgement.hit.fix
        if fix is None or (can_be_made(fix, code) and trial.mends(judgement, fix)):
            yield judgement
        else:
            yield replace(judgement, hit=replace(judgement.hit, fix=None))
