"""What a token asks for besides the role: session tags, a source identity, the roles it is meant for.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
"""

from __future__ import annotations

from collections.abc import Mapping

from assumelint.aws import ASSUME_ROLE_WITH_WEB_IDENTITY, SET_SOURCE_IDENTITY, TAG_SESSION
from assumelint.language.outcome import Outcome, outcome
from assumelint.sts.value import Value, claim_value

TAGS_CLAIM = "https://aws.amazon.com/tags"
ROLES_CLAIM = "https://aws.amazon.com/roles"
SOURCE_IDENTITY_CLAIM = "https://aws.amazon.com/source_identity"

Claims = Mapping[str, object]


def required_actions(claims: Claims) -> tuple[str, ...]:
    """The actions that the trust policy must allow for a token: more than one where it carries tags or an identity."""
    actions = [ASSUME_ROLE_WITH_WEB_IDENTITY]
    if session_tags(claims):
        actions.append(TAG_SESSION)
    if claim_value(claims.get(SOURCE_IDENTITY_CLAIM)) is not None:
        actions.append(SET_SOURCE_IDENTITY)
    return tuple(actions)


def session_keys(claims: Claims) -> dict[str, Value]:
    """The condition keys of the session that the token asks for."""
    keys: dict[str, Value] = {}
    if tags := session_tags(claims):
        keys |= {f"aws:RequestTag/{name}": value for name, value in tags.items()}
        keys["aws:TagKeys"] = Value(tuple(tags), many=True)
    if (transitive := _part(claims, "transitive_tag_keys")) is not None:
        keys["sts:TransitiveTagKeys"] = Value(transitive.items, many=True)
    if (identity := claim_value(claims.get(SOURCE_IDENTITY_CLAIM))) is not None:
        keys["sts:SourceIdentity"] = identity
    return keys


def session_tags(claims: Claims) -> dict[str, Value]:
    """The session tags of a token, from the nested form of the claim and from the flattened one."""
    nested = claims.get(TAGS_CLAIM)
    tags = nested.get("principal_tags") if isinstance(nested, Mapping) else None
    found = dict(tags) if isinstance(tags, Mapping) else {}
    prefix = f"{TAGS_CLAIM}/principal_tags/"
    found |= {name.removeprefix(prefix): claim for name, claim in claims.items() if name.startswith(prefix)}
    values = {str(name): claim_value(claim) for name, claim in found.items()}
    return {name: value for name, value in values.items() if value is not None}


def _part(claims: Claims, name: str) -> Value | None:
    nested = claims.get(TAGS_CLAIM)
    inner = nested.get(name) if isinstance(nested, Mapping) else None
    return claim_value(claims.get(f"{TAGS_CLAIM}/{name}", inner), many=True)


def authorized_by_idp(claims: Claims, role_arn: str | None) -> Outcome:
    """Whether the token lists the role; UNKNOWN where it lists roles and nobody said which one is asked for.

    The claim is an array, or one string with `;` between the ARNs.
    """
    listed = claim_value(claims.get(ROLES_CLAIM), many=True)
    if listed is None:
        return Outcome.NO
    if role_arn is None:
        return Outcome.UNKNOWN
    return outcome(any(role_arn == arn.strip() for item in listed.items for arn in item.split(";")))
