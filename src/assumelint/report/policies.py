"""The output of `assumelint policies`: roles, trust policies and identity providers, as they were read."""

from __future__ import annotations

import json

from assumelint.coverage import Coverage, reason
from assumelint.model import Extraction, IdentityProvider, Role, Values
from assumelint.report.json import gaps, summary
from assumelint.report.style import inert, safe
from assumelint.report.tally import looked_at
from assumelint.text import Text
from assumelint.text.document import Plain, to_plain


def as_plain(extraction: Extraction, coverage: Coverage) -> dict[str, object]:
    """Return the extraction as `json.dumps` takes it. The format is a contract."""
    return {
        "version": 1,
        "roles": [_role(role) for role in extraction.roles if not role.variant and not role.supposed],
        "supposed": [
            {**_role(role), "condition": role.condition}
            for role in (*extraction.roles, *extraction.documents)
            if not role.variant and role.supposed
        ],
        "providers": [_provider(provider) for provider in extraction.providers if not provider.condition],
        "supposed_providers": [
            {**_provider(provider), "condition": provider.condition}
            for provider in extraction.providers
            if provider.condition
        ],
        "documents": [
            {key: value for key, value in _role(document).items() if key in ("address", "file", "line", "policy")}
            for document in extraction.documents
            if not document.variant and not document.supposed
        ],
        "summary": summary(coverage),
        **gaps(coverage),
    }


def render(extraction: Extraction, coverage: Coverage) -> str:
    """Return the extraction as text: each policy under a heading, and what was looked at as the last line."""
    blocks = [
        f"{safe(role.address)} ({safe(role.kind)}) at {safe(role.span.file)}:{role.span.line}{_where(role)}\n"
        f"{_shown_policy(role)}"
        for role in (*extraction.roles, *extraction.documents)
        if not role.variant
    ]
    blocks += [
        f"{safe(provider.address)} ({safe(provider.kind)}) at {safe(provider.span.file)}:{provider.span.line}"
        f"{_where(provider)}\n"
        f"  url         {_shown(provider.url)}\n"
        f"  client ids  {', '.join(map(_shown, provider.client_ids.items)) if provider.client_ids else '(not given)'}\n"
        for provider in extraction.providers
    ]
    return "\n".join([*blocks, f"{looked_at(coverage)}\n"])


def _where(role: Role | IdentityProvider) -> str:
    return f", where {safe(role.condition)}" if role.condition else ""


def _shown(text: Text | None) -> str:
    return "(not known)" if text is None else safe(str(text))


def _shown_policy(role: Role) -> str:
    policy = _policy(role)
    if policy is None:
        return f"  (not known: {safe(reason(role))})\n"
    lines = json.dumps(policy, indent=2, ensure_ascii=False).splitlines()
    return "".join(f"  {inert(safe(line))}\n" for line in lines)


def _policy(role: Role) -> Plain:
    return None if role.node is None else to_plain(role.node)


def _role(role: Role) -> dict[str, object]:
    return {
        "address": role.address,
        "kind": role.kind,
        "name": None if role.name is None else str(role.name),
        "file": role.span.file,
        "line": role.span.line,
        "policy": _policy(role),
    }


def _provider(provider: IdentityProvider) -> dict[str, object]:
    return {
        "address": provider.address,
        "kind": provider.kind,
        "url": None if provider.url is None else str(provider.url),
        "client_id_list": _values(provider.client_ids),
        "file": provider.span.file,
        "line": provider.span.line,
    }


def _values(values: Values | None) -> list[str] | None:
    return None if values is None else [str(item) for item in values.items]
