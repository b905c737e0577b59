"""What the rules look at: the model, with the questions that rules ask already answered.

A project is seen as a whole, by role, by statement, by trust (one federated principal of one statement), by
provider and by problem; `subjects` yields them all, and each rule is run on those of the type it takes. A rule that
needs to know the issuer takes a `KnownTrust`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.model import Problem, Role
from assumelint.views.placeholders import filled_in_later
from assumelint.views.project import Project, ProviderView
from assumelint.views.statement import RoleView, StatementView
from assumelint.views.trust import KnownTrust, Trust

__all__ = [
    "KnownTrust",
    "Project",
    "ProviderView",
    "RoleView",
    "StatementView",
    "Trust",
    "address_of",
    "role_of",
    "subjects",
]


def subjects(project: Project) -> Iterator[object]:
    """Everything that rules are run on, the project itself first."""
    yield project
    yield from project.problems
    yield from project.provider_views
    for role in (*project.roles, *project.documents):
        if role.policy is None:
            continue
        policy = filled_in_later(role.policy) if role.kind == "document" else role.policy
        view = RoleView(project, role, policy)
        if view.concerns_web_identity:
            yield view
            for statement in view.statements:
                yield statement
                yield from map(_known, statement.trusts)


def _known(trust: Trust) -> Trust:
    """The trust as one whose issuer is known, where it is."""
    return trust if trust.match is None else KnownTrust(trust.view, trust.principal, trust.federated, trust.match)


def address_of(subject: object) -> str:
    """The address of the role or provider that a subject belongs to, "" for the project."""
    match subject:
        case RoleView(role=role):
            return role.address
        case StatementView(owner=owner):
            return owner.role.address
        case Trust(view=view):
            return view.owner.role.address
        case ProviderView(provider=provider):
            return provider.address
        case Problem(role=address):
            return address
        case _:
            return ""


def role_of(subject: object) -> Role | None:
    """The role that a subject belongs to, in one of its outcomes; None for what belongs to none."""
    match subject:
        case RoleView(role=role) | StatementView(owner=RoleView(role=role)):
            return role
        case Trust(view=view):
            return view.owner.role
        case _:
            return None
