"""The objects that rules check: views of the model with derived facts.

A project is viewed as a whole, by policy, by role, by statement, by trust (one federated principal of one statement),
by provider and by problem. `subjects` yields all of them, and each rule runs on those of the type that it takes. A rule
that needs the issuer takes a `KnownTrust`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.model import Problem, Role
from assumelint.views.placeholders import filled_in_later
from assumelint.views.project import Project, ProviderView
from assumelint.views.statement import PolicyView, RoleView, StatementView
from assumelint.views.trust import KnownTrust, Trust

__all__ = [
    "KnownTrust",
    "PolicyView",
    "Project",
    "ProviderView",
    "RoleView",
    "StatementView",
    "Trust",
    "address_of",
    "role_of",
    "role_views",
    "subjects",
]


def subjects(project: Project) -> Iterator[object]:
    """Yield every object that rules run on, the project first."""
    yield project
    yield from project.problems
    yield from project.provider_views
    for view in policy_views(project):
        yield view
        for statement in view.statements if isinstance(view, RoleView) else ():
            yield statement
            yield from map(_known, statement.trusts)


def policy_views(project: Project) -> Iterator[PolicyView]:
    """Yield the roles and documents whose policy is known: as `RoleView` those that involve web identity."""
    for role in (*project.roles, *project.documents):
        if role.policy is None:
            if role.node is not None:
                yield PolicyView(project, role, None)
            continue
        policy = filled_in_later(role.policy) if role.kind == "document" else role.policy
        view = RoleView(project, role, policy)
        yield view if view.concerns_web_identity else PolicyView(project, role, policy)


def role_views(project: Project) -> Iterator[RoleView]:
    """Yield the roles and documents whose policy is known and involves web identity."""
    yield from (view for view in policy_views(project) if isinstance(view, RoleView))


def _known(trust: Trust) -> Trust:
    """Return the trust as a `KnownTrust` if its issuer is known."""
    return trust if trust.match is None else KnownTrust(trust.view, trust.principal, trust.federated, trust.match)


def address_of(subject: object) -> str:
    """Return the address of the role or provider that a subject belongs to, "" for the project."""
    match subject:
        case PolicyView(role=role):
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
    """Return the role (or its variant) that a subject belongs to, or None."""
    match subject:
        case PolicyView(role=role) | StatementView(owner=RoleView(role=role)):
            return role
        case Trust(view=view):
            return view.owner.role
        case _:
            return None
