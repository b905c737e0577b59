"""Reading the token's provider, audience and subject from the CloudTrail record of a denied call.

https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from assumelint.sts.value import parse_json_text

EVENT_NAME = "AssumeRoleWithWebIdentity"


class EventError(Exception):
    """The document holds no record of such a call."""


class Event(Struct, frozen=True):
    """One call of AssumeRoleWithWebIdentity. `audience` is None if the record does not show it."""

    provider: str
    subject: str
    audience: str | None
    role_arn: str | None
    session_name: str | None
    error: str | None


def read_event(document: object) -> Event:
    """Return the call in a record as stored by CloudTrail, printed by `lookup-events`, or wrapped by EventBridge.

    Of several records, the first denied call counts, or else the first call. Raises `EventError`.
    """
    records = [record for record in _records(document) if record.get("eventName") == EVENT_NAME]
    if not records:
        raise EventError(f"there is no record of {EVENT_NAME} in it")
    denied = next((record for record in records if record.get("errorCode")), records[0])
    return _event(denied)


def _records(document: object) -> Iterator[Mapping[str, object]]:
    waiting = [document]
    while waiting:
        match waiting.pop():
            case list(items):
                waiting += reversed(items)
            case {"Records": list(items)} | {"Events": list(items)}:
                waiting += reversed(items)
            case {"CloudTrailEvent": str(text)}:
                waiting.append(_parsed(text))
            case {"detail": dict(record)}:
                waiting.append(record)
            case dict(record):
                yield record


def _parsed(text: str) -> object:
    try:
        return parse_json_text(text)
    except ValueError:
        raise EventError("its CloudTrailEvent is not JSON") from None


def _event(record: Mapping[str, object]) -> Event:
    identity = record.get("userIdentity")
    identity = identity if isinstance(identity, dict) else {}
    provider, subject = identity.get("identityProvider"), identity.get("userName")
    if not isinstance(provider, str) or not isinstance(subject, str):
        raise EventError("its userIdentity lacks identityProvider or userName")
    asked = record.get("requestParameters")
    asked = asked if isinstance(asked, dict) else {}
    return Event(
        provider=provider,
        subject=subject,
        audience=_audience(identity.get("principalId"), provider, subject),
        role_arn=_text(asked.get("roleArn")),
        session_name=_text(asked.get("roleSessionName")),
        error=_text(record.get("errorCode")),
    )


def _audience(principal: object, provider: str, subject: str) -> str | None:
    """Return the audience from `<provider>:<audience>:<subject>`.

    Audience and subject may contain colons, so the known provider and subject are cut off at both ends.
    """
    head, tail = f"{provider}:", f":{subject}"
    if not isinstance(principal, str) or not principal.startswith(head) or not principal.endswith(tail):
        return None
    return principal[len(head) : -len(tail)] if len(principal) > len(head) + len(tail) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
