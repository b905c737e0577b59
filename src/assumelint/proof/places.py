"""The statements and providers that a fix touches, by what they are told apart."""

from __future__ import annotations

from typing import TypeAlias

from assumelint.text import Span
from assumelint.views import ProviderView, StatementView, Trust

# A statement or a provider: the role or provider, its variant, and the position in the code.
Place: TypeAlias = tuple[str, str, Span]


def parts(subject: object) -> object:
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


def place_of(subject: object) -> Place | None:
    """Return the place of a subject, None for one that no fix touches."""
    match subject:
        case Trust(view=view) | (StatementView() as view):
            return statement_place(view)
        case ProviderView() as provider:
            return provider_place(provider)
        case _:
            return None


def statement_place(view: StatementView) -> Place:
    """Return the place of a statement."""
    role = view.owner.role
    return role.address, role.variant, view.statement.span


def provider_place(view: ProviderView) -> Place:
    """Return the place of a provider."""
    return view.provider.address, "", view.provider.span
