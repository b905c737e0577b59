"""Glob patterns for paths and for role addresses, as used in the configuration."""

from __future__ import annotations

import re
from functools import cache

_TOKENS = re.compile(r"\*\*/|\*\*|\*|\?|[^*?]+")


def matches(pattern: str, path: str) -> bool:
    """Return whether the pattern matches a path (relative, with `/`) or one of its parent folders.

    `*` and `?` do not match `/`; `**` does. A pattern without an inner `/` matches at any depth.
    """
    return _compiled(pattern).fullmatch(path) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    body = pattern.removeprefix("./").rstrip("/")
    anywhere = "/" not in body
    expression = "".join(_translate(token) for token in _TOKENS.findall(body.removeprefix("/")))
    return re.compile(("(?:.*/)?" if anywhere else "") + expression + "(?:/.*)?", re.DOTALL)


def _translate(token: str) -> str:
    match token:
        case "**/":
            return "(?:.*/)?"
        case "**":
            return ".*"
        case "*":
            return "[^/]*"
        case "?":
            return "[^/]"
        case _:
            return re.escape(token)


@cache
def _address(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)


def matches_address(pattern: str, address: str) -> bool:
    """Return whether the pattern matches a role's address. `*` and `?` are wildcards; brackets are literal."""
    return _address(pattern).fullmatch(address) is not None
