"""Trust policies for GitHub Actions, as Python values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

HOST = "token.actions.githubusercontent.com"
PROVIDER = f"arn:aws:iam::123456789012:oidc-provider/{HOST}"
ACTION = "sts:AssumeRoleWithWebIdentity"
Statement = dict[str, object]


def allow(subjects: str | Sequence[str], operator: str = "StringLike", **more: Mapping[str, object]) -> Statement:
    """A statement that lets in these subjects; `more` are further operators with their keys and values."""
    conditions: dict[str, dict[str, object]] = {"StringEquals": {f"{HOST}:aud": "sts.amazonaws.com"}}
    for name, keys in {operator: {"sub": subjects}, **more}.items():
        conditions.setdefault(name, {}).update({f"{HOST}:{claim}": values for claim, values in keys.items()})
    return {"Effect": "Allow", "Principal": {"Federated": PROVIDER}, "Action": ACTION, "Condition": conditions}


def deny(subjects: str | Sequence[str]) -> Statement:
    """A statement that keeps out these subjects."""
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": ACTION,
        "Condition": {"StringLike": {f"{HOST}:sub": subjects}},
    }


def policy(*statements: Statement) -> str:
    """The document in lines, as people keep it."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=1)


def compact(document: str) -> str:
    """The same document without blanks: as AWS counts its characters."""
    return json.dumps(json.loads(document), separators=(",", ":"))
