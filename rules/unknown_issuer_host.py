"""The rule `unknown-issuer-host`."""

from collections.abc import Iterator

from assumelint import edits
from assumelint.issuers.model import Near
from assumelint.model import Severity
from assumelint.rule import Group, Hit, Phase, rule
from assumelint.views import Trust

_SHORT = 14


@rule(Severity.ERROR, Group.PRINCIPAL, on=Trust, phase=Phase.PRINCIPAL)
def unknown_issuer_host(trust: Trust) -> Iterator[Hit]:
    """The provider's host is almost that of a known issuer.

    IAM accepts any host. No token has this one as its issuer, so every call ends in AccessDenied. Some pages of AWS
    show `tokens.actions.githubusercontent.com`, with an extra s; `vstoken.actions.githubusercontent.com` was GitHub's
    in 2021; an EKS host is `oidc.eks.<region>.amazonaws.com/id/<id>`.

    Bad:
    ```hcl
    Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/tokens.actions.githubusercontent.com" } # <- here
    ```

    Good:
    ```hcl
    Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
    ```
    """
    host = trust.federated.host
    if host is None or trust.federated.fault or trust.federated.built_in or trust.host_is_of_provider:
        return
    written = host.literal
    if written is None:
        return
    if trust.match is not None and trust.match.known and trust.match.certain:
        if trust.match.issuer.retired:
            yield _hit(trust, written, None, f"{trust.match.issuer.name} no longer issues tokens")
        elif trust.match.issuer.refused:
            yield _refused(trust, trust.match.issuer.refused)
        return
    from assumelint.issuers import nearest

    near = nearest(written)
    if near is not None:
        yield _hit(trust, written, near, near.why)


def _refused(trust: Trust, why: str) -> Hit:
    value = trust.principal.value
    return Hit(value.span, f'no token of "{trust.federated.host}" is accepted: {why}', "every call is denied")


def _hit(trust: Trust, written: str, near: Near | None, why: str) -> Hit:
    value, advice, meant = trust.principal.value, edits.Advice(), ""
    if near is not None:
        mended = str(value)[: len(str(value)) - len(written)] + near.host
        advice = edits.replace_principal(trust.statement, value, mended, *_renamed_keys(trust, written, near.host))
        meant = f", {near.issuer.name} is at {near.host}"
    return Hit(
        value.span,
        f'no issuer "{written}"{meant}: {why}',
        "no token comes from here",
        advice.help,
        fix=advice.fix,
        # A short name that differs in one letter may belong to another company.
        severity=Severity.WARNING if near is not None and len(written) < _SHORT else None,
    )


def _renamed_keys(trust: Trust, written: str, host: str) -> list[edits.Edits]:
    """Return the edits of the keys that have the same wrong host."""
    keys = [key for key in trust.view.keys if str(key.host).lower() == written.lower()]
    return [edits.rename_key(trust.statement, key.condition, f"{host}:{key.claim}") for key in keys]
