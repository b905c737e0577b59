"""Finding the issuer of the host path in a principal or a condition key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from assumelint.issuers.catalogue import CLUSTER, GENERIC, issuer
from assumelint.issuers.index import HABITS, HOSTS
from assumelint.issuers.model import Issuer, Match
from assumelint.language.automaton import Automaton
from assumelint.language.glob import Wild
from assumelint.language.intersection import intersect
from assumelint.language.patterns import Pattern, automaton_of
from assumelint.language.templates import Field, grammar_of, template_parts
from assumelint.text import HOLE_MARK, Text
from assumelint.text.cluster import cluster_of

# A host with holes and fewer known characters than this could belong to any issuer.
_LEAST_KNOWN = 6
# https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
_LONGEST = 255


def identify(host_path: Text, own: Sequence[Issuer] = ()) -> Match:
    """Return the issuer of a host path (the issuer URL without `https://`).

    `own` are the issuers of the user's configuration, which take precedence. An unknown host belongs to the generic
    issuer. The match is not certain if holes leave room for another issuer.
    """
    flat = host_path.flat
    for each in own:
        for template in each.hosts:
            found = _match(template, each, host_path, flat)
            if found is not None:
                return found
    if cluster_of(host_path) is not None:
        return Match(issuer(CLUSTER), host_path)
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
    """Return the host templates, the most specific ones first."""
    return tuple(sorted(HOSTS, key=lambda template: -sum(len(literal) for literal, _ in template_parts(template))))


def candidates(templates: Iterable[str], host: str) -> Iterator[str]:
    """Yield the templates whose literal parts all occur in a host: a cheap filter before an issuer's file is read."""
    for template in templates:
        if all(literal in host for literal, _ in template_parts(template)):
            yield template


@lru_cache(maxsize=512)
def expression(template: str, fields: tuple[Field, ...]) -> re.Pattern[str]:
    """Return a regular expression for a template.

    Each field is a named group where it occurs first, and may hold holes.
    """
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
    """Return an uncertain match for a host with holes: the only issuer that fits, if there is just one."""
    fitting = _fitting(host_path.flat)
    found = next(iter(fitting)) if len(fitting) == 1 else GENERIC
    return Match(issuer(found), host_path, certain=False)


@lru_cache(maxsize=512)
def _fitting(flat: str) -> frozenset[str]:
    """Return the ids of the issuers that a host may belong to, for any values of its holes."""
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
    """Return an uncertain match with a self-hosted issuer, by the usual prefix of such hosts, or None."""
    for prefix, id in HABITS.items():
        if flat.startswith(prefix):
            return Match(issuer(id), host_path, certain=False)
    return None
