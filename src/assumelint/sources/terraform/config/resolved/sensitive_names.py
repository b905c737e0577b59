"""Which references are to sensitive values.

See https://developer.hashicorp.com/terraform/language/manage-sensitive-data.
"""

from __future__ import annotations

from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.lang import Attr, Reference, sensitive
from assumelint.sources.terraform.syntax import HclError
from assumelint.sources.terraform.syntax.ast import Bool, Expression

_PLAIN = frozenset(("count", "path", "terraform"))


def is_sensitive(module: Module, reference: Reference) -> bool | None:
    """Whether a reference is to a sensitive value, None if unknown."""
    if reference.root in _PLAIN:
        return False
    step = reference.steps[0] if reference.steps else None
    if not isinstance(step, Attr):
        return None
    key = ("sensitive", reference.root, step.name)
    if key in module.marking:  # a cycle
        return None
    module.marking.add(key)
    try:
        match reference.root:
            case "var":
                return _variable(module, step.name)
            case "local":
                return _local(module, step.name)
            case _:
                return None
    except HclError:  # reported when the value itself is evaluated
        return None
    finally:
        module.marking.discard(key)


def _variable(module: Module, name: str) -> bool | None:
    declared = module.declared.variables.get(name)
    if declared is None:
        return None
    attribute = declared.block().body.attribute("sensitive")
    if attribute is not None:
        return attribute.value.value if isinstance(attribute.value, Bool) else None
    given: Expression | None = None
    if module.call is not None and (argument := module.call.block().body.attribute(name)) is not None:
        given = argument.value
    if given is None or module.parent is None:
        return False
    return sensitive(given, module.parent.scope())


def _local(module: Module, name: str) -> bool | None:
    local = module.declared.locals.get(name)
    return None if local is None else sensitive(local.attribute().value, module.scope())
