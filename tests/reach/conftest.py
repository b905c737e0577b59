import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from assumelint.issuers import identify
from assumelint.issuers.model import Match
from assumelint.model import Form, Statement, TrustPolicy
from assumelint.policy import read_policy
from assumelint.reach import reach
from assumelint.reach.model import Reach
from assumelint.sources.read.json import parse_json
from assumelint.sts.decide import decide
from assumelint.sts.decision import Verdict
from assumelint.sts.request import Request, claim_keys
from assumelint.text import Hole, Part, Piece, Span, Text
from assumelint.text.names import likely

HERE = Span("trust.json", 1, 1, 1, 1)
AS_WRITTEN = ("sts:", "aws:", "other.example.com", "«")
BUILT_IN = ("accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com")
Conditions = Mapping[str, Mapping[str, object]]


def text_of(written: str) -> Text:
    """A text in which «reference» is a hole; «reference» with a … behind stands for many list items."""
    parts: list[Part] = []
    for index, part in enumerate(re.split("[«»]", written)):
        if index % 2:
            reference = part.removesuffix("…")
            parts.append(Hole(reference, HERE, many=part.endswith("…"), likely=likely(reference)))
        elif part:
            parts.append(Piece(part, HERE, exact=False))
    return Text(tuple(parts), HERE)


@dataclass(frozen=True)
class Trust:
    """A policy of one Allow statement on one issuer (and Deny statements), to ask questions of."""

    policy: TrustPolicy
    match: Match
    provider: str

    @property
    def statement(self) -> Statement:
        return self.policy.statements[0]

    @property
    def reach(self) -> Reach:
        return reach(self.policy, self.statement, self.match)

    def allows(self, session_name: str = "session", **claims: object) -> bool:
        mapping = claim_keys(self.match.issuer.claims.values())
        request = Request(self.provider, claims, mapping, session_name)
        return decide(self.policy, request).verdict is Verdict.ALLOWED


def trust_of(
    host: str, conditions: Conditions, deny: Sequence[Mapping[str, Any]] = (), version: str | None = "2012-10-17"
) -> Trust:
    provider = host if host in BUILT_IN else f"arn:aws:iam::123456789012:oidc-provider/{host}"
    allow = {"Effect": "Allow", "Principal": {"Federated": provider}, "Action": "sts:AssumeRoleWithWebIdentity"}
    everyone = {"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRoleWithWebIdentity"}
    statements = [
        {**allow, "Condition": _keyed(host, conditions)},
        *({**everyone, **other, "Condition": _keyed(host, other.get("Condition", {}))} for other in deny),
    ]
    document = {"Statement": statements} if version is None else {"Version": version, "Statement": statements}
    policy = read_policy(parse_json(text_of(json.dumps(document, ensure_ascii=False))), Form.JSON)
    assert policy is not None
    return Trust(policy, identify(text_of(host)), provider)


def _keyed(host: str, conditions: Conditions) -> dict[str, dict[str, object]]:
    return {
        operator: {key if key.startswith(AS_WRITTEN) else f"{host}:{key}": value for key, value in keys.items()}
        for operator, keys in conditions.items()
    }


@pytest.fixture
def trust() -> Callable[..., Trust]:
    """Make a trust: host, conditions on its claims, Deny statements."""
    return trust_of


@pytest.fixture
def text() -> Callable[[str], Text]:
    """Make a text with holes in «»."""
    return text_of
