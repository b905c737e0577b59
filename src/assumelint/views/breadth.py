"""Which of the customer's repositories, projects and the like a trust leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from assumelint.reach.model import Breadth, Freedom, Reach
from assumelint.text import Text
from assumelint.views import Trust

if TYPE_CHECKING:
    from assumelint.issuers.model import Match

# Claims that narrow by other means than whose token it is.
_NOT_IDENTITY = ("aud", "oaud", "sub", "amr", "email")
_NAMES = {"repo": "repository", "name": "service account", "service_account": "service account"}


class Unit(Struct, frozen=True):
    """A field of a subject that identifies something of the customer's. `first`: no field before it is restricted."""

    field: str
    first: bool


def free_unit(part: Breadth, match: Match, reach: Reach) -> Unit | None:
    """Return the field (repository, project, namespace…) that a form leaves open, or None if it is restricted.

    It is the first field of the form that neither identifies the customer, nor is known from the issuer's URL, nor has
    another value in every run. For a service account, its name within the namespace counts too.
    """
    form = next((form for form in match.issuer.subjects if form.id == part.form), None)
    if form is None:
        return None
    from assumelint.issuers.model import SubjectKind
    from assumelint.language.templates import template_fields

    if part.kind is SubjectKind.CUSTOM and any(
        other.value is part.value and other.kind is not SubjectKind.CUSTOM for other in reach.breadth
    ):
        return None  # taken as an ordinary subject first of all
    fields = match.issuer.fields
    known = {name for name, field in fields.items() if field.tenant or field.per_run} | set(match.fields)
    units = [name for name in template_fields(form.template) if name not in known]
    if units and part.fields.get(units[0]) is Freedom.FREE and not _implied(units[0], part, match):
        return Unit(units[0], first=True)
    if "serviceaccount" in form.template and len(units) > 1 and part.fields.get(units[1]) is Freedom.FREE:
        return Unit(units[1], first=False)
    return None


def _implied(field: str, part: Breadth, match: Match) -> bool:
    """Return whether a later field that is fixed determines this one, as the name of a workspace does its project."""
    fixed = (name for name, freedom in part.fields.items() if freedom is Freedom.FIXED)
    return any(field in match.issuer.fields[name].implies for name in fixed)


def any_ref_values(reach: Reach) -> list[Text]:
    """Return the subject values that match any branch and any tag."""
    branches, tags = ([part.value for part in reach.breadth if _any_of(part, kind)] for kind in ("branch", "tag"))
    return [value for value in dict.fromkeys(branches) if value is not None and value in tags]


def _any_of(part: Breadth, kind: str) -> bool:
    """Return whether a form leaves its branch (or tag) open. GitLab calls either `ref` and has a form for each."""
    return part.fields.get(kind) is Freedom.FREE or (part.form == kind and part.fields.get("ref") is Freedom.FREE)


def other_claims(trust: Trust) -> bool:
    """Return whether a condition on another claim may restrict what the subject leaves open."""
    return any(key.requires and key.name not in _NOT_IDENTITY for key in trust.keys)


def named(field: str) -> str:
    """Return the name of a field in words."""
    return _NAMES.get(field, field.removesuffix("_id").replace("_", " "))
