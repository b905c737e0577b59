"""Running the rules over a project, with one finding for each cause.

Each rule checks one thing and does not know the others, but one mistake in a policy can break several rules: with a
misspelled host, the right host has no subject and no audience. This module defines which finding replaces the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from assumelint.model import Label, Severity, Use
from assumelint.rule import Hit, Phase, Rule, all_rules
from assumelint.text import Span
from assumelint.views import Project, ProviderView, Trust, address_of, role_of, subjects


class Followers(Struct, frozen=True):
    """The findings that a rule's finding replaces in the same statement: those of these phases and of these rules."""

    phases: tuple[Phase, ...] = ()
    rules: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    def include(self, rule: Rule) -> bool:
        """Return whether the findings of a rule are replaced."""
        return (rule.phase in self.phases and rule.id not in self.but) or rule.id in self.rules


_LATER = (Phase.PRINCIPAL, Phase.CLAIMS)

# The rules on what one clause says by itself, whatever is wrong with another clause of the statement.
_OF_ONE_CLAUSE = (
    *("wrong-audience", "issuer-key-mismatch", "impossible-subject", "subject-case", "swapped-claims"),
    *("unsupported-claim", "wildcard-audience", "wildcard-under-equals", "revision-hash-subject"),
)

# A finding of the rule on the left says all there is to say of what the rules on the right would find in the
# same statement.
_FOLLOWERS = {
    "unresolved-interpolation": Followers(_LATER),
    "pod-identity-mismatch": Followers(_LATER, ("missing-web-identity-action", "mixed-issuers")),
    "wildcard-principal": Followers(_LATER),
    "missing-federated-principal": Followers((Phase.CLAIMS,), ("missing-web-identity-action",)),
    "malformed-provider-arn": Followers((Phase.CLAIMS,), ("unknown-issuer-host", "built-in-provider-arn")),
    "unknown-issuer-host": Followers((Phase.CLAIMS,)),
    "built-in-provider-arn": Followers(rules=("issuer-key-mismatch",)),
    "mixed-issuers": Followers((Phase.CLAIMS,)),
    "prohibited-element": Followers(rules=("missing-federated-principal", "missing-subject", "missing-audience")),
    "malformed-condition": Followers((Phase.CLAIMS,), but=_OF_ONE_CLAUSE),
    "unknown-operator": Followers((Phase.CLAIMS,), but=_OF_ONE_CLAUSE),
    "issuer-key-mismatch": Followers((Phase.CLAIMS,), but=("wrong-audience", "issuer-key-mismatch")),
    "literal-policy-variable": Followers(
        rules=("impossible-subject", "conflicting-conditions", "ineffective-condition")
    ),
    "swapped-claims": Followers((Phase.CLAIMS,)),
    "wrong-audience": Followers(rules=("audience-not-in-client-ids",)),
    "wildcard-under-equals": Followers(rules=("conflicting-conditions", "name-only-subject")),
    "subject-case": Followers(rules=("name-only-subject",)),
    "impossible-subject": Followers(rules=("any-ref", "broad-subject", "name-only-subject", "conflicting-conditions")),
    "conflicting-conditions": Followers(rules=("name-only-subject",)),
    "unsupported-claim": Followers(rules=("ineffective-condition", "conflicting-conditions", "for-all-values")),
    "for-all-values": Followers(
        rules=("ineffective-condition", "missing-subject", "missing-audience", "open-to-any-tenant")
    ),
    "ineffective-condition": Followers(
        rules=("missing-subject", "missing-audience", "open-to-any-tenant", "broad-subject")
    ),
    "missing-subject": Followers(
        rules=("broad-subject", "open-to-any-tenant", "required-condition", "any-ref", "missing-audience")
    ),
    "open-to-any-tenant": Followers(
        rules=(
            *("any-ref", "broad-subject", "missing-audience", "name-only-subject"),
            *("pull-request-subject", "wildcard-audience"),
        )
    ),
    "broad-subject": Followers(rules=("any-ref", "pull-request-subject")),
    "any-ref": Followers(rules=("pull-request-subject",)),
}


class Judgement(Struct, frozen=True):
    """The finding of a rule, with the address of the role or provider and the variant of the role.

    `subject` is the object that the rule checked.
    """

    rule: Rule
    hit: Hit
    subject: object
    address: str
    variant: str = ""

    @property
    def severity(self) -> Severity:
        """The severity of the hit, or by default that of the rule."""
        return self.hit.severity or self.rule.severity


def judge(project: Project, rules: Iterable[Rule] | None = None) -> Iterator[Judgement]:
    """Run the given rules (by default all) over a project.

    The user's selection must be applied to the result: a rule that does not run cannot replace other findings.
    """
    return judge_subjects(subjects(project), all_rules().values() if rules is None else rules)


def judge_subjects(chosen: Iterable[object], rules: Iterable[Rule]) -> Iterator[Judgement]:
    """Run rules over some subjects of a project."""
    given = tuple(rules)
    by_subject: dict[type, list[Rule]] = {}
    scopes: dict[object, list[Judgement]] = {}
    for subject in chosen:
        kind = type(subject)
        if kind not in by_subject:
            by_subject[kind] = [rule for rule in given if issubclass(kind, rule.subject)]
        for rule in by_subject[kind]:
            found = scopes.setdefault(_scope(subject), [])
            found += (_judgement(rule, hit, subject) for hit in rule.check(subject))
    followers = silences(given)
    for judgements in scopes.values():
        yield from _without_followers(judgements, followers)


def _judgement(rule: Rule, hit: Hit, subject: object) -> Judgement:
    """Return a hit as a judgement. It is not an error where it assumes a value which may never be passed."""
    supposed, where = _supposed(subject)
    hit = _with_uses(hit, _uses(subject))
    judgement = Judgement(rule, hit, subject, address_of(subject), where)
    if supposed and judgement.severity is Severity.ERROR:
        return replace(judgement, hit=replace(hit, severity=Severity.WARNING))
    return judgement


def _supposed(subject: object) -> tuple[bool, str]:
    """Return whether a subject assumes a value which may never be passed, and under which condition it exists."""
    if isinstance(subject, ProviderView):
        return bool(subject.provider.condition), subject.provider.condition
    role = role_of(subject)
    return (False, "") if role is None else (role.supposed, role.variant or role.condition)


def _uses(subject: object) -> tuple[Use, ...]:
    if isinstance(subject, ProviderView):
        return subject.provider.uses
    role = role_of(subject)
    return () if role is None else role.uses


def _with_uses(hit: Hit, uses: Iterable[Use]) -> Hit:
    """Return a hit on a value that is written elsewhere with the places where it is used."""
    places = tuple(Label(use.place, "used here") for use in uses if use.value.holds(hit.span))
    return replace(hit, related=(*hit.related, *places)) if places else hit


def _scope(subject: object) -> object:
    """Return the object within which one cause is reported once: the statement, or the subject itself."""
    return subject.view if isinstance(subject, Trust) else subject


def silences(rules: Iterable[Rule]) -> Mapping[str, frozenset[str]]:
    """Return, for each rule that replaces others, the ids of those rules."""
    return _silences(tuple(rules))


@cache  # each trial of a fix asks this of the same rules
def _silences(given: tuple[Rule, ...]) -> Mapping[str, frozenset[str]]:
    return {
        rule.id: frozenset(other.id for other in given if _FOLLOWERS[rule.id].include(other))
        for rule in given
        if rule.id in _FOLLOWERS
    }


def _without_followers(judgements: list[Judgement], silences: Mapping[str, frozenset[str]]) -> Iterator[Judgement]:
    silenced: dict[str, int] = {}
    for judgement in judgements:
        for name in silences.get(judgement.rule.id, ()):
            silenced[name] = min(judgement.severity.rank, silenced.get(name, judgement.severity.rank))
    seen: set[tuple[str, Span]] = set()
    for judgement in judgements:
        place = (judgement.rule.id, judgement.hit.span)
        # A finding does not hide a more severe one.
        if judgement.severity.rank < silenced.get(judgement.rule.id, len(Severity)) and place not in seen:
            seen.add(place)
            yield judgement
