"""The rule `unsupported-claim`."""

from collections.abc import Iterator

from assumelint.likeness import Likeness
from assumelint.model import Condition, Severity
from assumelint.rule import Hit, rule
from assumelint.sts.reach_model import Absence
from assumelint.views import Trust

# Parameters and properties of callers that AssumeRoleWithWebIdentity has not, in lower case. The first is no
# member of its request at all; the caller is no AWS principal, so it has none of the others.
_NEVER = {
    "sts:externalid": Severity.ERROR,
    "aws:principalorgid": Severity.WARNING,
    "aws:principalarn": Severity.WARNING,
}


@rule(Severity.ERROR, "Condition keys", on=Trust)
def unsupported_claim(trust: Trust) -> Iterator[Hit]:
    """A condition asks for a claim that STS makes no key of.

    STS takes a few claims of each issuer and ignores the rest, though they stand in the token: of GitHub it knows
    `repository` and `repository_owner_id`, but not `repository_owner` or `event_name`; `iss` of none.
    A condition on such a claim finds nothing and never holds.

    Bad:

    ```hcl
    resource "aws_iam_role" "deploy" {
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = {
            StringEquals = {
              "token.actions.githubusercontent.com:aud"              = "sts.amazonaws.com"
              "token.actions.githubusercontent.com:repository_owner" = "acme" # <- here
            }
            StringLike = { "token.actions.githubusercontent.com:sub" = ["repo:acme/app:*", "repo:acme@*/app@*:*"] }
          }
        }]
      })
    }
    ```

    Good:

    ```hcl
    resource "aws_iam_role" "deploy" {
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = {
            StringEquals = {
              "token.actions.githubusercontent.com:aud"                 = "sts.amazonaws.com"
              "token.actions.githubusercontent.com:repository_owner_id" = "583231"
            }
            StringLike = {
              "token.actions.githubusercontent.com:sub" = [
                "repo:acme/app:ref:refs/heads/main",
                "repo:acme@*/app@*:ref:refs/heads/main",
              ]
            }
          }
        }]
      })
    }
    ```
    """
    yield from _foreign_keys(trust)
    for unmet in trust.reach.unmet if trust.reach is not None else ():
        keys = [key for key in trust.keys if key.condition is unmet.condition]
        if unmet.reason not in (Absence.UNMAPPED, Absence.NEVER_SENT) or not keys:
            continue
        if trust.owns(keys[0]) is not Likeness.SAME:
            continue
        yield Hit(
            unmet.condition.key.span,
            _message(trust, unmet.claim, unmet.reason),
            "never matches: every call ends in AccessDenied",
            _instead(trust),
            severity=None if unmet.certain else Severity.WARNING,
        )


def _message(trust: Trust, claim: str, reason: Absence) -> str:
    name = trust.match.issuer.name if trust.match is not None and trust.match.known else str(trust.host)
    if reason is Absence.NEVER_SENT:
        return f'tokens of {name} have no claim "{claim}"'
    return f'STS does not evaluate the claim "{claim}" of {name}'


def _instead(trust: Trust) -> str:
    claims = trust.match.issuer.claims if trust.match is not None else {}
    return f"STS evaluates {', '.join(sorted(claims))}" if claims else ""


def _foreign_keys(trust: Trust) -> Iterator[Hit]:
    from assumelint.sts.operators import parse_operator

    for condition in trust.statement.conditions:
        severity = _NEVER.get((condition.key.literal or "").lower())
        operator = parse_operator(condition.operator.literal or "")
        if severity is None or operator is None or _holds_without_key(condition):
            continue
        yield Hit(
            condition.key.span,
            f"{condition.key} has no value in a call that shows a web identity token",
            "never matches: every call ends in AccessDenied",
            severity=severity,
        )


def _holds_without_key(condition: Condition) -> bool:
    from assumelint.sts.operators import Domain, Qualifier, parse_operator

    operator = parse_operator(condition.operator.literal or "")
    return operator is not None and (
        operator.negated
        or operator.if_exists
        or operator.domain is Domain.PRESENCE
        or operator.qualifier is Qualifier.ALL
    )
