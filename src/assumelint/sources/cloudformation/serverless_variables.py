"""What `${self:custom.org}` stands for in a serverless.yml: the value that the same file holds.

https://www.serverless.com/framework/docs/guides/variables/self
"""

from __future__ import annotations

import re

from assumelint.sources.read.yaml_tree import Raw, RawList, RawMap, RawScalar

_SELF = re.compile(r"self:([\w-]+(?:\.[\w-]+)*)(?:\s*,.*)?", re.S)
# Options of the command line replace these.
_REPLACED = ("provider.stage", "provider.region")


def self_value(root: Raw | None, reference: str) -> Raw | None:
    """What a reference (`self:custom.org`) leads to, or None where that is not in the file."""
    found = _SELF.fullmatch(reference)
    if found is None or root is None or found[1] in _REPLACED:
        return None
    value: Raw | None = root
    for name in found[1].split("."):
        match value:
            case RawMap():
                value = value.get(name)
            case RawList(items) if name.isdecimal() and len(name) < 7 and int(name) < len(items):
                value = items[int(name)]
            case _:
                return None
    return value


def whole_self_value(raw: RawScalar) -> Raw | None:
    """The list or mapping that a scalar consisting of one reference stands for."""
    root = raw.source.variables
    if root is None or not raw.value.startswith("${self:") or not raw.value.endswith("}"):
        return None
    value = self_value(root, raw.value[2:-1])
    return None if isinstance(value, RawScalar) else value
