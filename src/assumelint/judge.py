"""Running the rules over a project, so that one cause makes one finding.

Rules look at one thing each and know nothing of each other. A policy with one slip in it breaks several of them:
a misspelt host leaves the right host without subject and audience. Which finding then stands for the others is
written down here, and only here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from assumelint.model import Severity
from assumelint.rule import Hit, Rule, all_rules
from assumelint.text import Span
from assumelint.views import Project, Trust, address_of, role_of, subjects

# What cannot be judged while the issuer is in doubt.
_CLAIMS = frozenset(
    {
        "any-ref",
        "audience-not-in-client-ids",
        "broad-subject",
        "conflicting-conditions",
        "for-all-values",
        "impossible-subject",
        "ineffective-condition",
        "issuer-key-mismatch",
        "missing-audience",
        "missing-subject",
        "name-only-subject",
        "open-to-any-tenant",
        "pull-request-subject",
        "required-condition",
        "revision-hash-subject",
        "subject-case",
        "unsupported-claim",
        "wildcard-audience",
        "wrong-audience",
    }
)
_PRINCIPAL = frozenset(
    {"built-in-provider-arn", "malformed-provider-arn", "missing-federated-principal", "unknown-issuer-host"}
)

# A finding of the rule on the left says all there is to say of what the rules on the right would find in the
# same statement.
SILENCES: dict[str, frozenset[str]] = {
    "unresolved-interpolation": _CLAIMS | _PRINCIPAL,
    "pod-identity-mismatch": _CLAIMS | _PRINCIPAL | {"missing-web-identity-action", "mixed-issuers"},
    "wildcard-principal": _CLAIMS | _PRINCIPAL,
    "missing-federated-principal": _CLAIMS | {"missing-web-identity-action"},
    "malformed-provider-arn": _CLAIMS | {"unknown-issuer-host", "built-in-provider-arn"},
    "unknown-issuer-host": _CLAIMS,
    "built-in-provider-arn": frozenset({"issuer-key-mismatch"}),
    "mixed-issuers": _CLAIMS,
    "prohibited-element": frozenset({"missing-federated-principal", "missing-subject", "missing-audience"}),
    "unknown-operator": _CLAIMS - {"wrong-audience", "issuer-key-mismatch"},
    "issuer-key-mismatch": _CLAIMS - {"issuer-key-mismatch", "wrong-audience"},
    "literal-policy-variable": frozenset({"impossible-subject", "conflicting-conditions", "ineffective-condition"}),
    "swapped-claims": _CLAIMS,
    "wrong-audience": frozenset({"audience-not-in-client-ids"}),
    "wildcard-under-equals": frozenset({"conflicting-conditions", "name-only-subject"}),
    "subject-case": frozenset({"name-only-subject"}),
    "impossible-subject": frozenset({"any-ref", "broad-subject", "name-only-subject", "conflicting-conditions"}),
    "conflicting-conditions": frozenset({"name-only-subject"}),
    "unsupported-claim": frozenset({"ineffective-condition", "conflicting-conditions", "for-all-values"}),
    "for-all-values": frozenset({"ineffective-condition", "missing-subject", "missing-audience", "open-to-any-tenant"}),
    "ineffective-condition": frozenset({"missing-subject", "missing-audience", "open-to-any-tenant", "broad-subject"}),
    "missing-subject": frozenset(
        {"broad-subject", "open-to-any-tenant", "required-condition", "any-ref", "missing-audience"}
    ),
    "open-to-any-tenant": frozenset(
        {
            "any-ref",
            "broad-subject",
            "missing-audience",
            "name-only-subject",
            "pull-request-subject",
            "wildcard-audience",
        }
    ),
    "broad-subject": frozenset({"any-ref", "pull-request-subject"}),
    "any-ref": frozenset({"pull-request-subject"}),
}

_NEVER = 99


class Verdict(Struct, frozen=True):
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


def judge(project: Project, rules: Iterable[Rule] | None = None) -> Iterator[Verdict]:
    """Run the rules (all of them, unless told otherwise) over a project.

    Leave the choice that a user makes to what reads the verdicts: a rule that was not run silences nothing.
    """
    return judge_subjects(subjects(project), all_rules().values() if rules is None else rules)


def judge_subjects(chosen: Iterable[object], rules: Iterable[Rule]) -> Iterator[Verdict]:
    """Run rules over some subjects of a project."""
    by_subject: dict[type, list[Rule]] = {}
    for rule in rules:
        by_subject.setdefault(rule.subject, []).append(rule)
    scopes: dict[object, list[Verdict]] = {}
    for subject in chosen:
        for rule in by_subject.get(type(subject), ()):
            found = scopes.setdefault(_scope(subject), [])
            found += (_verdict(rule, hit, subject) for hit in rule.check(subject))
    for verdicts in scopes.values():
        yield from _without_followers(verdicts)


def _verdict(rule: Rule, hit: Hit, subject: object) -> Verdict:
    """A hit as a verdict; no error where it takes a value that nobody may ever pass."""
    role = role_of(subject)
    if role is None:
        return Verdict(rule, hit, subject, address_of(subject))
    verdict = Verdict(rule, hit, subject, role.address, role.variant)
    if role.supposed and verdict.severity is Severity.ERROR:
        return replace(verdict, hit=replace(hit, severity=Severity.WARNING))
    return verdict


def _scope(subject: object) -> object:
    """Where one cause counts once: the statement, else the subject itself."""
    return subject.view if isinstance(subject, Trust) else subject


def _without_followers(verdicts: list[Verdict]) -> Iterator[Verdict]:
    silenced: dict[str, int] = {}
    for verdict in verdicts:
        for name in SILENCES.get(verdict.rule.id, ()):
            silenced[name] = min(verdict.severity.rank, silenced.get(name, verdict.severity.rank))
    seen: set[tuple[str, Span]] = set()
    for verdict in verdicts:
        place = (verdict.rule.id, verdict.hit.span)
        # A milder finding hides no worse one.
        if silenced.get(verdict.rule.id, _NEVER) > verdict.severity.rank and place not in seen:
            seen.add(place)
            yield verdict
