"""Whether a fix mends: what it touches is judged again with the edits made.

A fix is kept where its finding is gone then, and no other error or warning has come. A finding that hid others may
give way to them: such a fix would lead from one fault to the next, and is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from assumelint.edits import can_be_made
from assumelint.judge import Verdict, judge_subjects
from assumelint.model import Fix, Problem, Severity
from assumelint.rule import all_rules
from assumelint.text import Hole, Piece, Span, Text
from assumelint.text.code import Code
from assumelint.views import Project, ProviderView, StatementView, Trust, subjects
from assumelint.views.quota import MOST_CHARACTERS, characters

# Statements that are judged again for one provider; where more depend on it, its fixes are for people.
_MOST = 100

# Characters of policies that are judged again for the fixes of one statement: eight fixes of a usual role, none of one
# that is longer than this by itself, whose patterns may take long.
_BUDGET = MOST_CHARACTERS // 2

# Where a subject stands: its role or provider, in which outcome, and the place in its code.
Place = tuple[str, str, Span]


class Proof(Struct, frozen=True, eq=False, dict=True):
    """The verdicts on a project, against which those after a fix are held."""

    project: Project
    code: Code
    verdicts: list[Verdict]
    _found: dict[Place, Counter[str]] = field(default_factory=dict)
    _spent: Counter[Place] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for verdict in self.verdicts:
            if verdict.severity is not Severity.NOTE:
                place = _place(verdict.subject)
                if place is not None:
                    self._found.setdefault(place, Counter())[verdict.rule.id] += 1

    def proved(self) -> Iterator[Verdict]:
        """The verdicts, without the fixes that the code does not bear out or that do not mend."""
        for verdict in self.verdicts:
            fix = verdict.hit.fix
            if fix is None or (can_be_made(fix, self.code) and self._mends(verdict, fix)):
                yield verdict
            else:
                yield replace(verdict, hit=replace(verdict.hit, fix=None))

    def _mends(self, verdict: Verdict, fix: Fix) -> bool:
        match verdict.subject:
            case Problem():  # the source knows what its own language takes
                return True
            case ProviderView() as view:
                if view.provider.generated:
                    return False
                places = [_provider_place(view), *self._users.get(_provider_place(view), ())]
                return len(places) <= _MOST and self._leaves_less(verdict, fix, places, self.project)
            case Trust(view=view) | (StatementView() as view):
                role = view.owner.role
                if role.generated or role.alias or not self._affords(view):
                    return False
                alone = replace(
                    self.project,
                    roles=() if view.owner.is_document else (role,),
                    documents=(role,) if view.owner.is_document else (),
                )
                return self._leaves_less(verdict, fix, [_statement_place(view)], alone)
            case _:
                return False

    def _affords(self, view: StatementView) -> bool:
        """Whether a statement may be judged once more: the work for all its fixes has a bound."""
        place = _statement_place(view)
        self._spent[place] += sum(map(characters, view.owner.policy.statements))
        return self._spent[place] <= _BUDGET

    @cached_property
    def _users(self) -> dict[Place, list[Place]]:
        """The statements that trust each provider of the code."""
        found: dict[Place, list[Place]] = {}
        for subject in subjects(self.project):
            if isinstance(subject, Trust) and subject.provider is not None:
                found.setdefault(_provider_place(subject.provider), []).append(_statement_place(subject.view))
        return found

    def _leaves_less(self, verdict: Verdict, fix: Fix, places: list[Place], project: Project) -> bool:
        """Whether the places have no finding after the fix that they had not before, and one less."""
        before: Counter[str] = Counter()
        for place in places:
            before += self._found.get(place, Counter())
        edits = {edit.span: edit.text for edit in fix.edits}
        roles, documents, providers = (
            edited(part, edits) for part in (project.roles, project.documents, project.providers)
        )
        after = _findings(Project(roles, documents, providers, (), project.remote, project.issuers), set(places))
        return after <= before - Counter({verdict.rule.id: verdict.severity is not Severity.NOTE})


def _findings(project: Project, places: set[Place]) -> Counter[str]:
    """The errors and warnings at some places of a project, by rule."""
    chosen = (subject for subject in subjects(project) if _place(subject) in places)
    verdicts = judge_subjects(chosen, all_rules().values())
    return Counter(verdict.rule.id for verdict in verdicts if verdict.severity is not Severity.NOTE)


def edited(value: Any, edits: dict[Span, str]) -> Any:
    """A part of the model with the text of some pieces changed, by their place."""
    match value:
        case Text(parts, span):
            return Text(tuple(_edited_part(part, edits) for part in parts), span)
        case tuple():
            return tuple(edited(item, edits) for item in value)
        case Span() | Hole():
            return value
        case Struct():
            return type(value)(*(edited(getattr(value, name), edits) for name in value.__struct_fields__))
        case _:
            return value


def _edited_part(part: Piece | Hole, edits: dict[Span, str]) -> Piece | Hole:
    if isinstance(part, Hole) or not part.exact or part.span not in edits:
        return part
    return Piece(edits[part.span], part.span, exact=False)


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


def proved(project: Project, code: Code, verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts on a project, each fix held against the code and tried out."""
    return list(Proof(project, code, list(verdicts)).proved())
