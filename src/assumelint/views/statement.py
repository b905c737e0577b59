"""Roles and the statements of their trust policies."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from assumelint.aws import ASSUME_ROLE_WITH_SAML, ASSUME_ROLE_WITH_WEB_IDENTITY, POD_IDENTITY
from assumelint.model import Condition, Form, Principal, Role, Statement, TrustPolicy
from assumelint.policy import read_policy
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

# A trust policy of the greatest size (`aws.TRUST_POLICY_MOST`) has no room for more principals or conditions in one
# statement: IAM refuses a longer one, so the rest is not judged.
MOST = 100


class PolicyView(Struct, frozen=True, eq=False, dict=True):
    """A role or document, whatever it trusts. `policy` is None if the document has no `Statement`."""

    project: Project
    role: Role
    policy: TrustPolicy | None

    @property
    def is_document(self) -> bool:
        """Whether the policy has no role: it may not be a role's policy, or not be deployed as it is."""
        return self.role.kind == "document"

    @cached_property
    def is_whole(self) -> bool:
        """Whether the policy is deployed as it stands: a role's, or that of a JSON file. Code may merge a document."""
        if not self.is_document:
            return True
        forms = {statement.form for statement in self.policy.statements} if self.policy is not None else set()
        return forms == {Form.JSON}


class RoleView(PolicyView, frozen=True, eq=False, dict=True):
    """A role with a known trust policy that involves web identity."""

    policy: TrustPolicy

    @cached_property
    def statements(self) -> tuple[StatementView, ...]:
        """All its statements."""
        statements = self.policy.statements
        return tuple(
            StatementView(self, statement, within)
            for statement, within in zip(statements, deployable(statements), strict=True)
        )

    @cached_property
    def by_default(self) -> TrustPolicy | None:
        """The policy where the empty defaults of the code stay empty, if it is another than the one that is judged.

        Rules judge an empty default as a value that is not known yet.
        """
        node = self.role.node
        return None if node is None or node is self.policy.document else read_policy(node, Form.JSON)

    @property
    def is_cloudformation(self) -> bool:
        """Whether the role is written in CloudFormation, so that advice must use its functions."""
        return "::" in self.role.kind

    @cached_property
    def concerns_web_identity(self) -> bool:
        """Whether any statement involves web identity."""
        return any(statement.concerns_web_identity for statement in self.statements)


class StatementView(Struct, frozen=True, eq=False, dict=True):
    """One statement of a trust policy. Not `deployable`: it lies beyond IAM's longest policy."""

    owner: RoleView
    statement: Statement
    deployable: bool = True
    _reaches: dict[object, Reach] = field(default_factory=dict)

    @cached_property
    def _by_default(self) -> dict[tuple[str, str], Condition] | None:
        usual = self.owner.by_default
        same = [each for each in usual.statements if each.span == self.statement.span] if usual is not None else []
        found = [condition for statement in same for condition in statement.conditions]
        return {(str(each.operator), str(each.key)): each for each in found} if same else None

    def is_empty_by_default(self, condition: Condition) -> bool:
        """Whether a condition has no values where an empty default of the code stays empty."""
        usual = (self._by_default or {}).get((str(condition.operator), str(condition.key)))
        return usual is not None and not usual.values.items and usual.values.complete

    def is_absent_by_default(self, condition: Condition) -> bool:
        """Whether a condition is left out of the statement where an empty default of the code stays empty."""
        usual = self._by_default
        return usual is not None and (str(condition.operator), str(condition.key)) not in usual

    @cached_property
    def is_of_trust_policy(self) -> bool:
        """Whether the statement is certainly one of a trust policy, and not of another document.

        Only a trust policy grants web identity without saying on which resources.
        """
        return (
            not self.owner.is_document
            or bool(self.trusts)
            or (self.names_web_identity and not any(map(self.statement.element, ("Resource", "NotResource"))))
        )

    @property
    def allows(self) -> bool:
        """Whether the effect is certainly Allow."""
        return self.statement.effect is not None and self.statement.effect.literal == "Allow"

    @cached_property
    def keys(self) -> tuple[ClaimKey, ...]:
        """The conditions on claims of a token, with correct or incorrect keys."""
        return tuple(key for key in self.all_keys if key.key.of_a_claim)

    @cached_property
    def all_keys(self) -> tuple[ClaimKey, ...]:
        """The conditions on all keys except those of the call, including `s3:prefix` and `gitlab:sub`."""
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
        """Whether the actions include AssumeRoleWithWebIdentity; None if the code does not determine it."""
        return covers(self.statement, ASSUME_ROLE_WITH_WEB_IDENTITY).known

    @cached_property
    def names_web_identity(self) -> bool:
        """Whether an action names AssumeRoleWithWebIdentity and does not merely cover it with a wildcard."""
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
        """Return which tokens of an issuer are accepted. Principals with the same host share the result."""
        from assumelint.reach import reach

        key = (id(match.issuer), match.host.literal or match.host, match.certain)
        if key not in self._reaches:
            self._reaches[key] = reach(self.owner.policy, self.statement, match)
        return self._reaches[key]

    @cached_property
    def trusts(self) -> tuple[Trust, ...]:
        """The OIDC providers that an Allow statement trusts. SAML providers are left out."""
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
