"""Running the rules over a project, so that one cause makes one finding.

Rules look at one thing each and know nothing of each other. A policy with one slip in it breaks several of them:
a misspelt host leaves the right host without subject and audience. Which finding then stands for the others is
written down here, and only here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from assumelint.model import Severity
from assumelint.rule import Hit, Phase, Rule, all_rules
from assumelint.text import Span
from assumelint.views import Project, Trust, address_of, role_of, subjects


class Followers(Struct, frozen=True):
    """What a rule's finding stands for: what the rules of these phases and of these ids find in the same statement."""

    phases: tuple[Phase, ...] = ()
    rules: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    def include(self, rule: Rule) -> bool:
        """Whether the findings of a rule follow."""
        return (rule.phase in self.phases and rule.id not in self.but) or rule.id in self.rules


_LATER = (Phase.PRINCIPAL, Phase.CLAIMS)

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
    "unknown-operator": Followers((Phase.CLAIMS,), but=("wrong-audience", "issuer-key-mismatch")),
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
    """What a rule found, the address of the role or provider that it belongs to, and in which outcome of the role.

    `subject` is what the rule was run on.
    """

    rule: Rule
    hit: Hit
    subject: object
    address: str
    variant: str = ""

    @property
    def severity(self) -> Severity:
        """The hit's own severity, else the rule's."""
        return self.hit.severity or self.rule.severity


def judge(project: Project, rules: Iterable[Rule] | None = None) -> Iterator[Judgement]:
    """Run the rules (all of them, unless told otherwise) over a project.

    Leave the choice that a user makes to what reads the judgements: a rule that was not run silences nothing.
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
    """A hit as a judgement; no error where it takes a value that nobody may ever pass."""
    role = role_of(subject)
    if role is None:
        return Judgement(rule, hit, subject, address_of(subject))
    judgement = Judgement(rule, hit, subject, role.address, role.variant)
    if role.supposed and judgement.severity is Severity.ERROR:
        return replace(judgement, hit=replace(hit, severity=Severity.WARNING))
    return judgement


def _scope(subject: object) -> object:
    """Where one cause counts once: the statement, else the subject itself."""
    return subject.view if isinstance(subject, Trust) else subject


def silences(rules: Iterable[Rule]) -> Mapping[str, frozenset[str]]:
    """For each of the rules that stands for others: which of them."""
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
        # A milder finding hides no worse one.
        if judgement.severity.rank < silenced.get(judgement.rule.id, len(Severity)) and place not in seen:
            seen.add(place)
            yield judgement
