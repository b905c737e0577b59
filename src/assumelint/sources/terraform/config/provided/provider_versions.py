"""The version constraints of the AWS provider."""

from __future__ import annotations

import re

from assumelint.sources.terraform.config.declared.plain_words import plain_text, plain_word
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.syntax import HclError
from assumelint.sources.terraform.syntax.ast import Block, Expression, Object

# Constraints that exclude version 5: `~> 4.0`, `= 4.67.0`, `4.5`, `< 5`.
_BELOW_5 = re.compile(r"(?:~>\s*|=\s*|^\s*)[0-4](?:\.|\s*$)|<\s*5(?:\.0)*\s*$|<=?\s*[0-4](?:\.|\s*$)")


def allows_version_4(module: Module) -> bool:
    """Whether a version constraint of the module, or of a module that calls it, requires a provider below version 5."""
    return any(_asks_for_4(constraint) for at in module.with_callers() for constraint in _constraints(at))


def _asks_for_4(constraint: str) -> bool:
    return any(_BELOW_5.search(part.strip()) for part in constraint.split(","))


def _constraints(module: Module) -> list[str]:
    found = []
    for declared in module.declared.settings:
        try:
            block = declared.block()
        except HclError as error:
            module.project.fault(error)
            continue
        found += [text for text in map(_version, _requirements(block)) if text]
    return found


def _requirements(block: Block) -> list[Expression]:
    return [
        attribute.value
        for required in block.body.named("required_providers")
        for attribute in required.body.attributes
        if attribute.name == "aws"
    ]


def _version(requirement: Expression) -> str | None:
    if not isinstance(requirement, Object):
        return plain_text(requirement)
    return next((plain_text(value) for key, value in requirement.entries if plain_word(key) == "version"), None)
