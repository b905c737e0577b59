"""Roles and the statements of their trust policies."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from assumelint.aws import ASSUME_ROLE_WITH_SAML, ASSUME_ROLE_WITH_WEB_IDENTITY, POD_IDENTITY
from assumelint.model import Principal, Role, Statement, TrustPolicy
from assumelint.sts.actions import covers
from assumelint.views.actions import names
from assumelint.views.claim_key import ClaimKey, claim_key
from assumelint.views.federated import Federated, read_federated
from assumelint.views.project import Project
from assumelint.views.quota import deployable
from assumelint.views.trust import Trust

if TYPE_CHECKING:
    from assumelint.issuers.model import Match
    from assumelint.reach.model import Reach

# So many principals or conditions of one statement fill a trust policy that is as long as IAM takes it
# (`aws.TRUST_POLICY_MOST`): what stands behind them need not be judged.
MOST = 100


class RoleView(Struct, frozen=True, eq=False, dict=True):
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

    @property
    def is_cloudformation(self) -> bool:
        """Whether the role is written in CloudFormation, whose functions its advice has to be in."""
        return "::" in self.role.kind

    @cached_property
    def concerns_web_identity(self) -> bool:
        """Whether any statement has to do with web identity."""
        return any(statement.concerns_web_identity for statement in self.statements)


class StatementView(Struct, frozen=True, eq=False, dict=True):
    """One statement of a trust policy. Not `deployable`: IAM's longest policy ends before it."""

    owner: RoleView
    statement: Statement
    deployable: bool = True
    _reaches: dict[object, Reach] = field(default_factory=dict)

    @property
    def allows(self) -> bool:
        """Whether the effect is known to be Allow."""
        return self.statement.effect is not None and self.statement.effect.literal == "Allow"

    @cached_property
    def keys(self) -> tuple[ClaimKey, ...]:
        """The conditions on claims of a token, well or badly written."""
        return tuple(key for key in self.all_keys if key.key.of_a_claim)

    @cached_property
    def all_keys(self) -> tuple[ClaimKey, ...]:
        """The conditions on any keys but those of the call: also on `s3:prefix` and `gitlab:sub`."""
        read = (claim_key(condition) for condition in self.statement.conditions[:MOST])
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
        return covers(self.statement, ASSUME_ROLE_WITH_WEB_IDENTITY).known

    @cached_property
    def names_web_identity(self) -> bool:
        """Whether AssumeRoleWithWebIdentity is asked for by name, not merely covered by a wildcard."""
        return names(self.statement, ASSUME_ROLE_WITH_WEB_IDENTITY)

    @cached_property
    def concerns_web_identity(self) -> bool:
        """Whether the statement grants web identity, or tries to."""
        return (
            self.names_web_identity
            or bool(self.trusts)
            or any(key.surely_of_a_claim for key in self.keys)
            or any(principal.value.literal == POD_IDENTITY for principal in self.statement.principals or ())
        )

    def reach(self, match: Match) -> Reach:
        """Which tokens of an issuer get in. Principals that name the same host share the answer."""
        from assumelint.reach import reach

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
        return self.names_web_identity and not names(self.statement, ASSUME_ROLE_WITH_SAML)
