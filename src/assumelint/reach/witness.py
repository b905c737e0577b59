"""Deciding a token that was put together: no stranger is reported whom the policy does not let in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from assumelint.aws import ASSUME_ROLE_WITH_WEB_IDENTITY, PROVIDER_RESOURCE, provider_arn
from assumelint.issuers.model import Match
from assumelint.model import Condition, Principal, Statement, TrustPolicy, Values
from assumelint.sts.request import Request, claim_keys
from assumelint.text import Hole, Piece, Text
from assumelint.text.hole import HOME_END

# Characters for private use: unlike `${`, they begin no policy variable.
_BEGIN, _END = "\ue000", "\ue001"
_HOME = re.compile(f"(?<={_BEGIN})[^{_END}]*{HOME_END}")


def as_literal(identity: str) -> str:
    """A literal that stands for the unknown value of an identity, and for nothing else."""
    return f"{_BEGIN}{identity}{_END}"


def shown(text: str) -> str:
    """The text with such literals as `${reference}`."""
    return _HOME.sub("", text).replace(_BEGIN, "${").replace(_END, "}")


def provider_of(statement: Statement, match: Match) -> Text:
    """The principal that names the issuer; one made up where none of the statement's does."""
    for principal in statement.principals or ():
        if match.issuer.builtin and str(principal.value) == str(match.host):
            return principal.value
        if str(principal.value).endswith(f":{PROVIDER_RESOURCE}{match.host}"):
            return principal.value
    head = Text.of("" if match.issuer.builtin else provider_arn(""), match.host.span)
    return Text((*head.parts, *match.host.parts), match.host.span)


def lets_in(
    policy: TrustPolicy, statement: Statement, match: Match, claims: Mapping[str, str], session_name: str
) -> bool:
    """Whether the statement accepts a token and no Deny of its policy takes it back, for certain.

    Unknown parts stand for themselves: what `as_literal` makes of a hole is in the token too.
    """
    from assumelint.sts.decide import decide
    from assumelint.sts.decision import Verdict

    provider = filled(provider_of(statement, match))
    known = _identities(statement)
    request = Request(
        provider=str(provider),
        claims={_source(match, name): value for name, value in claims.items()},
        mapping=claim_keys(match.issuer.claims.values()),
        session_name=session_name,
    )
    denying = [
        _filled_in(other, known)
        for other in policy.statements
        if other.effect is None or other.effect.literal != "Allow"
    ]
    judged = replace(policy, statements=(_granting(statement, provider), *denying), complete=True)
    return decide(judged, request).verdict is Verdict.ALLOWED


def _source(match: Match, name: str) -> str:
    claim = match.issuer.claim(name)
    return name if claim is None else claim.source


def _granting(statement: Statement, provider: Text) -> Statement:
    """The statement with its unknowns filled in, for this provider and action: those are for others to judge."""
    return replace(
        _filled_in(statement, None),
        effect=Text.of("Allow", statement.span),
        actions=Values((Text.of(ASSUME_ROLE_WITH_WEB_IDENTITY, statement.span),)),
        not_actions=None,
        principals=(Principal(Text.of("Federated", statement.span), provider),),
        not_principals=None,
        complete=True,
    )


def _filled_in(statement: Statement, known: frozenset[str] | None) -> Statement:
    """The statement with its unknowns as literals of their own: all of them, or those of these identities."""
    return replace(
        statement,
        principals=None
        if statement.principals is None
        else tuple(Principal(each.kind, filled(each.value, known)) for each in statement.principals),
        conditions=tuple(_filled_condition(condition, known) for condition in statement.conditions),
    )


def _filled_condition(condition: Condition, known: frozenset[str] | None) -> Condition:
    values = tuple(filled(value, known) for value in condition.values.items)
    complete = condition.values.complete or known is None
    return replace(condition, key=filled(condition.key, known), values=Values(values, complete))


def filled(text: Text, known: frozenset[str] | None = None) -> Text:
    """The text with each hole as a literal that names it, if it is one of `known` (None: all are)."""
    parts = (
        Piece(as_literal(part.identity), part.span, exact=False)
        if isinstance(part, Hole) and (known is None or part.identity in known)
        else part
        for part in text.parts
    )
    return Text(tuple(parts), text.span)


def _identities(statement: Statement) -> frozenset[str]:
    """The identities of all holes in a statement's principals and conditions."""
    texts = [principal.value for principal in statement.principals or ()]
    for condition in statement.conditions:
        texts += [condition.key, *condition.values.items]
    return frozenset(hole.identity for text in texts for hole in text.holes)
