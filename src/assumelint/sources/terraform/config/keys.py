"""Which instance a key in brackets names."""

from __future__ import annotations

from assumelint.sources.terraform.config.addresses import NoKey
from assumelint.sources.terraform.config.module import Expansion, Instance
from assumelint.sources.terraform.lang.convert import ConversionError, convert
from assumelint.sources.terraform.lang.types import NUMBER, STRING
from assumelint.sources.terraform.lang.values import NumberValue, StringValue, Unknown, Value
from assumelint.text import Shape


def find_instance(expansion: Expansion, key: Value) -> Instance | None:
    """The instance that `[key]` names, None where there is none or it cannot be told.

    Where the instances are unknown, their example stands for each of them.
    """
    found = _exact(expansion, key)
    if found is not None:
        return found
    examples = [instance for instance in expansion.instances if isinstance(instance.key, NoKey)]
    return examples[0] if examples else None


def _exact(expansion: Expansion, key: Value) -> Instance | None:
    wanted = _plain(expansion, key)
    return None if wanted is None else expansion.by_key.get(wanted)


def _plain(expansion: Expansion, key: Value) -> int | Shape | None:
    try:
        value = convert(key, NUMBER if expansion.kind == "count" else STRING)
    except ConversionError:
        return None
    match value:
        case NumberValue(number):
            return number.integer
        case StringValue(text):
            return text.shape
        case Unknown(hole):
            return ((hole.identity,),) if expansion.kind == "for_each" else None
        case _:
            return None
