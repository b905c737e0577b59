"""Why one token is denied: a question about one call goes in, the decision of AWS STS with its reasons comes out.

Pure: files, standard input and options are the business of `commands.explain`, text for people that of
`report.explain`.
"""

from __future__ import annotations

from assumelint.explain.answer import Answer, answer
from assumelint.explain.call import read_call
from assumelint.explain.question import Question

__all__ = ["Answer", "Question", "explain"]


def explain(question: Question) -> Answer:
    """Decide the call that a question is about. Raises `UsageError` where the question does not tell the provider."""
    call = read_call(question)
    return answer(call.policy, call.request, call.token, refused=call.refused)
