"""Collects from the modules that Terragrunt deploys: each once for every unit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.collected.deployed import walk_deployed

_FILES = ("terragrunt.hcl", "terragrunt.stack.hcl")


def walk_units(collected: Collected, directories: Sequence[Path]) -> set[Path]:
    """Collect from the units in the directories; return the directories of their modules."""
    if not any((directory / name).is_file() for directory in directories for name in _FILES):
        return set()
    from assumelint.sources.terraform.config.terragrunt.units import Units

    units = Units(collected.project)
    used = set()
    for unit in units.roots(directories):
        code = unit.code
        used.add(code.directory)
        if code.declared.partial or code.generated or collected.relevance.of_directory(code.directory):
            walk_deployed(collected, code.directory, partial(units.module_in, unit=unit))
    return used
