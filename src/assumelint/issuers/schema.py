"""Reading an issuer from a TOML table (catalogue or user configuration). Error messages name the key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, TypeVar

from assumelint.issuers.model import (
    Audiences,
    Claim,
    Confidence,
    Issuer,
    Presence,
    Slip,
    SubjectForm,
    SubjectKind,
    Tenancy,
)
from assumelint.language.automaton import characters
from assumelint.language.templates import Field, template_fields

Table = Mapping[str, Any]
Member = TypeVar("Member", bound=Enum)

# The condition keys that STS provides for every token:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
_STANDARD_CLAIMS = (
    Claim("aud", "aud"),
    Claim("oaud", "aud"),
    Claim("sub", "sub"),
    Claim("amr", "amr", Presence.OPTIONAL, many=True),
    Claim("email", "email", Presence.OPTIONAL),
)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FIELD = re.compile(r"[a-z][a-z0-9_]*")
_KEYS = {
    *("id", "name", "hosts", "tenancy", "fields", "subjects", "subjects_complete", "audience", "claims"),
    *("standard_claims", "required", "checked_by_sts", "builtin", "retired", "habits", "mistaken_hosts", "fixes"),
    *("pitfalls", "sources", "confidence"),
}


class IssuerError(ValueError):
    """An invalid issuer table. The message names the file (or place), the key, and what is expected."""


def parse_issuer(table: Table, where: str) -> Issuer:
    """Return the issuer that a table describes. `where` names the table in messages. Raises `IssuerError`."""
    _known(table, _KEYS, where)
    fields = {
        name: _field(name, spec, f"{where}: fields.{name}") for name, spec in _table(table, "fields", where).items()
    }
    issuer = Issuer(
        id=_id(table, where),
        name=_text(table, "name", where) or _text(table, "id", where),
        hosts=_texts(table, "hosts", where),
        tenancy=_choice(Tenancy, table.get("tenancy", "issuer"), f"{where}: tenancy"),
        fields=fields,
        subjects=tuple(
            _form(each, f"{where}: subjects[{index}]") for index, each in enumerate(_list(table, "subjects", where))
        ),
        subjects_complete=_flag(table, "subjects_complete", where, default=bool(table.get("subjects"))),
        audiences=_audiences(_table(table, "audience", where), f"{where}: audience"),
        claims=_claims(table, where),
        required=_text(table, "required", where) or None,
        checked_by_sts=_texts(table, "checked_by_sts", where),
        builtin=_flag(table, "builtin", where),
        retired=_flag(table, "retired", where),
        habits=_texts(table, "habits", where),
        mistaken_hosts=_fixes(table, "mistaken_hosts", where),
        fixes=_fixes(table, "fixes", where),
        pitfalls=_texts(table, "pitfalls", where),
        sources=_texts(table, "sources", where),
        confidence=_choice(Confidence, table.get("confidence", "documented"), f"{where}: confidence"),
    )
    _check_templates(issuer, where)
    return issuer


def _id(table: Table, where: str) -> str:
    found = _text(table, "id", where)
    if not _ID.fullmatch(found):
        raise IssuerError(f"{where}: id: expected words of a-z and 0-9 joined by -, found {found!r}")
    return found


def _known(table: Table, keys: Iterable[str], where: str) -> None:
    for key in table:
        if key not in keys:
            raise IssuerError(f"{where}: {key}: no such key, expected one of {', '.join(sorted(keys))}")


def _text(table: Table, key: str, where: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise IssuerError(f"{where}: {key}: expected a string, found {value!r}")
    return value


def _flag(table: Table, key: str, where: str, *, default: bool = False) -> bool:
    value = table.get(key, default)
    if not isinstance(value, bool):
        raise IssuerError(f"{where}: {key}: expected true or false, found {value!r}")
    return value


def _list(table: Table, key: str, where: str) -> list[Any]:
    value = table.get(key, [])
    if not isinstance(value, list):
        raise IssuerError(f"{where}: {key}: expected a list, found {value!r}")
    return value


def _texts(table: Table, key: str, where: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise IssuerError(f"{where}: {key}: expected a list of strings, found {value!r}")
    return tuple(value)


def _table(table: Table, key: str, where: str) -> Table:
    value = table.get(key, {})
    if not isinstance(value, Mapping):
        raise IssuerError(f"{where}: {key}: expected a table, found {value!r}")
    return value


def _choice(kind: type[Member], value: object, where: str) -> Member:
    for member in kind:
        if member.value == value:
            return member
    raise IssuerError(f"{where}: expected one of {', '.join(str(member.value) for member in kind)}, found {value!r}")


def _field(name: str, spec: object, where: str) -> Field:
    if not _FIELD.fullmatch(name):
        raise IssuerError(f"{where}: expected a name of a-z, 0-9 and _")
    if not isinstance(spec, Mapping):
        raise IssuerError(f"{where}: expected a table, found {spec!r}")
    _known(spec, {"characters", "example", "tenant", "choices", "joined_by", "implies", "per_run"}, where)
    allowed = _text(spec, "characters", where) or "A-Za-z0-9._-"
    try:
        characters(allowed)
    except ValueError as error:
        raise IssuerError(f"{where}: characters: {error}") from error
    choices = _texts(spec, "choices", where)
    return Field(
        name=name,
        characters=allowed,
        example=_text(spec, "example", where) or (choices[0] if choices else name),
        tenant=_flag(spec, "tenant", where),
        choices=choices,
        joined_by=_text(spec, "joined_by", where),
        implies=_texts(spec, "implies", where),
        per_run=_flag(spec, "per_run", where),
    )


def _form(spec: object, where: str) -> SubjectForm:
    if not isinstance(spec, Mapping):
        raise IssuerError(f"{where}: expected a table, found {spec!r}")
    _known(spec, {"id", "template", "summary", "kind", "confidence"}, where)
    for key in ("id", "template"):
        if not _text(spec, key, where):
            raise IssuerError(f"{where}: {key}: expected a string, found none")
    return SubjectForm(
        id=spec["id"],
        template=spec["template"],
        summary=_text(spec, "summary", where),
        kind=_choice(SubjectKind, spec.get("kind", "default"), f"{where}: kind"),
        confidence=_choice(Confidence, spec.get("confidence", "documented"), f"{where}: confidence"),
    )


def _audiences(spec: Table, where: str) -> Audiences:
    _known(spec, {"values", "free", "default", "preset", "mistakes", "unlikely", "confidence"}, where)
    return Audiences(
        values=_texts(spec, "values", where),
        free=_flag(spec, "free", where, default=True),
        default=_text(spec, "default", where) or None,
        preset=_flag(spec, "preset", where, default=False),
        mistakes=_texts(spec, "mistakes", where),
        unlikely=_texts(spec, "unlikely", where),
        confidence=_choice(Confidence, spec.get("confidence", "documented"), f"{where}: confidence"),
    )


def _claims(table: Table, where: str) -> dict[str, Claim]:
    standard = _STANDARD_CLAIMS if _flag(table, "standard_claims", where, default=True) else ()
    own = (_claim(name, spec, f"{where}: claims.{name}") for name, spec in _table(table, "claims", where).items())
    return {claim.name.lower(): claim for claim in (*standard, *own)}


def _claim(name: str, spec: object, where: str) -> Claim:
    if isinstance(spec, str):
        return Claim(name, name, forms=(spec,))
    if not isinstance(spec, Mapping):
        raise IssuerError(f"{where}: expected a template or a table, found {spec!r}")
    _known(spec, {"source", "presence", "many", "numeric", "forms"}, where)
    return Claim(
        name=name,
        source=_text(spec, "source", where) or name,
        presence=_choice(Presence, spec.get("presence", "always"), f"{where}: presence"),
        many=_flag(spec, "many", where),
        numeric=_flag(spec, "numeric", where),
        forms=_texts(spec, "forms", where),
    )


def _fixes(table: Table, key: str, where: str) -> tuple[Slip, ...]:
    found = []
    for index, spec in enumerate(_list(table, key, where)):
        place = f"{where}: {key}[{index}]"
        if not isinstance(spec, Mapping) or not _text(spec, "written", place) or not _text(spec, "meant", place):
            raise IssuerError(f"{place}: expected a table with written and meant, found {spec!r}")
        _known(spec, {"written", "meant", "why"}, place)
        found.append(Slip(spec["written"], spec["meant"], _text(spec, "why", place)))
    return tuple(found)


def _check_templates(issuer: Issuer, where: str) -> None:
    """Check that each field in a template is described, and that no field contains itself. Raises `IssuerError`."""
    templates = {f"hosts[{index}]": host for index, host in enumerate(issuer.hosts)}
    templates |= {f"subjects[{index}].template": form.template for index, form in enumerate(issuer.subjects)}
    templates |= {f"audience.values[{index}]": value for index, value in enumerate(issuer.audiences.values)}
    templates |= {"audience.default": issuer.audiences.default or ""}
    for claim in issuer.claims.values():
        templates |= {f"claims.{claim.name}.forms[{index}]": form for index, form in enumerate(claim.forms)}
    for place, template in templates.items():
        _check_template(template, issuer.fields, f"{where}: {place}", ())


def _check_template(template: str, fields: Mapping[str, Field], where: str, above: tuple[str, ...]) -> None:
    for name in template_fields(template):
        if name not in fields:
            raise IssuerError(f"{where}: no field {name!r} is described under fields")
        if name in above:
            raise IssuerError(f"{where}: the field {name!r} leads back to itself")
        for choice in fields[name].choices:
            _check_template(choice, fields, where, (*above, name))
