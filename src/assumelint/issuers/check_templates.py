"""Checking that the templates of an issuer's table use only fields that the table describes."""

from __future__ import annotations

from collections.abc import Mapping

from assumelint.issuers.model import Issuer
from assumelint.issuers.tables import IssuerError
from assumelint.language.templates import Field, template_fields


def check_templates(issuer: Issuer, where: str) -> None:
    """Check that each field in a template is described, and that no field contains itself. Raises `IssuerError`."""
    templates = {f"hosts[{index}]": host for index, host in enumerate(issuer.hosts)}
    templates |= {f"subjects[{index}].template": form.template for index, form in enumerate(issuer.subjects)}
    templates |= {f"audience.values[{index}]": value for index, value in enumerate(issuer.audiences.values)}
    templates |= {"audience.default": issuer.audiences.default or ""}
    templates |= {f"sessions[{index}]": name for index, name in enumerate(issuer.sessions)}
    for claim, values in issuer.sample.items():
        templates |= {f"sample.{claim}[{index}]": value for index, value in enumerate(values)}
    for known in issuer.claims.values():
        templates |= {f"claims.{known.name}.forms[{index}]": form for index, form in enumerate(known.forms)}
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
