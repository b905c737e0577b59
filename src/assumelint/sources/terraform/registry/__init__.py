"""Models of published modules that create roles for web identity, used if a module itself is not installed.

A model is a small module that creates the same trust policy from the same arguments. `models/index.json` maps the name
of a module (see `address`) and the first version that a model covers to its file. The newest model that the version
constraint allows is used. A model may declare a variable `given`: the names of the arguments that the call passes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from assumelint.sources.terraform.registry.address import Published, published

_MODELS = Path(__file__).parent / "models"
# The number of major versions that the newest model of a module is taken to cover.
_AHEAD = 30
_EXACT = re.compile(r"\s*=?\s*v?(\d+(?:\.\d+)+)\s*")
_PART = re.compile(r"\s*(~>|>=|<=|!=|=|>|<|)\s*v?(\d+)(?:\.(\d+))?(?:\.(\d+))?")


def has_model(source: str) -> bool:
    """Whether there is a model for some version of the module that a source names."""
    module = published(source)
    return module is not None and module.name in _index()


def find_model(source: str, version: str | None) -> str | None:
    """The text of the model for the module that a source names, None if there is none.

    `version` is what the call says beside the source: a version constraint, or the version in a comment.
    """
    module = published(source)
    file = None if module is None else _file(module, version)
    return None if file is None else (_MODELS / file).read_text(encoding="utf-8")


def _file(module: Published, version: str | None) -> str | None:
    known = _index().get(module.name, {})
    constraint = module.version or version
    if module.pinned and constraint is None:
        # Which version the commit belongs to is not known, so there must be but one model.
        return next(iter(known.values())) if len(known) == 1 else None
    exact = _EXACT.fullmatch(constraint or "")
    for since in sorted(known, key=_numbers, reverse=True):
        if exact and _numbers(since) <= _numbers(exact[1]):
            return known[since]
        if not exact and any(constraint is None or _allows(constraint, major) for major in _majors(since, known)):
            return known[since]
    return None


def _majors(since: str, known: Iterable[str]) -> range:
    """The major versions of the model that is for versions from `since` on."""
    first, *_ = _numbers(since)
    return range(first, min((major for major, *_ in map(_numbers, known) if major > first), default=first + _AHEAD))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


@cache
def _index() -> dict[str, dict[str, str]]:
    index: dict[str, dict[str, str]] = json.loads((_MODELS / "index.json").read_text(encoding="utf-8"))
    return index


def _allows(constraint: str, major: int) -> bool:
    """Whether some version with this major number may satisfy a version constraint."""
    return all(_part_allows(part, major) for part in constraint.split(","))


def _part_allows(part: str, major: int) -> bool:
    found = _PART.match(part)
    if found is None:
        return True
    operator, first, rest = found[1], int(found[2]), any(int(number or 0) for number in found.group(3, 4))
    match operator:
        case "~>":
            return major == first if found[3] else major >= first
        case ">=" | ">":
            return major >= first
        case "<=":
            return major <= first
        case "<":
            return major <= first if rest else major < first
        case "!=":
            return True
        case _:
            return major == first
