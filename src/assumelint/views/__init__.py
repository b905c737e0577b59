"""What the rules look at: the model, with the questions that rules ask already answered.

A project is seen as a whole, by role, by statement, by trust (one federated principal of one statement), by
provider and by problem; `subjects` yields them all, and each rule is run on those of the type it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from assumelint.model import Extraction, IdentityProvider, PoolRole, Principal, Problem, Role, Statement, TrustPolicy
from assumelint.text import Text
from assumelint.views.actions import TAKES_WEB_IDENTITY, grants, names
from assumelint.views.claim_key import ClaimKey, names_its_claim, read_key
from assumelint.views.federated import Federated, read_federated
from assumelint.views.likeness import Likeness, likeness
from assumelint.views.placeholders import filled_in_later
from assumelint.views.quota import deployable

if TYPE_CHECKING:
    from assumelint.issuers.model import Issuer, Match
    from assumelint.sts.reach_model import Reach

# The service that EKS Pod Identity calls STS as: the other way to give a pod a role.
POD_IDENTITY = "pods.eks.amazonaws.com"

# A trust policy has 8,192 characters at most: what stands behind this many principals or conditions of one
# statement is never deployed, and need not be judged.
MOST = 100


@dataclass(frozen=True, eq=False)
class Project:
    """Everything that one run has read.

    `remote` is owner and repository of the git remote, where it has one; `issuers` are the user's own.
    """

    roles: tuple[Role, ...]
    documents: tuple[Role, ...]
    providers: tuple[IdentityProvider, ...]
    problems: tuple[Problem, ...]
    remote: tuple[str, str] | None = None
    issuers: tuple[Issuer, ...] = ()
    pool_roles: tuple[PoolRole, ...] = ()

    @staticmethod
    def of(extraction: Extraction, remote: tuple[str, str] | None = None, issuers: tuple[Issuer, ...] = ()) -> Project:
        """The project that an extraction describes."""
        found = extraction
        return Project(found.roles, found.documents, found.providers, found.problems, remote, issuers, found.pool_roles)

    def identify(self, host: Text) -> Match:
        """The issuer that a host belongs to, the user's own first."""
        from assumelint.issuers import identify

        return identify(host, self.issuers)

    @cached_property
    def provider_views(self) -> tuple[ProviderView, ...]:
        """The providers, each beside the project."""
        return tuple(ProviderView(self, provider) for provider in self.providers)


@dataclass(frozen=True, eq=False)
class ProviderView:
    """An identity provider that the code creates."""

    project: Project
    provider: IdentityProvider

    @cached_property
    def host(self) -> Text | None:
        """The URL without its scheme: what stands in ARNs and condition keys."""
        url = self.provider.url
        if url is None:
            return None
        return url.cut(len("https://")) if url.flat.startswith("https://") else url

    @cached_property
    def match(self) -> Match | None:
        """The issuer of the catalogue that the URL names."""
        return None if self.host is None else self.project.identify(self.host)


@dataclass(frozen=True, eq=False)
class RoleView:
    """A role whose trust policy is known and has to do with web identity."""

    project: Project
    role: Role
    policy: TrustPolicy

    @cached_property
    def statements(self) -> tuple[StatementView, ...]:
        """Its statements, all of them."""
        statements = self.policy.statements
        return tuple(
            StatementView(self, statement, within)
            for statement, within in zip(statements, deployable(statements), strict=True)
        )

    @property
    def is_document(self) -> bool:
        """Whether the policy stands alone: nothing says then that it is a role's, or deployed as it is."""
        return self.role.kind == "document"

    @cached_property
    def concerns_web_identity(self) -> bool:
        """Whether any statement has to do with web identity."""
        return any(statement.concerns_web_identity for statement in self.statements)


@dataclass(frozen=True, eq=False)
class StatementView:
    """One statement of a trust policy. Not `deployable`: IAM's longest policy ends before it."""

    owner: RoleView
    statement: Statement
    deployable: bool = True
    _reaches: dict[object, Reach] = field(default_factory=dict, init=False, repr=False)

    @property
    def allows(self) -> bool:
        """Whether the effect is known to be Allow."""
        return self.statement.effect is not None and self.statement.effect.literal == "Allow"

    @cached_property
    def keys(self) -> tuple[ClaimKey, ...]:
        """The conditions on claims of a token, well or badly written."""
        read = (read_key(condition) for condition in self.statement.conditions[:MOST])
        return tuple(key for key in read if key is not None)

    @cached_property
    def federated(self) -> tuple[tuple[Principal, Federated], ...]:
        """The principals under `Federated`."""
        principals = self.statement.principals or ()
        return tuple(
            (principal, read_federated(principal.value))
            for principal in principals
            if principal.kind is not None and principal.kind.literal == "Federated"
        )

    @cached_property
    def grants_web_identity(self) -> bool | None:
        """Whether the actions include AssumeRoleWithWebIdentity; None where the code does not tell."""
        return grants(self.statement, TAKES_WEB_IDENTITY)

    @cached_property
    def names_web_identity(self) -> bool:
        """Whether AssumeRoleWithWebIdentity is asked for by name, not merely covered by a wildcard."""
        return names(self.statement, TAKES_WEB_IDENTITY)

    @cached_property
    def concerns_web_identity(self) -> bool:
        """Whether the statement grants web identity, or tries to."""
        return (
            self.names_web_identity
            or bool(self.trusts)
            or any(_is_issuer_key(key) for key in self.keys)
            or any(principal.value.literal == POD_IDENTITY for principal in self.statement.principals or ())
        )

    def reach(self, match: Match) -> Reach:
        """Which tokens of an issuer get in. Principals that name the same host share the answer."""
        from assumelint.sts.reach import reach

        key = (id(match.issuer), match.host.literal or match.host, match.certain)
        if key not in self._reaches:
            self._reaches[key] = reach(self.owner.policy, self.statement, match)
        return self._reaches[key]

    @cached_property
    def trusts(self) -> tuple[Trust, ...]:
        """The OIDC providers that an Allow statement trusts; SAML providers are no business of ours."""
        if not self.allows:
            return ()
        return tuple(
            Trust(self, principal, federated)
            for principal, federated in self.federated[:MOST]
            if not federated.is_saml or self._takes_saml_for_web_identity
        )

    @property
    def _takes_saml_for_web_identity(self) -> bool:
        return self.names_web_identity and not names(self.statement, "sts:assumerolewithsaml")


@dataclass(frozen=True, eq=False)
class Trust:
    """One federated principal of one Allow statement: what one issuer's tokens are judged by."""

    view: StatementView
    principal: Principal
    federated: Federated

    @property
    def statement(self) -> Statement:
        """The statement that it stands in."""
        return self.view.statement

    @property
    def owner(self) -> RoleView:
        """The role that it belongs to."""
        return self.view.owner

    @property
    def project(self) -> Project:
        """The project around it."""
        return self.view.owner.project

    @cached_property
    def host(self) -> Text | None:
        """The host and path of the issuer whose tokens can get in.

        The principal names it. Where the code does not tell the principal, the keys do: a condition that asks for a
        claim of one issuer lets in nobody else's tokens. None where neither tells.
        """
        named = self.federated.host
        if self.federated.fault or (named is not None and named.literal is not None) or len(self.view.trusts) > 1:
            return named
        asked = {key.host.literal: key.host for key in self.view.keys if key.requires and not key.blemish}
        if len(asked) != 1 or None in asked or any(self.names(key) is Likeness.DIFFERENT for key in self.view.keys):
            return named
        return next(iter(asked.values()))

    @cached_property
    def match(self) -> Match | None:
        """The issuer of the catalogue that the host belongs to; None for a malformed or unknown principal."""
        if self.federated.fault:
            return None
        found = None if self.host is None else self.project.identify(self.host)
        return found if found is not None and found.known else self._kubernetes or found

    @cached_property
    def _kubernetes(self) -> Match | None:
        """A guess, for an issuer that nobody knows: subjects that begin as those of a cluster are a cluster's."""
        keys = [key for key in self.view.keys if key.requires and key.name == "sub" and not key.blemish]
        values = [value.flat for key in keys for value in key.condition.values.items]
        if not values or not all(value.startswith("system:serviceaccount") for value in values):
            return None
        from assumelint.issuers import issuer
        from assumelint.issuers.model import Match

        return Match(replace(issuer("eks"), name="Kubernetes"), keys[0].host, certain=False)

    @cached_property
    def keys(self) -> tuple[ClaimKey, ...]:
        """The conditions on this issuer's own claims, as far as the key says (holes may be this issuer's)."""
        return tuple(key for key in self.view.keys if not key.blemish and self.owns(key) is not Likeness.DIFFERENT)

    def owns(self, key: ClaimKey) -> Likeness:
        """Whether a key's host is the issuer's. Key names know no case."""
        return Likeness.UNKNOWN if self._lower_host is None else likeness(key.lower_host, self._lower_host)

    def names(self, key: ClaimKey) -> Likeness:
        """Whether a key's host is the one that the principal itself names."""
        host = self.federated.lower_host
        return Likeness.UNKNOWN if host is None else likeness(key.lower_host, host)

    @cached_property
    def _lower_host(self) -> Text | None:
        return None if self.host is None else self.host.map(str.lower)

    def on(self, *claims: str) -> tuple[ClaimKey, ...]:
        """The conditions on any of these claims of this issuer."""
        return tuple(key for key in self.keys if key.name in claims)

    @cached_property
    def settled(self) -> bool:
        """Whether it is known which claims its conditions are on, so that what is absent is absent indeed."""
        return self.statement.conditions_complete and all(
            names_its_claim(condition) for condition in self.statement.conditions
        )

    @cached_property
    def reach(self) -> Reach | None:
        """Which tokens of the issuer get in; None where principal, action or IAM's quota let none in at all."""
        if self.match is None or self.view.grants_web_identity is False or not self.view.deployable:
            return None
        return self.view.reach(self.match)

    @cached_property
    def host_is_of_provider(self) -> bool:
        """Whether the host is written in the provider's URL, so that what is wrong with it is wrong there."""
        url = self.provider.provider.url if self.provider is not None else None
        return url is not None and self.host is not None and all(url.span.holds(part.span) for part in self.host.parts)

    @cached_property
    def provider(self) -> ProviderView | None:
        """The provider of the same code that the principal names, where it is one of them for sure."""
        host = self.federated.host
        if host is None:
            return None
        views = [view for view in self.project.provider_views if view.host is not None]
        same = [view for view in views if view.host and likeness(view.host, host) is Likeness.SAME]
        return same[0] if len(same) == 1 else None


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
                yield from statement.trusts


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


def _is_issuer_key(key: ClaimKey) -> bool:
    """Whether a key is surely a claim's: SAML and the services have keys with a colon too."""
    return key.name in ("sub", "aud", "oaud") or bool(key.blemish)
