"""Did you mean: from a host that no issuer has to the one that was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assumelint.issuers.catalogue import issuer
from assumelint.issuers.hosts import candidates, expression, identify
from assumelint.issuers.index import HOSTS, MISTAKEN
from assumelint.issuers.model import Issuer, Near
from assumelint.language.templates import render
from assumelint.text import Span, Text

_NOWHERE = Span("", 1, 1, 1, 1)
_PORT = re.compile(r"^([^/]+):443(?=/|$)")
_LABELS = re.compile(r"([./])")
_SHORT = 14  # in a host this short, two wrong letters make another name


@lru_cache(maxsize=512)
def nearest(host: str) -> Near | None:
    """The known host that an unknown one was probably meant to be; None for a known one, and where nothing is near.

    Looked for: `https://`, blanks, a slash, a port, another case; the slips in the catalogue; one or two wrong letters.
    """
    if _known(host) is not None:
        return None
    return _tidied(host) or _mistaken(_tidy(host)) or _misspelt(_tidy(host))


def _known(host: str) -> Issuer | None:
    match = identify(Text.of(host, _NOWHERE))
    return match.issuer if match.known and match.certain else None


def _tidy(host: str) -> str:
    bare = re.sub(r"^[a-z]+:/*", "", host.strip(), flags=re.IGNORECASE)
    return _PORT.sub(r"\1", bare).rstrip("/")


def _tidied(host: str) -> Near | None:
    for changed, why in _tidyings(host):
        found = _known(changed)
        if found is not None:
            return Near(changed, found, why)
    return None


def _tidyings(host: str) -> Iterator[tuple[str, str]]:
    bare = _tidy(host)
    if bare.lower() == host.strip().rstrip("/").lower():
        reason = "there is no slash at the end" if host.strip().endswith("/") else "there are no blanks around it"
    elif "//" in host:
        reason = "it stands without https://"
    else:
        reason = "it stands without a scheme or a port"
    domain, slash, path = bare.partition("/")
    yield bare, reason
    yield f"{bare}/", "it ends in a slash"
    yield domain.lower() + slash + path, "it is written in lower case"


def _mistaken(host: str) -> Near | None:
    for written in candidates(MISTAKEN, host):
        found = issuer(MISTAKEN[written])
        fix = next(each for each in found.mistaken_hosts if each.written == written)
        matched = expression(written, tuple(found.fields.values())).fullmatch(host)
        if matched is not None:
            return Near(render(fix.meant, matched.groupdict()), found, fix.why)
    return None


def _misspelt(host: str) -> Near | None:
    limit = 1 if len(host) < _SHORT else 2
    distances = {template: _distance(host, template, limit) for template in HOSTS}
    template = min(distances, key=lambda each: distances[each])
    if distances[template] > limit:
        return None
    meant = "".join(theirs if "{" in ours else ours for ours, theirs in _labels(template, host))
    found = _known(meant)
    return None if found is None else Near(meant, found, "some letters differ")


def _distance(host: str, template: str, limit: int) -> int:
    """How many letters of a host are wrong. Where the template has fields, the labels must pair up."""
    if "{" not in template:
        return limit + 1 if abs(len(template) - len(host)) > limit else edits(host.lower(), template, limit)
    pairs = _labels(template, host)
    if not pairs or any("{" in ours and ours[0] + ours[-1] != "{}" for ours, _ in pairs):
        return limit + 1
    return sum(edits(theirs, ours, limit) for ours, theirs in pairs if "{" not in ours)


def _labels(template: str, host: str) -> list[tuple[str, str]]:
    """The labels of both, dots and slashes included, side by side; none where their number differs."""
    ours, theirs = _LABELS.split(template), _LABELS.split(host)
    return list(zip(ours, theirs, strict=True)) if len(ours) == len(theirs) else []


@lru_cache(maxsize=1024)  # many roles have one mistake
def edits(one: str, other: str, limit: int) -> int:
    """How many letters must be changed, put in, left out or swapped with the next; `limit` + 1 where it is more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, 1):
        earlier, before, row = before, row, [index]
        for place, meant in enumerate(other, 1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != meant))
            if index > 1 and place > 1 and letter == other[place - 2] and one[index - 2] == meant:
                cost = min(cost, earlier[place - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
