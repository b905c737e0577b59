"""The provider configuration that a resource uses, and its region.

See https://developer.hashicorp.com/terraform/language/meta-arguments/module-providers.
"""

from __future__ import annotations

from assumelint.sources.terraform.config.declared.plain_words import plain_word
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.lang import evaluate
from assumelint.sources.terraform.lang.values import StringValue, Value
from assumelint.sources.terraform.syntax.ast import Body, Expression, GetAttr, Name, Object

_DEFAULT = "aws"


def region_of(resource: Resource) -> Value | None:
    """The region of a resource or of its provider, None if the code does not set it. Raises `EvalError`."""
    own = resource.argument("region")
    if own is not None:
        return own
    found = _configuration_of(resource)
    body = None if found is None else _configuration(*found)
    return None if found is None or body is None else _region(found[0], body)


def _configuration(module: Module, name: str) -> Body | None:
    for declared in module.declared.providers:
        body = declared.block().body
        alias = body.attribute("alias")
        label = f"{declared.name}.{provider_name(alias.value)}" if alias else declared.name
        if label == name:
            return body
    return None


def _region(module: Module, body: Body) -> Value | None:
    region = body.attribute("region")
    if region is None or body.attribute("for_each") is not None:
        return None
    value = evaluate(region.value, module.scope())
    return value if isinstance(value, StringValue) and value.text.literal is not None else None


def _passed(module: Module, name: str) -> str | None:
    """The caller's name for the provider configuration that is called `name` in the module."""
    if module.call is None:
        return None
    providers = module.call.block().body.attribute("providers")
    if providers is None or not isinstance(providers.value, Object):
        return name if name == _DEFAULT else None
    for key, value in providers.value.entries:
        if provider_name(key) == name:
            return provider_name(value)
    return None


def provider_name(expression: Expression) -> str | None:
    """The name of a provider configuration, `aws` or `aws.us`, from an expression or a quoted string."""
    match expression:
        case GetAttr(Name(name), alias):
            return f"{name}.{alias}"
        case _:
            return plain_word(expression)


def same_configuration(one: Resource, other: Resource) -> bool:
    """Whether two resources certainly use the same provider configuration, and therefore the same account.

    Raises `HclError`.
    """
    configuration = _configuration_of(one)
    return configuration is not None and configuration == _configuration_of(other)


def configuration_name(resource: Resource) -> str:
    """The provider configuration that a resource uses, as a name that is the same for the same one; "" if unknown.

    Raises `HclError`.
    """
    found = _configuration_of(resource)
    return "" if found is None else f"{found[0].home}:{found[1]}"


def _configuration_of(resource: Resource) -> tuple[Module, str] | None:
    """The provider configuration that a resource uses: its module and its name there.

    None if the code does not determine it.
    """
    attribute = resource.body().attribute("provider")
    name = _DEFAULT if attribute is None else provider_name(attribute.value)
    module = resource.module
    while name is not None and module.parent is not None and _configuration(module, name) is None:
        name, module = _passed(module, name), module.parent
    return None if name is None else (module, name)
