"""The roles of a root module in each outcome: as variants of the roles that are listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from assumelint.cause import Cause
from assumelint.model import Role, Severity
from assumelint.policy import read_policy
from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.collected.common_document import common_document
from assumelint.sources.terraform.config.collected.differing import may_differ
from assumelint.sources.terraform.config.collected.outcome_search import MAX_OUTCOMES, MAX_UNNAMED, Search, Walk, Walked
from assumelint.sources.terraform.config.collected.spoken_of import speaks_of_web_identities
from assumelint.sources.terraform.config.declared.assumptions import Assumed, Unit
from assumelint.text import Hole
from assumelint.text.document import Plain, to_plain

# Terraform itself refuses these: what has one is not deployed in that outcome.
_REFUSED = frozenset((Cause.INVALID_CONFIGURATION, Cause.SYNTAX))


class Declared(Struct):
    """The roles of one declaration: those that are listed, and its variants, of which no two have the same policy."""

    listed: list[Role] = field(default_factory=list)
    variants: list[Role] = field(default_factory=list)
    _shown: list[Plain] = field(default_factory=list)

    def list(self, role: Role) -> None:
        """Add a role that is listed."""
        self.listed.append(role)
        if role.policy is not None:
            self._shown.append(to_plain(role.policy.document))

    def may_differ(self, *, spoken: bool) -> bool:
        """Whether to look at the outcomes. Where nothing speaks of web identities, only for the policies themselves."""
        if not spoken:
            return any(role.node is None for role in self.listed)
        return not self.listed or any(map(may_differ, self.listed))

    def add(self, roles: Sequence[Role], walked: Walked) -> None:
        """Add the roles of one outcome."""
        for role in roles:
            shown = None if role.policy is None else to_plain(role.policy.document)
            if shown is not None and shown not in self._shown:
                self._shown.append(shown)
                same = len(self.listed) == len(roles) == 1
                address = self.listed[0].address if same else role.address
                outcome = walked.outcome
                self.variants.append(replace(role, address=address, variant=str(outcome), supposed=outcome.supposed))

    def completed(self, role: Role, collected: Collected) -> Role:
        """A listed role; if nothing is known about its policy, it gets what those of all outcomes share."""
        documents = [variant.policy.document for variant in self.variants if variant.policy is not None]
        if role.node is not None or not documents or len(self.listed) > 1:
            return role
        document = common_document(documents, Hole(f"{role.address}.assume_role_policy", role.span))
        return replace(role, node=document, policy=read_policy(document, collected.forms.form))


def in_each_outcome(collected: Collected, asked: Mapping[Unit, Assumed], walk: Walk) -> list[Role]:
    """The roles of a root module and, for declarations with questions, their variants in each outcome.

    Roles without an owner, which come last, are variants already.
    """
    roles, owners = collected.roles, collected.owners
    declared = {unit: Declared() for unit in asked}
    for role, owner in zip(roles, owners, strict=False):
        if owner in declared:
            declared[owner].list(role)
    spoken = speaks_of_web_identities(collected)
    differing = {unit: asked[unit] for unit, each in declared.items() if each.may_differ(spoken=spoken)}
    search = Search(collected.project.questions, walk, differing)
    for walked in search.outcomes():
        for unit, found in _decided(walked):
            declared[unit].add(found, walked)
        _report_faults(collected, walked)
    _note_cut(collected, declared, search)
    completed = [
        declared[owner].completed(role, collected) if owner in declared else role
        for role, owner in zip(roles, owners, strict=False)
    ]
    return [*completed, *roles[len(owners) :], *(role for each in declared.values() for role in each.variants)]


def _decided(walked: Walked) -> Iterator[tuple[Unit, list[Role]]]:
    """The roles of each declaration that no further question decides, without those that Terraform refuses."""
    problems = walked.collected.project.problems.values()
    refused = {problem.role for problem in problems if problem.cause in _REFUSED}
    found: dict[Unit, list[Role]] = {}
    for unit, role in zip(walked.collected.owners, walked.collected.roles, strict=True):
        if unit not in walked.undecided and role.address not in refused:
            found.setdefault(unit, []).append(role)
    yield from found.items()


def _report_faults(collected: Collected, walked: Walked) -> None:
    """Report the faults in policies that only this outcome has."""
    known = collected.project.problems
    for key, problem in walked.collected.project.problems.items():
        if problem.cause not in _REFUSED and key not in known:
            severity = Severity.WARNING if walked.outcome.supposed else problem.severity
            message = f"{problem.message} (where {walked.outcome})"
            collected.project.report(replace(problem, message=message, severity=severity))


def _note_cut(collected: Collected, declared: Mapping[Unit, Declared], search: Search) -> None:
    for unit, each in declared.items():
        for role in each.listed[:1]:
            if unit in search.cut:
                message = f"more than {MAX_OUTCOMES} outcomes of {role.address}: not each is checked"
                collected.project.note(message, role.span)
            elif unit in search.deep:
                message = f"{role.address} depends on more than {MAX_UNNAMED} unknown conditions: not all are combined"
                collected.project.note(message, role.span)
