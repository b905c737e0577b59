"""One instance of a resource or data source. Its arguments are evaluated on demand."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from assumelint.sources.terraform.config.declared.declarations import Declaration, ResourceName
from assumelint.sources.terraform.config.expanded.addresses import with_key
from assumelint.sources.terraform.config.expanded.instances import Instance
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.lang import Scope, evaluate
from assumelint.sources.terraform.lang.values import NullValue, Value, named
from assumelint.sources.terraform.syntax.ast import Body

META_ARGUMENTS = frozenset(("count", "for_each", "provider", "depends_on", "lifecycle"))


class Resource(Struct, frozen=True):
    """A resource instance. `name` is the mode, type and name of its declaration."""

    module: Module
    name: ResourceName
    declared: Declaration
    instance: Instance

    @property
    def type(self) -> str:
        """The resource type."""
        return self.name[1]

    @property
    def address(self) -> str:
        """The address as Terraform prints it, after the name of the deployment where a module has several."""
        mode, type, name = self.name
        parts = (self.module.address, "" if mode == "managed" else mode, type, name)
        address = with_key(".".join(part for part in parts if part), self.instance.key)
        return f"{self.module.unit}:{address}" if self.module.unit else address

    def scope(self) -> Scope:
        """The scope for the expressions in its block."""
        return self.module.scope(self.instance)

    def body(self) -> Body:
        """The body of its block. Raises `HclError`."""
        return self.declared.block().body

    def argument(self, name: str) -> Value | None:
        """The value of an argument, None if it is not set or null. Raises `EvalError` and `HclError`."""
        attribute = self.body().attribute(name)
        if attribute is None or name in META_ARGUMENTS:
            return None
        hole = named(f"{self.address}.{name}", attribute.value.span, self.module.home)
        key = ("argument", *self.name, self.instance.key, name)
        value = self.module.remember(key, hole, lambda: evaluate(attribute.value, self.scope()))
        return None if isinstance(value, NullValue) else value

    def argument_names(self) -> Iterator[str]:
        """The names of the arguments that are set."""
        return (attribute.name for attribute in self.body().attributes if attribute.name not in META_ARGUMENTS)
