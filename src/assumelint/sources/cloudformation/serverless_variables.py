"""Variables such as `${self:custom.org}` and `${file(roles.yml):org}`, which refer to values in a service's files.

https://www.serverless.com/framework/docs/guides/variables/self
"""

from __future__ import annotations

import re

from assumelint.sources.read.yaml_tree import Raw, RawList, RawMap, RawScalar

_REFERENCE = re.compile(r"(self|file\([^(){}]+\))(?::([\w-]+(?:\.[\w-]+)*))?(?:\s*,.*)?", re.S)
# Command line options override these.
_REPLACED = ("provider.stage", "provider.region")
_MAX_DEPTH = 20


def source_of(path: str) -> str:
    """Return the name under which the content of a file stands among the variables."""
    return f"file({path.strip()})"


def self_value(variables: Raw | None, reference: str, depth: int = 0) -> Raw | None:
    """Return the value of a reference (`self:custom.org`), or None if it is not in the files.

    `variables` holds the service under `self` and other files under their `file(…)`.
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None or not isinstance(variables, RawMap) or found[2] in _REPLACED:
        return None
    value = variables.get("self" if found[1] == "self" else source_of(found[1][5:-1]))
    for name in (found[2] or "").split(".") if found[2] else ():
        match value:
            case RawMap():
                value = value.get(name)
            case RawList(items) if name.isdecimal() and len(name) < 7 and int(name) < len(items):
                value = items[int(name)]
            case _:
                return None
        value = None if value is None else _followed(variables, value, depth)
    return None if found[1] == "self" and not found[2] else value


def _followed(variables: Raw, value: Raw, depth: int) -> Raw:
    """Return the list or mapping that a value stands for, or else the value itself."""
    reference = _whole(value)
    found = self_value(variables, reference, depth + 1) if reference is not None and depth < _MAX_DEPTH else None
    return value if found is None or isinstance(found, RawScalar) else found


def _whole(value: Raw) -> str | None:
    """Return the reference in a scalar that holds nothing else."""
    text = value.value.strip() if isinstance(value, RawScalar) else ""
    return text[2:-1] if text.startswith("${") and text.endswith("}") else None


def whole_self_value(raw: RawScalar) -> Raw | None:
    """Return the list or mapping that a scalar with a single reference stands for."""
    variables = raw.source.variables
    found = raw if variables is None else _followed(variables, raw, 0)
    return None if found is raw else found
