"""`assumelint explain --cases`: many questions, one JSON object a line, answered in the same order."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence

from assumelint.aws import ASSUME_ROLE_WITH_WEB_IDENTITY
from assumelint.commands.explain.inputs import plain_policy, read_text, shown
from assumelint.errors import UsageError
from assumelint.explain.answer import answer
from assumelint.explain.provider import mapping_of, resolve_provider
from assumelint.issuers.model import Issuer
from assumelint.model import TrustPolicy
from assumelint.report.explain import as_plain
from assumelint.report.style import inert_json
from assumelint.sts.request import Request
from assumelint.sts.value import parse_json_text
from assumelint.text import Span
from assumelint.text.document import Plain


class _CaseError(Exception):
    """A line that is no case; the message says why."""


def answer_cases(file: str, own: Sequence[Issuer] = ()) -> int:
    """Answer each case of a file: an object with `policy`, `request` and perhaps `id`. The token is taken as valid.

    `own` are the issuers of the configuration. A line that is no case is answered by a `problem`, and the exit code
    is 2 in the end. Raises `UsageError`.
    """
    faults = 0
    for number, line in enumerate(read_text(file).split("\n"), 1):
        if not line.strip():
            continue
        result, fault = _answer_line(line, Span(shown(file), number, 1, number, len(line) + 1), own)
        if fault:
            faults += 1
            print(f"{shown(file)}:{number}: {fault}", file=sys.stderr)
        sys.stdout.write(inert_json(json.dumps(result)) + "\n")
    return 2 if faults else 0


def _answer_line(line: str, span: Span, own: Sequence[Issuer]) -> tuple[dict[str, Plain], str]:
    id: Plain = None
    try:
        case = _object(_parsed(line), "the line")
        id = case.get("id")  # type: ignore[assignment]
        policy = plain_policy(case.get("policy"), span)
        if policy is None:
            raise _CaseError("policy: not a trust policy: there is no Statement")
        request = _request(_object(case.get("request"), "request"), policy, own)
        return {"id": id} | as_plain(answer(policy, request)), ""
    except (_CaseError, UsageError) as error:
        return {"id": id, "decision": None, "error": None, "problem": str(error)}, str(error)


def _parsed(line: str) -> object:
    try:
        return parse_json_text(line)
    except ValueError as error:
        raise _CaseError(f"not JSON: {error}") from None


def _object(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _CaseError(f"{what}: expected an object")
    return value


def _request(asked: Mapping[str, object], policy: TrustPolicy, own: Sequence[Issuer]) -> Request:
    action = _text(asked, "action")
    if action is not None and action.lower() != ASSUME_ROLE_WITH_WEB_IDENTITY.lower():
        raise _CaseError(f"request.action: only {ASSUME_ROLE_WITH_WEB_IDENTITY} can be decided")
    claims = _object(asked.get("claims"), "request.claims")
    provider = resolve_provider(_text(asked, "provider"), claims, policy, _text(asked, "role_account"))
    context = _object(asked.get("context") or {}, "request.context")
    return Request(
        provider=provider,
        claims=claims,
        mapping=mapping_of(provider, own),
        session_name=_text(asked, "role_session_name"),
        role_arn=_text(asked, "role_arn"),
        context={name: value for name, value in context.items() if isinstance(value, str | list)},
        complete=True,
    )


def _text(asked: Mapping[str, object], name: str) -> str | None:
    value = asked.get(name)
    if value is not None and not isinstance(value, str):
        raise _CaseError(f"request.{name}: expected a string")
    return value
