"""Models of registry modules that create roles for web identity, used if a module itself is not installed.

A model is a small module that creates the same trust policy from the same arguments. `models/index.json` maps a
module source and the first major version that a model covers to its file. The newest model that the version
constraint allows is used.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

_MODELS = Path(__file__).parent / "models"
# The number of major versions that the newest model of a module is taken to cover.
_AHEAD = 30
_PART = re.compile(r"\s*(~>|>=|<=|!=|=|>|<|)\s*v?(\d+)(?:\.(\d+))?(?:\.(\d+))?")


def has_model(source: str) -> bool:
    """Whether there is a model for some version of a registry module."""
    return _normal(source) in _index()


def find_model(source: str, version: str | None) -> str | None:
    """The text of the model for a registry module under a version constraint, None if there is none."""
    known = _index().get(_normal(source), {})
    for since in sorted(known, key=int, reverse=True):
        higher = [int(other) for other in known if int(other) > int(since)]
        majors = range(int(since), min(higher, default=int(since) + _AHEAD))
        if version is None or any(_allows(version, major) for major in majors):
            return (_MODELS / known[since]).read_text(encoding="utf-8")
    return None


@cache
def _index() -> dict[str, dict[str, str]]:
    index: dict[str, dict[str, str]] = json.loads((_MODELS / "index.json").read_text(encoding="utf-8"))
    return index


def _normal(source: str) -> str:
    return source.removeprefix("registry.terraform.io/").removeprefix("registry.opentofu.org/")


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
