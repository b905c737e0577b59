"""Verification of fixes: every statement that a fix touches is checked again with the edits applied.

A fix is kept if its finding disappears and no other error or warning appears, in this role or in another that shares
the text. A fix whose finding gives way to one that it had hidden is dropped: it would only replace one fault by
another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from assumelint.edits import can_be_made
from assumelint.judge import Judgement
from assumelint.text.code import Code
from assumelint.views import Project


def proved(project: Project, code: Code, judgements: Iterable[Judgement]) -> Iterator[Judgement]:
    """Yield the judgements without the fixes that the code rules out or that do not remove the finding."""
    judgements = list(judgements)
    if all(judgement.hit.fix is None and judgement.hit.amendment is None for judgement in judgements):
        yield from judgements
        return
    from assumelint.proof.advice import advised, changed_line  # many runs have nothing to mend
    from assumelint.proof.trial import Trial

    trial = Trial(project, judgements)
    for judgement in judgements:
        fix, amendment = judgement.hit.fix, judgement.hit.amendment
        if amendment is not None:
            yield advised(trial, code, judgement, amendment)
        elif fix is not None and can_be_made(fix, code) and trial.mends(judgement, fix):
            line = changed_line(fix, code)
            yield replace(judgement, hit=replace(judgement.hit, help=line or judgement.hit.help))
        else:
            yield replace(judgement, hit=replace(judgement.hit, fix=None))
