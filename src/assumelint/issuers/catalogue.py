"""The issuers that ship with the tool. Each is a TOML file, which is read on demand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from assumelint.issuers.model import Issuer
from assumelint.issuers.schema import parse_issuer
from assumelint.issuers.tables import IssuerError

_FOLDER = Path(__file__).parent
GENERIC = "generic"
# The issuer of an EKS cluster, whatever its host is.
CLUSTER = "eks"


def ids() -> tuple[str, ...]:
    """Return the ids of all issuers, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def catalogue() -> tuple[Issuer, ...]:
    """Return all issuers in alphabetical order of their ids.

    This reads every file; use `issuer` or `identify` to find one.
    """
    return tuple(issuer(each) for each in ids())


@cache
def issuer(id: str) -> Issuer:
    """Return the issuer with this id. Raises `KeyError` if there is none, `IssuerError` if its file is invalid."""
    return parse_issuer(_table(id, ()), f"{id}.toml")


def parse_own_issuer(table: Mapping[str, Any], where: str) -> Issuer:
    """Return an issuer from the user's configuration, in the format of the catalogue's files.

    `like` names an issuer of the catalogue from which the missing keys are taken, and `without` lists the ids of the
    subject forms that are left out of them. Raises `IssuerError`.
    """
    return parse_issuer(_inherit(table, where, ()), where)


def _table(id: str, above: tuple[str, ...]) -> dict[str, Any]:
    path = _FOLDER / f"{id}.toml"
    if not id.replace("-", "").isalnum() or not path.is_file():
        raise KeyError(id)
    import tomllib  # most runs need no issuer's file

    return _inherit(tomllib.loads(path.read_text(encoding="utf-8")), f"{id}.toml", (*above, id))


def _inherit(table: Mapping[str, Any], where: str, above: tuple[str, ...]) -> dict[str, Any]:
    own = dict(table)
    like, without = own.pop("like", None), own.pop("without", [])
    if like is None:
        return own
    if not isinstance(like, str) or like in above:
        raise IssuerError(f"{where}: like: expected the id of another issuer, found {like!r}")
    try:
        base = _table(like, above)
    except KeyError:
        raise IssuerError(f"{where}: like: no issuer has the id {like!r}, expected one of {', '.join(ids())}") from None
    base.pop("checked", None)  # the other issuer was checked, not this one
    for key in ("fields", "claims", "audience"):
        # An empty table removes the inherited one.
        if isinstance(own.get(key), Mapping) and own[key] and isinstance(base.get(key), Mapping):
            own[key] = base[key] | own[key]
    if without:
        base["subjects"] = [form for form in base["subjects"] if form["id"] not in without]
    return base | own
