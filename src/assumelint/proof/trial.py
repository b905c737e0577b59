"""Trying a fix: the statements and providers that it touches are checked before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from msgspec import Struct, field

from assumelint.amend import Amendment
from assumelint.aws import TRUST_POLICY_MOST
from assumelint.judge import Judgement, judge_subjects
from assumelint.model import Edit, Fix, Problem, Severity
from assumelint.proof.changes import Changes, amended, can_follow, edited, texts, trimmed
from assumelint.proof.places import Place, is_generated, parts, place_of, provider_place, statement_place
from assumelint.rule import all_rules
from assumelint.text import Piece, Span
from assumelint.views import Project, StatementView, Trust, role_of, subjects
from assumelint.views.quota import characters

# The most statements and providers that are checked again for one fix. Text that more of them share is left to the
# user.
_MOST = 100

# The most checks for the amendments of one statement that many roles share, of which each may need one of its own.
_MOST_SHARED = 1_000

# The characters of policies that are checked again for the fixes of one statement. This allows eight fixes of a usual
# role, but none of a role longer than this, whose patterns may take long.
_BUDGET = TRUST_POLICY_MOST // 2

Found = dict[Place, Counter[str]]


class Trial(Struct, frozen=True, eq=False, dict=True):
    """The judgements on a project, with which those after a fix are compared."""

    project: Project
    judgements: list[Judgement]
    _tried: dict[tuple[Edit, ...], Found] = field(default_factory=dict)
    _amended: dict[object, tuple[Found, str]] = field(default_factory=dict)
    _shared: Counter[Span] = field(default_factory=Counter)
    _spent: Counter[Place] = field(default_factory=Counter)

    def mends(self, judgement: Judgement, fix: Fix) -> bool:
        """Return whether a fix removes its finding and causes no other."""
        subject = judgement.subject
        if isinstance(subject, Problem):  # the source knows whether its language accepts the change
            return True
        place, places = place_of(subject), self._touched(fix)
        if place is None or places is None or place not in places or len(places) > _MOST or is_generated(subject):
            return False
        if fix.edits not in self._tried:
            if not self._affords(subject, place):
                return False
            self._tried[fix.edits] = self._after(fix, places)
        return self._is_better(judgement, place, self._tried[fix.edits])

    def amends(self, judgement: Judgement, amendment: Amendment) -> str | None:
        """Return None if an amendment removes its finding and causes no other; else the message of one, if any."""
        place, places = place_of(judgement.subject), self._statements.get(amendment.statement.span, set())
        if place is None or place not in places or len(places) > _MOST or not self._affords(judgement.subject, place):
            return ""
        # The instances of a declaration share a statement: one amendment of it is tried once for all of them.
        if amendment.effect not in self._amended:
            self._shared[amendment.statement.span] += len(places)
            if self._shared[amendment.statement.span] > _MOST_SHARED:
                return ""
            after = self._judged(places, lambda part: amended(part, amendment))
            new = next((other.hit.message for other in after if self._is_new(other)), "")
            self._amended[amendment.effect] = {each: Counter[str]() for each in places} | _findings(after), new
        found, new = self._amended[amendment.effect]
        return None if self._is_better(judgement, place, found) else new

    def is_alone(self, judgement: Judgement, amendment: Amendment, fix: Fix) -> bool:
        """Return whether nothing but this statement, in any role, holds what the edits of an amendment change."""
        role = role_of(judgement.subject)
        # The key of a `for_each` is part of an address: changing it would create another resource.
        keys = [edit.old.strip('"') for edit in fix.edits]
        if role is None or any(f'["{key}"]' in role.address for key in keys):
            return False
        return not any(
            statement != amendment.statement.span and (edit.span.holds(span) or span.holds(edit.span))
            for edit in fix.edits
            for span, statement in self._written.get(edit.span.file, ())
        )

    def _is_new(self, judgement: Judgement) -> bool:
        place = place_of(judgement.subject)
        known = self._before.get(place, Counter[str]()) if place is not None else Counter[str]()
        return judgement.severity is not Severity.NOTE and not known[judgement.rule.id]

    @cached_property
    def _statements(self) -> dict[Span, set[Place]]:
        """The places of each statement of the code."""
        found: dict[Span, set[Place]] = {}
        for subject in subjects(self.project):
            if isinstance(subject, StatementView):
                found.setdefault(subject.statement.span, set()).add(statement_place(subject))
        return found

    @cached_property
    def _written(self) -> dict[str, set[tuple[Span, Span | None]]]:
        """Where the texts of statements and providers are written, by file, with the statement that holds each."""
        found: dict[str, set[tuple[Span, Span | None]]] = {}
        for subject in subjects(self.project):
            statement = subject.statement.span if isinstance(subject, StatementView) else None
            for text in texts(parts(subject)):
                for part in text.parts:
                    found.setdefault(part.span.file, set()).add((part.span, statement))
        return found

    def _is_better(self, judgement: Judgement, place: Place, after: Found) -> bool:
        """Return whether no place has a new finding and the finding of the judgement is gone."""
        none = Counter[str]()
        if not all(found <= self._before.get(each, none) for each, found in after.items()):
            return False
        rule = judgement.rule.id
        return judgement.severity is Severity.NOTE or after[place][rule] < self._before.get(place, none)[rule]

    def _affords(self, subject: object, place: Place) -> bool:
        """Return whether a statement may be checked once more: the work for all its fixes is limited."""
        view = subject.view if isinstance(subject, Trust) else subject
        if isinstance(view, StatementView) and self._spent[place] <= _BUDGET:
            self._spent[place] += sum(map(characters, view.owner.policy.statements))
        return self._spent[place] <= _BUDGET

    @cached_property
    def _before(self) -> Found:
        return _findings(self.judgements)

    @cached_property
    def _holders(self) -> dict[Edit, set[Place | None]]:
        """The statements and providers that contain the characters of each change.

        None stands for a text that is derived from these characters in a way that cannot be traced.
        """
        changes = Changes.of(
            edit for judgement in self.judgements if judgement.hit.fix for edit in judgement.hit.fix.edits
        )
        holders: dict[Edit, set[Place | None]] = {}
        for subject in subjects(self.project):
            place = place_of(subject)
            for text in texts(parts(subject)):
                for part in text.parts:
                    for edit in changes.within(part.span):
                        known = isinstance(part, Piece) and can_follow(part, edit)
                        holders.setdefault(edit, set()).add(place if known else None)
        return holders

    @cached_property
    def _users(self) -> dict[Place, set[Place]]:
        """The statements that trust each provider in the code."""
        found: dict[Place, set[Place]] = {}
        for subject in subjects(self.project):
            if isinstance(subject, Trust) and subject.provider is not None:
                found.setdefault(provider_place(subject.provider), set()).add(statement_place(subject.view))
        return found

    def _touched(self, fix: Fix) -> set[Place] | None:
        """Return what contains the texts that a fix changes, and what trusts such a provider; None if unknown."""
        touched = set[Place | None]().union(*(self._holders.get(trimmed(edit), ()) for edit in fix.edits))
        known = {place for place in touched if place is not None}
        # The key of a `for_each` is part of an address: changing it would create another resource.
        renamed = any(f'["{edit.old}"]' in address for edit in fix.edits for address, _, _ in known)
        if len(known) < len(touched) or renamed:
            return None
        if any(provider_place(view) in known for view in self.project.provider_views):
            known = known.union(*(self._users.get(place, ()) for place in known))
        return known

    def _after(self, fix: Fix, places: set[Place]) -> Found:
        """Return the errors and warnings at some places after the fix."""
        edits = Changes.of(fix.edits)
        found = _findings(self._judged(places, lambda part: edited(part, edits)))
        return {place: found.get(place, Counter()) for place in places}

    def _judged(self, places: set[Place], changed: Callable[[Any], Any]) -> list[Judgement]:
        """Return the judgements at some places in the changed project."""
        names = {(address, variant) for address, variant, _ in places}
        roles, documents = (
            changed(tuple(role for role in group if (role.address, role.variant) in names))
            for group in (self.project.roles, self.project.documents)
        )
        providers = changed(self.project.providers)
        project = Project(roles, documents, providers, (), self.project.remote, self.project.issuers)
        chosen = (subject for subject in subjects(project) if place_of(subject) in places)
        return list(judge_subjects(chosen, all_rules().values()))


def _findings(judgements: Iterable[Judgement]) -> Found:
    """Return the errors and warnings at each place, by rule."""
    found: Found = {}
    for judgement in judgements:
        place = place_of(judgement.subject)
        if place is not None and judgement.severity is not Severity.NOTE:
            found.setdefault(place, Counter())[judgement.rule.id] += 1
    return found
