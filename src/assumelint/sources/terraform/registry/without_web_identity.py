"""Published modules that create no role for web identity: nothing is missed if such a module is not followed.

`without_web_identity.json` maps the name of a module (see `address`) to the arguments by which a caller can have it
create such a role after all. An entry counts for all modules in its subfolders. Each was read: the module has no role,
or roles whose principals are fixed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assumelint.sources.terraform.registry.address import published

# The providers of modules that create nothing in AWS: `…/…/google`.
_ELSEWHERE = ("/azurerm", "/google", "/null", "/yaml")


def deciding_arguments(source: str) -> Sequence[str] | None:
    """The arguments without which the module that a source names creates no role for web identity.

    None if it may create one, whatever its arguments.
    """
    module = published(source)
    if module is None:
        return None
    place, _, _ = module.name.partition("//")
    if place.endswith(_ELSEWHERE) and not place.startswith("github.com/"):
        return ()
    known = _known()
    found = known.get(module.name, known.get(place))
    return None if found is None else tuple(found)


@cache
def _known() -> dict[str, list[str]]:
    path = Path(__file__).with_suffix(".json")
    known: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return known
