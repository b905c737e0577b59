"""One issuer whose tokens a statement trusts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from assumelint.language.likeness import Likeness, likeness
from assumelint.model import Principal, Statement, Values
from assumelint.text import Span, Text
from assumelint.text.cluster import cluster_of
from assumelint.views.claim_key import ClaimKey, names_its_claim
from assumelint.views.federated import Federated
from assumelint.views.project import Project, ProviderView

# The most lines between `Federated` and the first principal, including comments.
_NEAR = 4

if TYPE_CHECKING:
    from assumelint.issuers.model import Match
    from assumelint.reach.model import Reach
    from assumelint.views.statement import RoleView, StatementView


class Trust(Struct, frozen=True, eq=False, dict=True):
    """One federated principal of one Allow statement."""

    view: StatementView
    principal: Principal
    federated: Federated

    @property
    def statement(self) -> Statement:
        """The statement that contains it."""
        return self.view.statement

    @property
    def owner(self) -> RoleView:
        """The role that it belongs to."""
        return self.view.owner

    @property
    def project(self) -> Project:
        """The project that contains it."""
        return self.view.owner.project

    @property
    def place(self) -> Span:
        """Where the statement names the principal: for what the statement lacks, whoever else names the same one.

        A principal in a local value, a parameter or an argument is written there. The statement says `Federated`.
        """
        kind, value = self.principal.kind, self.principal.value.span
        element = self.statement.element("Principal")
        # All of a modelled module has one place.
        if kind is None or element is None or kind.span == self.statement.span:
            return value
        before = sum(1 for principal in self.statement.principals or () if principal.value.span < value)
        first, last = element.name.span.line, kind.span.line + _NEAR + 2 * before
        return value if kind.span.file == value.file and first <= value.line <= last else kind.span

    @cached_property
    def host(self) -> Text | None:
        """The host and path of the issuer whose tokens can be accepted.

        The principal names it. If the principal is unknown, the keys do: a condition that requires a claim of one
        issuer accepts no other issuer's tokens. None if neither determines it.
        """
        named = self.federated.host
        if self.federated.fault or (named is not None and named.literal is not None) or len(self.view.trusts) > 1:
            return named
        asked = {key.host.shape: key.host for key in self.view.keys if key.requires and not key.blemish}
        if len(asked) != 1 or any(self.names(key) is Likeness.DIFFERENT for key in self.view.keys):
            return named
        only = next(iter(asked.values()))
        return named if only.literal is None and cluster_of(only) is None else only

    @property
    def match(self) -> Match | None:
        """The catalogue's issuer for the host, or None for a malformed or unknown principal."""
        return self._match

    @cached_property
    def _match(self) -> Match | None:
        if self.federated.fault:
            return None
        found = None if self.host is None else self.project.identify(self.host)
        return found if found is not None and found.known else self._kubernetes or found

    @cached_property
    def _kubernetes(self) -> Match | None:
        """Return a guess for an unknown issuer: subjects with the prefix of Kubernetes come from a cluster."""
        keys = [key for key in self.view.keys if key.requires and key.name == "sub" and not key.blemish]
        values = [value.flat for key in keys for value in key.condition.values.items]
        if not values or not all(value.startswith("system:serviceaccount") for value in values):
            return None
        from assumelint.issuers import issuer
        from assumelint.issuers.model import Match

        return Match(replace(issuer("eks"), name="Kubernetes"), keys[0].host, certain=False)

    @cached_property
    def keys(self) -> tuple[ClaimKey, ...]:
        """The conditions on this issuer's own claims, including keys whose holes may name this issuer."""
        return tuple(key for key in self.view.keys if not key.blemish and self.owns(key) is not Likeness.DIFFERENT)

    def owns(self, key: ClaimKey) -> Likeness:
        """Return whether a key's host is the issuer's. Keys are case-insensitive."""
        return Likeness.UNKNOWN if self._lower_host is None else likeness(key.lower_host, self._lower_host)

    def names(self, key: ClaimKey) -> Likeness:
        """Return whether a key's host is the one that the principal itself names."""
        host = self.federated.lower_host
        return Likeness.UNKNOWN if host is None else likeness(key.lower_host, host)

    @cached_property
    def _lower_host(self) -> Text | None:
        return None if self.host is None else self.host.map(str.lower)

    def on(self, *claims: str) -> tuple[ClaimKey, ...]:
        """Return the conditions on any of these claims of this issuer."""
        return tuple(key for key in self.keys if key.name in claims)

    @cached_property
    def settled(self) -> bool:
        """Whether the claims of all its conditions are known, so that a missing condition is certainly missing."""
        return self.statement.conditions_complete and all(
            names_its_claim(condition) for condition in self.statement.conditions
        )

    @cached_property
    def reach(self) -> Reach:
        """Which tokens of the issuer are accepted: none if principal, action or IAM's quota exclude them."""
        if self.match is None or self.view.grants_web_identity is False or not self.view.deployable:
            from assumelint.reach.model import Reach

            return Reach(dead=True)
        return self.view.reach(self.match)

    @cached_property
    def host_is_of_provider(self) -> bool:
        """Whether the host is written in the provider's URL, so that a mistake in it is reported there."""
        return self.provider is not None and self.host is not None and _is_written_in(self.host, self.provider)

    @cached_property
    def provider(self) -> ProviderView | None:
        """The provider in the code that the principal certainly names, or None. It exists by default.

        It is the one whose URL the principal refers to, and of several (or for an ARN that is written out) the one that
        is deployed together with the role.
        """
        host = self.federated.host
        if host is None:
            return None
        views = [view for view in self.project.provider_views if view.host is not None and not view.provider.condition]
        same = [view for view in views if view.host and likeness(view.host, host) is Likeness.SAME]
        referred = [view for view in same if _is_written_in(host, view)]
        root = self.owner.role.deployment
        beside = [view for view in referred or same if view.provider.deployment == root]
        return self._agreed(beside or referred)

    def _agreed(self, views: Sequence[ProviderView]) -> ProviderView | None:
        """Return one of several providers, if they list the same client ids or one is in the role's own module."""
        lists = {_listed(view.provider.client_ids) for view in views}
        if len(lists) <= 1:
            return next(iter(views), None)
        address = self.owner.role.address
        own = [view for view in views if address.startswith(view.provider.module or self.owner.role.kind)]
        return own[0] if len(own) == 1 else None


def _is_written_in(host: Text, view: ProviderView) -> bool:
    url = view.provider.url
    return url is not None and bool(host.parts) and all(url.span.holds(part.span) for part in host.parts)


def _listed(ids: Values | None) -> object:
    return None if ids is None else (frozenset(map(str, ids.items)), ids.complete)


class KnownTrust(Trust, frozen=True, eq=False, dict=True):
    """A trust whose issuer is known (possibly the generic one): the subject of rules on claims."""

    match: Match
