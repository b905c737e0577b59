"""The rule `issuer-key-mismatch`."""

from collections.abc import Iterator, Sequence

from assumelint import amend, clause
from assumelint.language.key import Blemish
from assumelint.language.likeness import Likeness
from assumelint.model import Label, Severity
from assumelint.rule import Group, Hit, Phase, rule
from assumelint.views import StatementView, Trust
from assumelint.views.claim_key import CLAIM_NAMES, ClaimKey
from assumelint.views.issuer_url import is_arn_for_sure, is_url_for_sure, may_be_arn, unknown_url


@rule(Severity.ERROR, Group.CONDITION_KEYS, on=StatementView, phase=Phase.CLAIMS)
def issuer_key_mismatch(view: StatementView) -> Iterator[Hit]:
    """A condition checks a claim of another issuer than the principal's.

    The key consists of the issuer's host and path as in the provider's ARN, a colon, and the claim. With a leading
    `https://`, a trailing slash, the beginning of an ARN, or a typo, it is a key that no token has.

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
    for key in view.all_keys:
        why = _mismatch(view, key)
        if why and str(key.prefix) not in seen:
            seen[str(key.prefix)] = key
            yield _hit(view, key, why)


# What is wrong with a key whose host is wrapped in something, or that lacks a part.
_SLIPS = {
    Blemish.SCHEME: "a key begins with the issuer's host, without {wrapping}",
    Blemish.ARN: "a key begins with the issuer's host, not with the provider's ARN",
    Blemish.RESOURCE: "a key begins with the issuer's host, not with the provider's ARN",
    Blemish.NO_HOST: "the issuer's host is missing in front of the claim",
    Blemish.NO_COLON: "a colon stands between host and claim",
    Blemish.NO_CLAIM: "the claim is missing behind the colon",
}


def _mismatch(view: StatementView, key: ClaimKey) -> str:
    """Return why no token has the key; "" if the key is right, or may be."""
    host = str(key.host)
    if not (_concerns_tokens(view.trusts[0], key) or key.fails_without_key):
        return ""
    if is_url_for_sure(key.prefix):
        return f"{str(key.prefix).removesuffix(':')} begins with https://, which does not belong in a key"
    if key.blemish is not None:
        wrapping = str(key.prefix).removesuffix(host)
        return _SLIPS[key.blemish].format(wrapping=wrapping)
    if _may_be_for_saml(view, key):
        return ""
    if not key.key.of_a_claim:
        return _difference(key, view.trusts[0])
    if may_be_arn(key.host):
        return f"{host} is an ARN by its name; a key begins with the issuer's host"
    if any(trust.names(key) is not Likeness.DIFFERENT for trust in view.trusts):
        return _near_miss(view, key)
    return _difference(key, view.trusts[0])


def _may_be_for_saml(view: StatementView, key: ClaimKey) -> bool:
    """Return whether the key is one of SAML and an unknown principal may be a SAML provider."""
    unknown = any(trust.host is None and not trust.federated.fault for trust in view.trusts)
    return key.lower_host.literal == "saml" and unknown


def _concerns_tokens(trust: Trust, key: ClaimKey) -> bool:
    """Whether the key was meant for a token: what asks nothing of a token is no fault of a key of another kind."""
    return key.surely_of_a_claim or _names_a_host(key) or _is_claim(trust, key)


def _names_a_host(key: ClaimKey) -> bool:
    """Whether an issuer's host stands in the key, whatever else is wrong with it."""
    return key.key.of_a_claim and len(key.host) > 0


def _is_claim(trust: Trust, key: ClaimKey) -> bool:
    """Whether the tokens of the principal have a claim of the key's name."""
    if trust.match is None:
        return key.name in CLAIM_NAMES
    return trust.match.issuer.claim(key.name) is not None


def _near_miss(view: StatementView, key: ClaimKey) -> str:
    """Return why the key's host is wrong if it is almost that of a known issuer, "" otherwise.

    For unknown principals.
    """
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
    if trust.host is None:
        return "the keys of a token begin with its issuer's host"
    return f"the tokens of this principal have keys that begin with {meant}"


def _stripped(view: StatementView, key: ClaimKey) -> str:
    """Return the key with the host derived from an unknown URL or ARN, in words where no clause says it."""
    url = unknown_url(key.prefix)
    if url is None and not may_be_arn(key.host):
        return ""
    reference = (url or key.host.holes[0]).reference
    before = "https://" if url else "/^(.*provider/)/"
    condition = key.condition
    native = condition.key.span.file.endswith(clause.NATIVE)
    if view.owner.is_cloudformation:  # a key takes no function: this is for a variable of Fn::Sub
        end = "https://" if url else "oidc-provider/"
        return f'!Select [1, !Split ["{end}", !Sub "${{{reference}}}"]]'
    if not native or not clause.is_expression(reference):
        return f"begin the key with what is behind {'https://' if url else 'provider/'} in {reference}"
    values = [str(value) for value in condition.values.items] or ["…"]
    return clause.key(condition.form, f'${{replace({reference}, "{before}", "")}}:{key.claim}', *values)


def _meant(trust: Trust, key: ClaimKey) -> str:
    """Return the host that the key should begin with: that of the principal, if it is known."""
    if trust.federated.host is not None:
        return str(trust.federated.host)
    from assumelint.issuers import nearest

    near = nearest(key.host.literal) if key.host.literal is not None else None
    return str(key.host) if near is None else near.host


def _amendment(view: StatementView, keys: Sequence[ClaimKey], host: str) -> amend.Amendment | None:
    """Return the amendment of all keys with the wrong host: it is safe if only what surrounds the host is wrong."""
    safe = all(key.blemish and str(key.host).rstrip("/") == host for key in keys)
    return amend.other_keys(view, {key.condition: f"{host}:{key.claim}" for key in keys}, safe=safe)


def _can_be_mended(trust: Trust, key: ClaimKey) -> bool:
    """Return whether the right host is known, and tokens have such a claim."""
    return "://" not in _meant(trust, key) and (_is_claim(trust, key) or (_names_a_host(key) and len(key.claim) > 0))


def _hit(view: StatementView, key: ClaimKey, why: str) -> Hit:
    condition, trust, dead = key.condition, view.trusts[0], key.fails_without_key
    others = [other for other in view.all_keys if other is not key and str(other.prefix) == str(key.prefix)]
    alike = [other for other in others if _can_be_mended(trust, other)]
    stripped = _stripped(view, key)
    amendable = not stripped and _can_be_mended(trust, key)
    return Hit(
        condition.key.span,
        f'no token has the key "{condition.key}": {why}',
        "never matches: every call ends in AccessDenied" if dead else "never there, so this holds for anyone",
        stripped,
        related=(
            Label(trust.principal.value.span, "the principal"),
            *(Label(other.condition.key.span, "the same in this key") for other in others[:3]),
        ),
        severity=Severity.WARNING if _in_doubt(view, key) else None,
        amendment=_amendment(view, (key, *alike), _meant(trust, key)) if amendable else None,
    )


def _in_doubt(view: StatementView, key: ClaimKey) -> bool:
    """Whether it is a name only that speaks against the key, or the key is right for another principal."""
    if key.lower_host.literal == "saml":
        return any(federated.is_saml for _, federated in view.federated)
    return may_be_arn(key.host) and not is_arn_for_sure(key.host)
