"""The rule `missing-subject`."""

from collections.abc import Iterator

from assumelint import clause
from assumelint.issuers.model import Confidence, Match, Tenancy
from assumelint.language.operators import Domain
from assumelint.model import Severity
from assumelint.reach.model import Reach
from assumelint.rule import Group, Hit, rule
from assumelint.suggested_values import example_subjects
from assumelint.views import KnownTrust
from assumelint.views.breadth import other_claims


@rule(Severity.ERROR, Group.SUBJECT_DEAD, on=KnownTrust)
def missing_subject(trust: KnownTrust) -> Iterator[Hit]:
    """No condition checks the token's subject, and every customer of this issuer can get a token.

    GitHub, GitLab, HCP Terraform and others issue tokens for all customers from one URL, with the same audience.
    Without a condition on the subject, any of these customers can assume the role; for most of these issuers, IAM now
    refuses such a role.

    Bad:
    ```hcl
    Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/gitlab.com" } # <- here
    Condition = { StringEquals = { "gitlab.com:aud" = "https://gitlab.com" } }
    ```

    Good:
    ```hcl
    Condition = { StringEquals = {
      "gitlab.com:aud" = "https://gitlab.com"
      "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main"
    } }
    ```
    """
    match, reach = trust.match, trust.reach
    if reach.dead or not match.certain or not trust.settled or _compares_subject(trust):
        return
    if match.issuer.tenancy is not Tenancy.SUBJECT or not (_lets_strangers_in(reach) or _is_refused(trust, match)):
        return
    witness = dict(reach.witness.claims) if reach.witness is not None else None
    subject = (witness or {}).get("sub", "")
    yield Hit(
        trust.principal.value.span,
        f"no condition asks for the subject, and everyone has tokens of {match.issuer.name}",
        f"{subject} would be let in" if subject else "no condition on the subject",
        clause.condition(
            trust.statement.form, "StringLike", f"{trust.host}:sub", example_subjects(match, trust.project)
        ),
        witness=witness,
        severity=None if _is_refused(trust, match) or _is_known_to_be_shared(match) else Severity.WARNING,
    )


def _compares_subject(trust: KnownTrust) -> bool:
    """Return whether a condition compares the subject: that it is there (`Null`) is true of every token."""
    return any(key.operator is None or key.operator.domain is not Domain.PRESENCE for key in trust.on("sub"))


def _lets_strangers_in(reach: Reach) -> bool:
    return reach.witness is not None and not reach.witness.conditions


def _is_refused(trust: KnownTrust, match: Match) -> bool:
    """Return whether AWS refuses the role although nobody could use it: STS itself checks some issuers' subjects."""
    return match.issuer.required == "sub" and not other_claims(trust)


def _is_known_to_be_shared(match: Match) -> bool:
    return match.issuer.confidence is Confidence.DOCUMENTED
