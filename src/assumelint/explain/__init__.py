"""Why a token is denied: takes a question about one call, returns the decision of AWS STS with its reasons.

This package does no input or output: `commands.explain` reads files, standard input and options, and `report.explain`
formats the answer.
"""

from __future__ import annotations

from assumelint.explain.answer import Answer, answer
from assumelint.explain.call import read_call
from assumelint.explain.question import Question

__all__ = ["Answer", "Question", "explain"]


def explain(question: Question) -> Answer:
    """Decide the call that a question is about. Raises `UsageError` if the provider cannot be determined."""
    call = read_call(question)
    return answer(call.policy, call.request, call.token, refused=call.refused)
