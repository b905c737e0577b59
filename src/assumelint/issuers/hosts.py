"""From the host path in a principal or a condition key to the issuer it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from assumelint.issuers.catalogue import GENERIC, issuer
from assumelint.issuers.index import HABITS, HOSTS
from assumelint.issuers.model import Issuer, Match
from assumelint.language.automaton import Automaton
from assumelint.language.glob import Wild
from assumelint.language.intersection import intersect
from assumelint.language.patterns import Pattern, automaton_of
from assumelint.language.templates import Field, grammar_of, template_parts
from assumelint.text import HOLE_MARK, Text

# With less known text than this, a host with holes could be anyone's.
_LEAST_KNOWN = 6
# https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
_LONGEST = 255


def identify(host_path: Text, own: Sequence[Issuer] = ()) -> Match:
    """The issuer of a host path (the issuer URL without `https://`).

    `own` are the issuers of the user's configuration: they come first. A host that nobody knows belongs to the
    generic issuer. The match is not certain where holes leave room for another issuer.
    """
    flat = host_path.flat
    for each in own:
        for template in each.hosts:
            found = _match(template, each, host_path, flat)
            if found is not None:
                return found
    return _identify(host_path, flat) if len(flat) <= _LONGEST else Match(issuer(GENERIC), host_path)


@lru_cache(maxsize=4096)
def _identify(host_path: Text, flat: str) -> Match:
    if flat in HOSTS:
        return Match(issuer(HOSTS[flat]), host_path)
    for template in candidates(_by_length(), flat):
        found = _match(template, issuer(HOSTS[template]), host_path, flat)
        if found is not None:
            return found
    if host_path.holes:
        return _possible(host_path)
    return _habitual(host_path, flat) or Match(issuer(GENERIC), host_path)


@cache
def _by_length() -> tuple[str, ...]:
    """The host templates, the most specific first."""
    return tuple(sorted(HOSTS, key=lambda template: -sum(len(literal) for literal, _ in template_parts(template))))


def candidates(templates: Iterable[str], host: str) -> Iterator[str]:
    """The templates whose literal parts all occur in a host: a cheap test before an issuer is read."""
    for template in templates:
        if all(literal in host for literal, _ in template_parts(template)):
            yield template


@lru_cache(maxsize=512)
def expression(template: str, fields: tuple[Field, ...]) -> re.Pattern[str]:
    """A regular expression for a template: each field is a group of its name (where it comes first), holes included."""
    known, seen, parts = {each.name: each for each in fields}, set(), []
    for literal, name in template_parts(template):
        if not name:
            parts.append(re.escape(literal))
            continue
        spec = known[name].characters
        escaped = spec.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
        characters = f"[{escaped}]" if spec.startswith("^") else f"[{HOLE_MARK}{escaped}]"
        parts.append(f"({characters}+)" if name in seen else f"(?P<{name}>{characters}+)")
        seen.add(name)
    return re.compile("".join(parts), re.DOTALL)


def _match(template: str, found: Issuer, host_path: Text, flat: str) -> Match | None:
    fields = tuple(found.fields.values())
    matched = expression(template, fields).fullmatch(flat)
    if matched is None:
        return None
    cut = {name: host_path.cut(matched.start(name), matched.end(name)) for name in matched.groupdict()}
    return Match(found, host_path, cut)


def _possible(host_path: Text) -> Match:
    """A host with holes: certain of nothing, but one issuer may be all that fits."""
    fitting = _fitting(host_path.flat)
    found = next(iter(fitting)) if len(fitting) == 1 else GENERIC
    return Match(issuer(found), host_path, certain=False)


@lru_cache(maxsize=512)
def _fitting(flat: str) -> frozenset[str]:
    """The ids of the issuers that a host may belong to, whatever its holes hold."""
    if len(flat.replace(HOLE_MARK, "")) < _LEAST_KNOWN:
        return frozenset()
    tokens = tuple(Wild.MANY if character == HOLE_MARK else character for character in flat)
    pattern = automaton_of((Pattern(tokens),), {})
    return frozenset(id for template, id in HOSTS.items() if _meets(template, pattern))


def _meets(template: str, pattern: Automaton) -> bool:
    names = [name for _, name in template_parts(template) if name]
    product = intersect(grammar_of((template,), {name: Field(name, "^/", name) for name in names}), (pattern,))
    return product is None or not product.empty


def _habitual(host_path: Text, flat: str) -> Match | None:
    """A self-hosted issuer, by the way such hosts are named. A habit is no proof."""
    for prefix, id in HABITS.items():
        if flat.startswith(prefix):
            return Match(issuer(id), host_path, certain=False)
    return None
