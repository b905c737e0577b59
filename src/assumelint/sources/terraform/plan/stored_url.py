"""URLs of identity providers: as the author writes them, and as IAM returns them once the provider is there.

IAM stores the URL without its scheme. The AWS provider plans a new one as written, and what the plan works out from
that URL has the scheme, too. During apply the URL has lost it, and what is worked out anew gets the bare host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assumelint.sources.terraform.plan.configuration import references
from assumelint.text import Text
from assumelint.text.document import Mapping, Node, Sequence
from assumelint.text.text import SCHEME

# The URL of a provider in the same code, as a reference.
_URL = re.compile(r"aws_iam_openid_connect_provider\.[^.\[]+(?:\[.*\])?\.url\Z")


def as_written(url: Text) -> Text:
    """A URL that AWS returned, as its author wrote it: IAM takes no URL without the scheme."""
    if url.flat.startswith(SCHEME) or url.literal is None:
        return url
    return Text.of(f"{SCHEME}{url}", url.span)


def as_stored(text: Text, new: Iterable[str]) -> Text:
    """A text with the URLs of new providers as IAM will return them."""
    found = text.literal
    if found is None or SCHEME not in found:
        return text
    for url in new:
        found = re.sub(rf"{re.escape(url)}(?![\w.-])", url.removeprefix(SCHEME), found)
    return text if found == text.literal else Text.of(found, text.span)


def with_stored_hosts(node: Node, new: tuple[str, ...]) -> Node:
    """A policy with the URLs of new providers, in keys and ARNs, as IAM will return them."""
    match node:
        case Mapping(entries, span, rest):
            changed = tuple((as_stored(key, new), with_stored_hosts(value, new)) for key, value in entries)
            return Mapping(changed, span, rest)
        case Sequence(items, span):
            return Sequence(tuple(with_stored_hosts(item, new) for item in items), span)
        case Text() if node.flat.startswith("arn:"):
            return as_stored(node, new)
        case _:
            return node


def is_url(reference: str) -> bool:
    """Whether a reference is to the URL of a provider resource."""
    return _URL.match(reference) is not None


def is_written_out(text: Text, expressions: Iterable[Node | None]) -> bool:
    """Whether one of the expressions is the text itself."""
    return any(text.literal == literal for each in expressions for literal in _literals(each))


def refers_to_url(expressions: Iterable[Node | None]) -> bool:
    """Whether one of the expressions refers to the URL of a provider resource."""
    return any(is_url(reference) for each in expressions for reference in references(each))


def _literals(expression: Node | None) -> Iterator[str]:
    found = expression.get("constant_value") if isinstance(expression, Mapping) else None
    for item in found.items if isinstance(found, Sequence) else (found,):
        if isinstance(item, Text):
            yield str(item)
