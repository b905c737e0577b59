"""The rule `issuer-key-mismatch`."""

from collections.abc import Iterator, Sequence

from assumelint import clause, edits
from assumelint.model import Fix, Label, Severity
from assumelint.rule import Hit, rule
from assumelint.views import StatementView, Trust
from assumelint.views.claim_key import ClaimKey
from assumelint.views.issuer_url import is_arn_for_sure, is_url_for_sure, may_be_arn
from assumelint.views.likeness import Likeness


@rule(Severity.ERROR, "Condition keys", on=StatementView)
def issuer_key_mismatch(view: StatementView) -> Iterator[Hit]:
    """A condition asks for a claim of another host than the principal's.

    The key is the issuer's host and path as it stands in the provider's ARN, a colon, and the claim. With
    `https://` in front, a slash behind, the head of an ARN, or a typo, it is a key that no token has.

    Bad:
    ```hcl
    StringEquals = { "https://gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main" } # <- here
    ```

    Good:
    ```hcl
    StringEquals = { "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main" }
    ```
    """
    if not view.allows or not view.trusts:
        return
    seen: dict[str, ClaimKey] = {}
    for key in view.keys:
        why = _mismatch(view, key)
        if why and str(key.prefix) not in seen:
            seen[str(key.prefix)] = key
            yield _hit(view, key, why)


def _mismatch(view: StatementView, key: ClaimKey) -> str:
    """Why the key is no token's; "" where it is right, or may be."""
    host = str(key.host)
    match key.blemish:
        case "":
            pass
        case "nothing":
            return "the issuer's host is missing in front of the claim"
        case "no colon":
            return "a colon stands between host and claim"
        case "the head of an ARN" | "oidc-provider/":
            return "a key begins with the issuer's host, not with the provider's ARN"
        case scheme:
            return f"a key begins with the issuer's host, without {scheme}"
    if is_url_for_sure(key.host):
        return f"{host} begins with https://, which does not belong in a key"
    if may_be_arn(key.host):
        return f"{host} is an ARN by its name; a key begins with the issuer's host"
    if any(trust.names(key) is not Likeness.DIFFERENT for trust in view.trusts):
        return _near_miss(view, key)
    return _difference(key, view.trusts[0])


def _near_miss(view: StatementView, key: ClaimKey) -> str:
    """Beside a principal that nothing is known of, the key's host can still be one that no issuer has."""
    host = key.host.literal
    if host is None or any(trust.names(key) is Likeness.SAME for trust in view.trusts):
        return ""
    from assumelint.issuers import nearest

    near = nearest(host)
    return "" if near is None else f"{near.issuer.name} is at {near.host}, {near.why}"


def _difference(key: ClaimKey, trust: Trust) -> str:
    written, meant = str(key.host), str(trust.host)
    if written.rstrip("/").lower() == meant.rstrip("/").lower():
        return (
            "the slash at the end makes it another key" if written.endswith("/") else "the slash at the end is missing"
        )
    return f"the tokens of this principal have keys that begin with {meant}"


def _stripped(view: StatementView, key: ClaimKey) -> str:
    """How to make a host of an unknown URL or ARN: an expression of the language that the role is written in."""
    is_url = is_url_for_sure(key.host)
    if not is_url and not may_be_arn(key.host):
        return ""
    reference = key.host.holes[0].reference
    if view.owner.is_cloudformation:
        before = "https://" if is_url else "oidc-provider/"
        return f'!Select [1, !Split ["{before}", !Sub "${{{reference}}}"]]'
    before = "https://" if is_url else "/^(.*provider/)/"
    return f'replace({reference}, "{before}", "")'


def _meant(trust: Trust, key: ClaimKey) -> str:
    """The host that the key should begin with: the principal's, where it tells one."""
    if trust.federated.host is not None:
        return str(trust.federated.host)
    from assumelint.issuers import nearest

    near = nearest(key.host.literal) if key.host.literal is not None else None
    return str(key.host) if near is None else near.host


def _fix(view: StatementView, keys: Sequence[ClaimKey], host: str) -> Fix | None:
    """All the keys with the wrong host, given the right one. Only what is wrapped around a host is surely a slip."""
    return edits.fix_of(
        *(edits.rename_key(view.statement, key.condition, f"{host}:{key.claim}") for key in keys),
        safe=all(key.blemish and str(key.host).rstrip("/") == host for key in keys),
    )


def _hit(view: StatementView, key: ClaimKey, why: str) -> Hit:
    condition, trust = key.condition, view.trusts[0]
    others = [other for other in view.keys if other is not key and str(other.prefix) == str(key.prefix)]
    value = str(condition.values.items[0]) if condition.values.items else "…"
    host = _meant(trust, key)
    help = _stripped(view, key) or ("" if "://" in host else clause.key(condition.form, f"{host}:{key.claim}", value))
    return Hit(
        condition.key.span,
        f'no token has the key "{condition.key}": {why}',
        "never matches: every call ends in AccessDenied" if key.requires else "never there, so this holds for anyone",
        help,
        fix=_fix(view, (key, *others), host) if help and not _stripped(view, key) else None,
        related=(
            Label(trust.principal.value.span, "the principal"),
            *(Label(other.condition.key.span, "the same in this key") for other in others[:3]),
        ),
        severity=Severity.WARNING if may_be_arn(key.host) and not is_arn_for_sure(key.host) else None,
    )
