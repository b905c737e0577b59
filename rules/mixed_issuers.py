"""The rule `mixed-issuers`."""

from collections.abc import Iterator, Sequence

from assumelint.language.likeness import Likeness
from assumelint.model import Label, Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import StatementView, Trust
from assumelint.views.claim_key import ClaimKey


@rule(Severity.ERROR, Group.PRINCIPAL, on=StatementView)
def mixed_issuers(view: StatementView) -> Iterator[Hit]:
    """One statement trusts several issuers and checks claims of more than one.

    All conditions of a statement must be true, and a token has only the keys of its own issuer. Each issuer needs its
    own statement.

    Bad:
    ```hcl
    Principal = { Federated = [
      "arn:aws:iam::123456789012:oidc-provider/gitlab.com", "arn:aws:iam::123456789012:oidc-provider/gitlab.acme.dev"
    ] }
    Condition = { StringEquals = {
      "gitlab.com:sub"      = "project_path:acme/app:ref_type:branch:ref:main"
      "gitlab.acme.dev:sub" = "project_path:acme/app:ref_type:branch:ref:main" # <- here
    } }
    ```

    Good:
    ```hcl
    Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/gitlab.com" } # and a statement for the other
    ```
    """
    trusts = _one_by_host(view.trusts)
    if len(trusts) < 2 or view.grants_web_identity is False:
        return
    wanted = [(trust, _required_keys(trust)) for trust in trusts]
    asking = [(trust, keys) for trust, keys in wanted if keys]
    if len(asking) > 1:
        yield _dead(asking)
    elif asking:
        for trust in trusts:
            if trust is not asking[0][0] and not _may_own_a_key(trust, asking[0][1]):
                yield _half_dead(trust, asking[0][1][0])


def _one_by_host(trusts: Sequence[Trust]) -> list[Trust]:
    """Return one trust for each host that is fully known."""
    return list(
        {trust.host.literal: trust for trust in trusts if trust.host is not None and trust.host.literal}.values()
    )


def _required_keys(trust: Trust) -> list[ClaimKey]:
    return [key for key in trust.keys if key.requires and trust.owns(key) is Likeness.SAME]


def _may_own_a_key(trust: Trust, keys: Sequence[ClaimKey]) -> bool:
    return any(trust.owns(key) is not Likeness.DIFFERENT for key in keys)


def _dead(asking: Sequence[tuple[Trust, list[ClaimKey]]]) -> Hit:
    written = sorted(asking, key=lambda each: each[1][0].condition.key.span)
    (first, first_keys), (second, second_keys) = written[:2]
    return Hit(
        second_keys[0].condition.key.span,
        f"a token of {first.host} never has the claims of {second.host}, and the statement asks for both",
        "all conditions must hold at once",
        "one statement for each issuer, with its own conditions",
        related=(Label(first_keys[0].condition.key.span, f"asked for as well, of {first.host}"),),
    )


def _half_dead(trust: Trust, key: ClaimKey) -> Hit:
    return Hit(
        trust.place,
        f"a token of {trust.host} never has the claim {key.condition.key}, which this statement asks for",
        "never let in by this statement",
        "one statement for each issuer, with its own conditions",
        related=(Label(key.condition.key.span, "this key is another issuer's"),),
        severity=Severity.WARNING,
    )
