"""The rule `missing-audience`."""

from collections.abc import Iterator

from assumelint import amend
from assumelint.issuers import expected_audience
from assumelint.issuers.model import Tenancy
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.suggested_values import key_of
from assumelint.views import KnownTrust


@rule(Severity.ERROR, Group.AUDIENCE, on=KnownTrust)
def missing_audience(trust: KnownTrust) -> Iterator[Hit]:
    """No condition checks the token's audience.

    For Cognito, Pulumi and Vercel the audience distinguishes one customer from another: without it, everyone's tokens
    are accepted, and IAM refuses the role. For other issuers this is a note: only the provider's list of client ids
    keeps out tokens for other purposes.

    Bad:
    ```hcl
    Principal = { Federated = "cognito-identity.amazonaws.com" } # <- here
    Condition = { "ForAnyValue:StringLike" = { "cognito-identity.amazonaws.com:amr" = "authenticated" } }
    ```

    Good:
    ```hcl
    Condition = {
      StringEquals = { "cognito-identity.amazonaws.com:aud" = "eu-west-1:12345678-1234-1234-1234-123456789012" }
      "ForAnyValue:StringLike" = { "cognito-identity.amazonaws.com:amr" = "authenticated" }
    }
    ```
    """
    match = trust.match
    if not match.certain or not trust.settled or trust.view.grants_web_identity is False:
        return
    if trust.reach.dead or trust.on("aud", "oaud", "azp", "app_id") or any(not key.name for key in trust.keys):
        return
    separates = match.issuer.tenancy is Tenancy.AUDIENCE
    open_to_all = trust.reach.witness is not None
    if match.issuer.required == "aud" or (separates and open_to_all):
        yield _hit(trust, f"the audience is what tells customers of {match.issuer.name} apart", Severity.ERROR)
    elif not separates and match.known and match.issuer.audiences.values and not match.issuer.builtin:
        yield _hit(trust, f"tokens of {match.issuer.name} made for other purposes fit as well", Severity.NOTE)


def _hit(trust: KnownTrust, why: str, severity: Severity) -> Hit:
    expected, claims = expected_audience(trust.match), trust.match.issuer.claims
    claim = "app_id" if "app_id" in claims and "aud" not in claims else "aud"
    placeholder = "<app id>" if claim == "app_id" else "<audience>"
    advice = amend.one_more(trust.view, "StringEquals", key_of(trust, claim), [expected or placeholder])
    witness = trust.reach.witness if severity is Severity.ERROR else None
    return Hit(
        trust.place,
        f"no condition on {trust.host}:{claim}: {why}",
        f"no condition on {trust.host}:{claim}",
        "" if expected else amend.shown(advice),
        witness=dict(witness.claims) if witness is not None else None,
        severity=severity,
        amendment=advice if expected else None,
    )
