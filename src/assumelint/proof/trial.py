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
from assumelint.rule import all_rules
from assumelint.text import Piece, Span
from assumelint.views import Project, ProviderView, StatementView, Trust, role_of, subjects
from assumelint.views.quota import characters

# The most statements and providers that are checked again for one fix. Text that more of them share is left to the
# user.
_MOST = 100

# The characters of policies that are checked again for the fixes of one statement. This allows eight fixes of a usual
# role, but none of a role longer than this, whose patterns may take long.
_BUDGET = TRUST_POLICY_MOST // 2

# A statement or a provider: the role or provider, its variant, and the position in the code.
Place = tuple[str, str, Span]
Found = dict[Place, Counter[str]]


class Trial(Struct, frozen=True, eq=False, dict=True):
    """The judgements on a project, with which those after a fix are compared."""

    project: Project
    judgements: list[Judgement]
    _tried: dict[tuple[Edit, ...], Found] = field(default_factory=dict)
    _spent: Counter[Place] = field(default_factory=Counter)

    def mends(self, judgement: Judgement, fix: Fix) -> bool:
        """Return whether a fix removes its finding and causes no other."""
        subject = judgement.subject
        if isinstance(subject, Problem):  # the source knows whether its language accepts the change
            return True
        place, places = _place(subject), self._touched(fix)
        if place is None or places is None or place not in places or len(places) > _MOST or is_generated(subject):
            return False
        if fix.edits not in self._tried:
            if not self._affords(subject, place):
                return False
            self._tried[fix.edits] = self._after(fix, places)
        return self._is_better(judgement, place, self._tried[fix.edits])

    def amends(self, judgement: Judgement, amendment: Amendment) -> bool:
        """Return whether an amendment removes its finding and causes no other."""
        place = _place(judgement.subject)
        places = {
            _statement_place(subject)
            for subject in subjects(self.project)
            if isinstance(subject, StatementView) and subject.statement.span == amendment.statement.span
        }
        if place is None or place not in places or len(places) > _MOST or not self._affords(judgement.subject, place):
            return False
        return self._is_better(judgement, place, self._found(places, lambda part: amended(part, amendment)))

    def is_alone(self, judgement: Judgement, amendment: Amendment) -> bool:
        """Return whether nothing but this statement, in any role, holds the values that an amendment replaces."""
        values, role = [value for _, value in amendment.replaced], role_of(judgement.subject)
        # The key of a `for_each` is part of an address: changing it would create another resource.
        if role is None or any(f'["{value}"]' in role.address for value in values):
            return False
        return not any(
            value.span.holds(part.span)
            for value in values
            for subject in subjects(self.project)
            if not isinstance(subject, StatementView) or subject.statement.span != amendment.statement.span
            for text in texts(_parts(subject))
            for part in text.parts
        )

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
            place = _place(subject)
            for text in texts(_parts(subject)):
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
                found.setdefault(_provider_place(subject.provider), set()).add(_statement_place(subject.view))
        return found

    def _touched(self, fix: Fix) -> set[Place] | None:
        """Return what contains the texts that a fix changes, and what trusts such a provider; None if unknown."""
        touched = set[Place | None]().union(*(self._holders.get(trimmed(edit), ()) for edit in fix.edits))
        known = {place for place in touched if place is not None}
        # The key of a `for_each` is part of an address: changing it would create another resource.
        renamed = any(f'["{edit.old}"]' in address for edit in fix.edits for address, _, _ in known)
        if len(known) < len(touched) or renamed:
            return None
        if any(_provider_place(view) in known for view in self.project.provider_views):
            known = known.union(*(self._users.get(place, ()) for place in known))
        return known

    def _after(self, fix: Fix, places: set[Place]) -> Found:
        """Return the errors and warnings at some places after the fix."""
        edits = Changes.of(fix.edits)
        return self._found(places, lambda part: edited(part, edits))

    def _found(self, places: set[Place], changed: Callable[[Any], Any]) -> Found:
        """Return the errors and warnings at some places in the changed project."""
        names = {(address, variant) for address, variant, _ in places}
        roles, documents = (
            changed(tuple(role for role in group if (role.address, role.variant) in names))
            for group in (self.project.roles, self.project.documents)
        )
        providers = changed(self.project.providers)
        project = Project(roles, documents, providers, (), self.project.remote, self.project.issuers)
        chosen = (subject for subject in subjects(project) if _place(subject) in places)
        found = _findings(judge_subjects(chosen, all_rules().values()))
        return {place: found.get(place, Counter()) for place in places}


def _findings(judgements: Iterable[Judgement]) -> Found:
    """Return the errors and warnings at each place, by rule."""
    found: Found = {}
    for judgement in judgements:
        place = _place(judgement.subject)
        if place is not None and judgement.severity is not Severity.NOTE:
            found.setdefault(place, Counter())[judgement.rule.id] += 1
    return found


def _parts(subject: object) -> object:
    """Return the parts of a statement or a provider that its check depends on."""
    match subject:
        case StatementView(statement=statement) as view:
            return view.owner.policy.version, statement
        case ProviderView(provider=provider):
            return provider
        case _:
            return None


def is_generated(subject: object) -> bool:
    """Return whether the code was generated: the next run of the generator would undo an edit."""
    match subject:
        case ProviderView(provider=provider):
            return provider.generated
        case Trust(view=view) | (StatementView() as view):
            return view.owner.role.generated or bool(view.owner.role.alias)
        case _:
            return False


def _place(subject: object) -> Place | None:
    match subject:
        case Trust(view=view) | (StatementView() as view):
            return _statement_place(view)
        case ProviderView() as provider:
            return _provider_place(provider)
        case _:
            return None


def _statement_place(view: StatementView) -> Place:
    role = view.owner.role
    return role.address, role.variant, view.statement.span


def _provider_place(view: ProviderView) -> Place:
    return view.provider.address, "", view.provider.span
