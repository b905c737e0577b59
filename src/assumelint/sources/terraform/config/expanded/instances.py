"""The instances of a declaration, and the lookup of one by its key (`[0]`, `["name"]`)."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import force_setattr

from assumelint.sources.terraform.config.declared.assumptions import NOTHING, Assumed
from assumelint.sources.terraform.config.expanded.addresses import NO_KEY, InstanceKey, NoKey, key_name
from assumelint.sources.terraform.lang.values import (
    NUMBER,
    STRING,
    ConversionError,
    NumberValue,
    StringValue,
    Unknown,
    Value,
    convert,
)
from assumelint.text import Shape


class Instance(Struct, frozen=True):
    """One instance of a declaration: its key, the values of `each.key` and `each.value`, and that of `count.index`.

    These values depend on the assumptions that it rests on.
    """

    key: InstanceKey = NO_KEY
    each: tuple[Value, Value] | None = None
    index: Value | None = None
    rests_on: Assumed = NOTHING


SINGLE = Instance()


class Expansion(Struct, frozen=True):
    """The instances of a declaration.

    `kind` is "count", "for_each", or "" without either. Without `complete`, the actual instances may be more or fewer.
    `switched`: an unknown condition decides between one instance and none (`count = var.enabled ? 1 : 0`); one is
    assumed, because a resource that is not created needs no check. `beyond`: there are more instances than the limit.
    """

    kind: str
    instances: tuple[Instance, ...]
    complete: bool = True
    switched: bool = False
    beyond: bool = False
    by_key: Mapping[int | Shape, Instance] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named = {key_name(instance.key): instance for instance in self.instances}
        force_setattr(self, "by_key", {key: instance for key, instance in named.items() if key is not None})

    def find(self, key: Value) -> Instance | None:
        """The instance that `[key]` refers to, None if there is none or if the key is unknown.

        An example instance matches any key.
        """
        name = self._name(key)
        found = None if name is None else self.by_key.get(name)
        if found is not None:
            return found
        return next((instance for instance in self.instances if isinstance(instance.key, NoKey)), None)

    def _name(self, key: Value) -> int | Shape | None:
        """A key converted to the form used in `by_key`, None if it has no such form."""
        try:
            value = convert(key, NUMBER if self.kind == "count" else STRING)
        except ConversionError:
            return None
        match value:
            case NumberValue(number):
                return number.integer
            case StringValue(text):
                return text.shape
            case Unknown(hole):
                return ((hole.identity,),) if self.kind == "for_each" else None
            case _:
                return None
