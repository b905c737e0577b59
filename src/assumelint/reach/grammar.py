"""What a claim of an issuer may be, as an automaton, and how far to trust that."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from assumelint.issuers.model import Claim, Confidence, Match
from assumelint.language.automaton import Automaton
from assumelint.language.templates import ANY_TEXT, grammar_of, render


class ClaimGrammar(Struct, frozen=True):
    """`templates` in the order of the bits that the automaton accepts with.

    Not `complete`: the claim may have other values than these. `certain`: the vendor or AWS has written them down.
    """

    templates: tuple[str, ...]
    automaton: Automaton
    complete: bool
    certain: bool


def claim_grammar(match: Match, claim: Claim) -> ClaimGrammar:
    """The grammar of one claim, with what the host path tells filled in."""
    issuer = match.issuer
    documented = match.certain and issuer.confidence is Confidence.DOCUMENTED
    match claim.name:
        case "sub" if issuer.subjects:
            known = any(form.confidence is Confidence.DOCUMENTED for form in issuer.subjects)
            templates = [form.template for form in issuer.subjects]
            return _grammar(match, templates, issuer.subjects_complete, documented and known)
        case "aud" | "oaud" if issuer.audiences.values:
            sure = documented and issuer.audiences.confidence is Confidence.DOCUMENTED
            return _grammar(match, issuer.audiences.values, not issuer.audiences.free, sure)
        case _:
            return _grammar(match, claim.forms, bool(claim.forms), documented)


def _grammar(match: Match, templates: Sequence[str], complete: bool, certain: bool) -> ClaimGrammar:
    if not complete:
        return ClaimGrammar(("{anything}",), grammar_of(("{anything}",), {ANY_TEXT.name: ANY_TEXT}), False, False)
    filled = tuple(fill(template, match) for template in templates)
    return ClaimGrammar(filled, grammar_of(filled, match.issuer.fields), True, certain)


def fill(template: str, match: Match) -> str:
    """A template with the fields that the host path tells: in a token, they are the same."""
    if not match.fields:
        return template
    literals = {name: text.literal for name, text in match.fields.items()}
    return render(template, {name: value for name, value in literals.items() if value is not None and "{" not in value})
