"""The rule `malformed-provider-arn`."""

import re
from collections.abc import Iterator

from assumelint import amend
from assumelint.aws import STANDARD_PARTITION, partition_of_region
from assumelint.model import Severity
from assumelint.rule import Group, Hit, Phase, rule
from assumelint.suggested_values import arn_of
from assumelint.text.cluster import cluster_of
from assumelint.views import Trust

_EKS_REGION = re.compile(r"oidc[.-]eks\.([a-z]+(?:-[a-z]+)+-[0-9]+)\.")
_LOOKS_LIKE_A_PLACEHOLDER = re.compile(r"arn:[^:]*:iam::([A-Za-z_.<>{}$%# -]+[0-9]?):oidc-provider/.+")


@rule(Severity.ERROR, Group.PRINCIPAL, on=Trust, phase=Phase.PRINCIPAL)
def malformed_provider_arn(trust: Trust) -> Iterator[Hit]:
    """The principal is not the ARN of an OIDC provider.

    The ARN is `arn:<partition>:iam::<12 digits>:oidc-provider/<issuer without https://>`. IAM refuses a principal that
    is not an ARN, but silently accepts any other; no token then matches it.

    Bad:
    ```hcl
    Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/https://gitlab.com" } # <- here
    ```

    Good:
    ```hcl
    Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/gitlab.com" }
    ```
    """
    fault = trust.federated.fault
    if fault is not None and _is_empty_alternative(trust):
        return
    if fault is None:
        yield from _other_partition(trust)
    elif trust.federated.value.literal != "*" and not _is_template(trust):
        mended = fault.mended or arn_of(trust)
        mended = "" if _is_no_advice(trust, mended) else mended
        yield Hit(
            trust.principal.value.span,
            f'"{trust.principal.value}" names no OIDC provider: {fault.message}',
            "every call ends in AccessDenied, or IAM refuses the policy",
            amendment=_amendment(trust, mended, safe=bool(fault.mended)) if mended else None,
        )


def _is_empty_alternative(trust: Trust) -> bool:
    """Return whether an empty principal is the default of a parameter that is only used where nothing is created.

    `!If [CreateProvider, !Ref Provider, !Ref ProviderArn]`: who sets the switch sets the parameter, too.
    """
    role, value = trust.owner.role, trust.principal.value
    return bool(role.variant) and value.literal == "" and any(use.value.holds(value.span) for use in role.uses)


def _is_no_advice(trust: Trust, mended: str) -> bool:
    """Return whether what is wrong is in a part that nobody knows, or the right value is no text of a template."""
    unwritable = trust.owner.is_cloudformation and trust.host is not None and cluster_of(trust.host) is not None
    return unwritable or mended == str(trust.principal.value)


def _amendment(trust: Trust, mended: str, *, safe: bool = False) -> amend.Amendment | None:
    """Return the amendment of the principal, together with the keys that repeat its mistake."""
    host = mended.rpartition("oidc-provider/")[2]
    keys = [key for key in trust.view.keys if key.blemish and str(key.host).rstrip("/") == host]
    renamed = amend.other_keys(trust.view, {key.condition: f"{host}:{key.claim}" for key in keys})
    return amend.another_principal(trust.view, trust.principal.value, mended, renamed, safe=safe) if renamed else None


def _is_template(trust: Trust) -> bool:
    """Return whether a policy without a role has a word in place of the account id: it is filled in before use."""
    literal = trust.federated.value.literal
    return trust.owner.is_document and literal is not None and bool(_LOOKS_LIKE_A_PLACEHOLDER.fullmatch(literal))


def _other_partition(trust: Trust) -> Iterator[Hit]:
    """Yield a principal in another partition than its cluster's region: possible, but hardly intended."""
    written, host = trust.federated.partition, trust.federated.host
    region = _EKS_REGION.match(host.flat) if host is not None else None
    if written is None or written.literal is None or region is None:
        return
    expected = partition_of_region(region[1]) or STANDARD_PARTITION
    if expected != written.literal:
        mended = str(trust.principal.value).replace(f"arn:{written.literal}:", f"arn:{expected}:", 1)
        yield Hit(
            trust.principal.value.span,
            f'the region {region[1]} lies in the partition "{expected}", but the ARN says "{written.literal}"',
            f"arn:{expected}: is meant, unless the role is in another partition than its cluster",
            severity=Severity.WARNING,
            amendment=_amendment(trust, mended),
        )
