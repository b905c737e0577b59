"""References to names that nothing declares. Terraform refuses a configuration with one of them.

See https://developer.hashicorp.com/terraform/language/expressions/references.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from assumelint.cause import Cause
from assumelint.model import Problem
from assumelint.severity import Severity
from assumelint.sources.terraform.config.declared.declarations import ResourceName
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.lang.values import Unknown
from assumelint.suggest import did_you_mean
from assumelint.text import Hole
from assumelint.text.tree import UnreadableError

VARIABLE = 'Reference to undeclared input variable: An input variable with the name "{}" has not been declared.'
LOCAL = 'Reference to undeclared local value: A local value with the name "{}" has not been declared.'
MODULE = 'Reference to undeclared module: No module call named "{}" is declared here.'
_RESOURCE = 'Reference to undeclared resource: A {} resource "{}" "{}" has not been declared here.'

_TERRAGRUNT = ("terragrunt.hcl", "root.hcl", "terragrunt.stack.hcl")
# A line of .gitignore for files with code. An override file declares nothing that is not declared elsewhere, too.
_IGNORED_CODE = re.compile(r"^(?!\s*[#!])(?!.*override)\S*\.(?:tf|tofu)(?:\.json)?\s*$", re.MULTILINE)


def resource(name: ResourceName) -> str:
    """The message about an undeclared resource or data source."""
    return _RESOURCE.format(*name)


def undeclared(module: Module, hole: Hole, message: str, name: str, known: Iterable[str]) -> Unknown:
    """The value of a reference to an undeclared name: unknown, and a problem.

    Where a file is broken, the declaration may be in that file.
    """
    meant = did_you_mean(name, known)
    if module.declared.problems or module.declared.partial:
        module.project.note(f"{hole.reference} is not declared here{meant}", hole.span)
        return Unknown(hole)
    text = message.format(name)
    text = f"{text.removesuffix('.')}{meant}" if meant else text
    problem = Problem(Cause.UNDEFINED_REFERENCE, hole.span, text, role=module.project.role, severity=_severity(module))
    module.project.report(problem)
    return Unknown(hole)


def _severity(module: Module) -> Severity | None:
    """A note where a tool may write declarations, and in a folder that may be copied into another one."""
    if module.project.deployed is not None:
        return Severity.NOTE
    for directory in _up_to_root(module):
        if any((directory / name).is_file() for name in _TERRAGRUNT) or _ignores_code(module, directory):
            return Severity.NOTE
    *_, root = module.with_callers()
    return None if root.declared.settings or root.declared.providers else Severity.NOTE


def _up_to_root(module: Module) -> Iterator[Path]:
    top = module.project.tree.root.absolute()
    for directory in (module.directory, *module.directory.parents):
        yield directory
        if directory == top:
            return


def _ignores_code(module: Module, directory: Path) -> bool:
    ignored = directory / ".gitignore"
    try:
        text = module.project.tree.read(ignored).decode(errors="replace") if ignored.is_file() else ""
    except UnreadableError:  # what it ignores is not known
        return True
    return _IGNORED_CODE.search(text) is not None
