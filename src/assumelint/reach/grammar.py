"""The possible values of an issuer's claim as an automaton, and how reliable that is."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from assumelint.issuers.model import Claim, Confidence, Match
from assumelint.language.automaton import Automaton
from assumelint.language.templates import ANY_TEXT, grammar_of, render


class ClaimGrammar(Struct, frozen=True):
    """The grammar of a claim. The order of `templates` is that of the bits in the automaton's `finals`.

    Not `complete`: the claim may have other values. `certain`: the vendor or AWS documents the templates.
    """

    templates: tuple[str, ...]
    automaton: Automaton
    complete: bool
    certain: bool


def claim_grammar(match: Match, claim: Claim) -> ClaimGrammar:
    """Return the grammar of one claim, with the fields filled in that the host path determines."""
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
    """Return a template with the fields of the host path filled in: they have the same values in the token."""
    if not match.fields:
        return template
    literals = {name: text.literal for name, text in match.fields.items()}
    return render(template, {name: value for name, value in literals.items() if value is not None and "{" not in value})
