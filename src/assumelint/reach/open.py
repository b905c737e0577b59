"""Search for a stranger's token that a statement accepts. Each candidate is verified by evaluating the policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from assumelint.issuers.model import Claim, Confidence, Match, Presence, Tenancy
from assumelint.language.key import Owner
from assumelint.language.operators import Domain
from assumelint.language.templates import Field, grammar_of, template_fields
from assumelint.reach.clauses import Clause
from assumelint.reach.example import find_stranger
from assumelint.reach.foreign import foreign_value, shapes
from assumelint.reach.grammar import claim_grammar
from assumelint.reach.solve import Solver

_MOST_VALUES = 100
_TOKEN = 100  # what it costs to put a token together and to decide it, in nodes
_SESSION = "sts:rolesessionname"
_SESSION_NAME = Field("session", "A-Za-z0-9_+=,.@-", "session")


class Stranger(Struct, frozen=True):
    """A candidate token, with its claims by the names used in condition keys.

    `clauses` are the conditions on claims that could identify the tenant.
    """

    claims: Mapping[str, str]
    fields: Mapping[str, str]
    session_name: str
    clauses: tuple[Clause, ...]

    @property
    def token(self) -> tuple[object, ...]:
        """What the policy is asked about."""
        return (self.session_name, *self.claims.items())


def strangers(
    solver: Solver, match: Match, clauses: Sequence[Clause], claims: Mapping[str, tuple[Clause, ...]]
) -> Iterator[Stranger]:
    """Yield tokens of another tenant that these conditions should accept, the most likely ones first.

    Yields nothing for issuers with a separate URL for each tenant, and if the code leaves doubt.
    """
    if match.issuer.tenancy is Tenancy.ISSUER or not match.certain or _doubtful(clauses):
        return
    tenants = [name for name, own in claims.items() if _names_tenant(match, own[0].known) and _must_be_there(own)]
    session = _session_name(solver, match, clauses)
    if session is None:
        return
    asking = tuple(clause for name in tenants for clause in claims[name])
    if match.issuer.tenancy is Tenancy.SESSION:
        asking += tuple(clause for clause in clauses if clause.claim == _SESSION)
    for primary in tenants or ["sub" if match.issuer.claim("sub") else ""]:
        for own in _one_by_one(claims.get(primary, ())):
            if not solver.pay(_TOKEN):
                return
            found = _token(solver, match, {**claims, primary: own} if own else claims, primary)
            if found is not None:
                yield Stranger(found[0], found[1], session, asking)


def _one_by_one(clauses: tuple[Clause, ...]) -> Iterator[tuple[Clause, ...]]:
    """Yield the conditions with one value at a time, if only one lists values: one value may be open, another not."""
    asking = [clause for clause in clauses if clause.asks]
    if len(asking) != 1:
        yield clauses
        return
    rest = tuple(clause for clause in clauses if clause is not asking[0])
    for pattern in asking[0].patterns[:_MOST_VALUES]:
        yield (replace(asking[0], patterns=(pattern,)), *rest)


def _doubtful(clauses: Sequence[Clause]) -> bool:
    """Return whether some condition requires something that this search does not handle."""
    for clause in clauses:
        if clause.operator is None or clause.owner is Owner.UNKNOWN:
            return True
        if clause.known is None and clause.when_absent is not True and clause.claim != _SESSION:
            return True
        if not clause.text and clause.operator.domain is not Domain.PRESENCE and clause.when_absent is not True:
            return True
        if clause.excludes and not clause.condition.values.complete:
            return True
    return False


def _must_be_there(clauses: Sequence[Clause]) -> bool:
    known = clauses[0].known
    always = known is not None and known.presence is Presence.ALWAYS
    return any(clause.asks or clause.excludes for clause in clauses) and (
        always or any(clause.when_absent is False for clause in clauses)
    )


def _names_tenant(match: Match, known: Claim | None) -> bool:
    return known is not None and any(_tenants(match, template) for template in shapes(match, known))


def _tenants(match: Match, template: str) -> bool:
    fields = match.issuer.fields
    return any(
        fields[name].tenant or any(_tenants(match, choice) for choice in fields[name].choices)
        for name in template_fields(template)
    )


Token = tuple[dict[str, str], dict[str, str]]


def _token(solver: Solver, match: Match, claims: Mapping[str, tuple[Clause, ...]], primary: str) -> Token | None:
    """Return the claims of a stranger's token and the fields that they consist of, starting with one claim, or None."""
    fields: dict[str, str] = {}
    values: dict[str, str] = {}
    names = [primary, "sub", "aud", *claims, *(() if match.issuer.claim("aud") else match.issuer.claims)]
    for name in dict.fromkeys(names):
        known, own = match.issuer.claim(name), claims.get(name, ())
        if known is None or (name not in ("sub", "aud") and not _present(known, own)):
            continue
        found = foreign_value(solver, match, known, own, fields)
        if found is None:
            return None
        values[name] = found.text
        fields |= {field: text for field, text in found.fields.items() if field not in fields}
    return {name: values[name] for name in sorted(values, key=_sub_first)}, fields


def _sub_first(name: str) -> tuple[int, str]:
    return {"sub": 0, "aud": 1}.get(name, 2), name


def _present(known: Claim, clauses: Sequence[Clause]) -> bool:
    """Return whether the token should have a claim: it always has, or the conditions require it."""
    return known.presence is Presence.ALWAYS or any(clause.when_absent is False for clause in clauses)


def _session_name(solver: Solver, match: Match, clauses: Sequence[Clause]) -> str | None:
    """Return a stranger's session name that the conditions accept, or None.

    The caller chooses it, unless the issuer's name for each customer is known.
    """
    own = [clause for clause in clauses if clause.claim == _SESSION]
    fields = {**match.issuer.fields, _SESSION_NAME.name: _SESSION_NAME}
    forms = match.issuer.sessions or ("{" + _SESSION_NAME.name + "}",)
    product = solver.narrowest(grammar_of(forms, fields), own, whole=True)
    found = None if product is None else find_stranger(product, product.accepted, fields)
    return None if found is None else found.text


def subjects_known(match: Match) -> bool:
    """Return whether the vendor documents what identifies the tenant, so that a stranger's token is not a guess."""
    sub = match.issuer.claim("sub")
    if match.issuer.confidence is not Confidence.DOCUMENTED:
        return False
    return sub is None or claim_grammar(match, sub).certain
