"""Reading an issuer from a TOML table (catalogue or user configuration). Error messages name the key."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assumelint.issuers.check_templates import check_templates
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
from assumelint.issuers.tables import (
    IssuerError,
    Table,
    check_keys,
    read_choice,
    read_flag,
    read_list,
    read_table,
    read_text,
    read_texts,
)
from assumelint.language.automaton import characters
from assumelint.language.templates import Field

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
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIELD = re.compile(r"[a-z][a-z0-9_]*")
_KEYS = {
    *("id", "name", "hosts", "tenancy", "fields", "subjects", "subjects_complete", "audience", "claims"),
    *("standard_claims", "required", "checked_by_sts", "builtin", "retired", "refused", "sessions", "habits"),
    *("mistaken_hosts", "fixes", "sample", "pitfalls", "sources", "checked", "confidence"),
}


def parse_issuer(table: Table, where: str) -> Issuer:
    """Return the issuer that a table describes. `where` names the table in messages. Raises `IssuerError`."""
    check_keys(table, _KEYS, where)
    fields = {
        name: _field(name, spec, f"{where}: fields.{name}") for name, spec in read_table(table, "fields", where).items()
    }
    issuer = Issuer(
        id=_id(table, where),
        name=read_text(table, "name", where) or read_text(table, "id", where),
        hosts=read_texts(table, "hosts", where),
        tenancy=read_choice(Tenancy, table.get("tenancy", "issuer"), f"{where}: tenancy"),
        fields=fields,
        subjects=tuple(
            _form(each, f"{where}: subjects[{index}]") for index, each in enumerate(read_list(table, "subjects", where))
        ),
        subjects_complete=read_flag(table, "subjects_complete", where, default=bool(table.get("subjects"))),
        audiences=_audiences(read_table(table, "audience", where), f"{where}: audience"),
        claims=_claims(table, where),
        required=read_text(table, "required", where) or None,
        checked_by_sts=read_texts(table, "checked_by_sts", where),
        builtin=read_flag(table, "builtin", where),
        retired=read_flag(table, "retired", where),
        refused=read_text(table, "refused", where),
        sessions=read_texts(table, "sessions", where),
        sample=_sample(table, where),
        habits=read_texts(table, "habits", where),
        mistaken_hosts=_fixes(table, "mistaken_hosts", where),
        fixes=_fixes(table, "fixes", where),
        pitfalls=read_texts(table, "pitfalls", where),
        sources=read_texts(table, "sources", where),
        checked=_date(table, where),
        confidence=read_choice(Confidence, table.get("confidence", "documented"), f"{where}: confidence"),
    )
    check_templates(issuer, where)
    return issuer


def _id(table: Table, where: str) -> str:
    found = read_text(table, "id", where)
    if not _ID.fullmatch(found):
        raise IssuerError(f"{where}: id: expected words of a-z and 0-9 joined by -, found {found!r}")
    return found


def _sample(table: Table, where: str) -> dict[str, tuple[str, ...]]:
    found = read_table(table, "sample", where)
    return {claim: read_texts(found, claim, f"{where}: sample") for claim in found}


def _date(table: Table, where: str) -> str:
    found = read_text(table, "checked", where)
    if found and not _DATE.fullmatch(found):
        raise IssuerError(f"{where}: checked: expected a date as YYYY-MM-DD, found {found!r}")
    return found


def _field(name: str, spec: object, where: str) -> Field:
    if not _FIELD.fullmatch(name):
        raise IssuerError(f"{where}: expected a name of a-z, 0-9 and _")
    if not isinstance(spec, Mapping):
        raise IssuerError(f"{where}: expected a table, found {spec!r}")
    check_keys(spec, {"characters", "example", "tenant", "choices", "joined_by", "implies", "per_run"}, where)
    allowed = read_text(spec, "characters", where) or "A-Za-z0-9._-"
    try:
        characters(allowed)
    except ValueError as error:
        raise IssuerError(f"{where}: characters: {error}") from error
    choices = read_texts(spec, "choices", where)
    return Field(
        name=name,
        characters=allowed,
        example=read_text(spec, "example", where) or (choices[0] if choices else name),
        tenant=read_flag(spec, "tenant", where),
        choices=choices,
        joined_by=read_text(spec, "joined_by", where),
        implies=read_texts(spec, "implies", where),
        per_run=read_flag(spec, "per_run", where),
    )


def _form(spec: object, where: str) -> SubjectForm:
    if not isinstance(spec, Mapping):
        raise IssuerError(f"{where}: expected a table, found {spec!r}")
    check_keys(spec, {"id", "template", "summary", "kind", "confidence"}, where)
    for key in ("id", "template"):
        if not read_text(spec, key, where):
            raise IssuerError(f"{where}: {key}: expected a string, found none")
    return SubjectForm(
        id=spec["id"],
        template=spec["template"],
        summary=read_text(spec, "summary", where),
        kind=read_choice(SubjectKind, spec.get("kind", "default"), f"{where}: kind"),
        confidence=read_choice(Confidence, spec.get("confidence", "documented"), f"{where}: confidence"),
    )


def _audiences(spec: Table, where: str) -> Audiences:
    check_keys(spec, {"values", "free", "default", "preset", "mistakes", "unlikely", "confidence"}, where)
    return Audiences(
        values=read_texts(spec, "values", where),
        free=read_flag(spec, "free", where, default=True),
        default=read_text(spec, "default", where) or None,
        preset=read_flag(spec, "preset", where, default=False),
        mistakes=read_texts(spec, "mistakes", where),
        unlikely=read_texts(spec, "unlikely", where),
        confidence=read_choice(Confidence, spec.get("confidence", "documented"), f"{where}: confidence"),
    )


def _claims(table: Table, where: str) -> dict[str, Claim]:
    standard = _STANDARD_CLAIMS if read_flag(table, "standard_claims", where, default=True) else ()
    own = (_claim(name, spec, f"{where}: claims.{name}") for name, spec in read_table(table, "claims", where).items())
    return {claim.name.lower(): claim for claim in (*standard, *own)}


def _claim(name: str, spec: object, where: str) -> Claim:
    if isinstance(spec, str):
        return Claim(name, name, forms=(spec,))
    if not isinstance(spec, Mapping):
        raise IssuerError(f"{where}: expected a template or a table, found {spec!r}")
    check_keys(spec, {"source", "presence", "many", "numeric", "forms"}, where)
    return Claim(
        name=name,
        source=read_text(spec, "source", where) or name,
        presence=read_choice(Presence, spec.get("presence", "always"), f"{where}: presence"),
        many=read_flag(spec, "many", where),
        numeric=read_flag(spec, "numeric", where),
        forms=read_texts(spec, "forms", where),
    )


def _fixes(table: Table, key: str, where: str) -> tuple[Slip, ...]:
    found = []
    for index, spec in enumerate(read_list(table, key, where)):
        place = f"{where}: {key}[{index}]"
        if (
            not isinstance(spec, Mapping)
            or not read_text(spec, "written", place)
            or not read_text(spec, "meant", place)
        ):
            raise IssuerError(f"{place}: expected a table with written and meant, found {spec!r}")
        check_keys(spec, {"written", "meant", "why"}, place)
        found.append(Slip(spec["written"], spec["meant"], read_text(spec, "why", place)))
    return tuple(found)
