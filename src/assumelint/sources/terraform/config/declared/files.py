"""Which files of a directory belong to its configuration.

The rules are Terraform's (https://developer.hashicorp.com/terraform/language/files and …/files/override):
`.tf` and `.tf.json` files, except hidden files and editor backups. Override files are merged last, in alphabetical
order.

OpenTofu also reads `.tofu` and `.tofu.json`, which Terraform ignores, and takes a `.tofu` file in place of the `.tf`
file of the same name (https://opentofu.org/docs/language/files/#extension-precedence). A directory is read as OpenTofu
reads it if it holds such a pair, or no `.tf` file at all.
"""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

_TERRAFORM = (".tf", ".tf.json")
# The ending of an OpenTofu file, and that of the file which it replaces.
_REPLACED = {".tofu": ".tf", ".tofu.json": ".tf.json"}


class Files(Struct, frozen=True):
    """The files of a directory, each group in alphabetical order. `variables` are the default `.tfvars` files."""

    primary: tuple[Path, ...] = ()
    override: tuple[Path, ...] = ()
    variables: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.primary or self.override)


def configuration_files(directory: Path) -> Files:
    """The files that make up the configuration of a directory; none if it cannot be listed."""
    names = _names(directory)
    terraform = [name for name in names if name.endswith(_TERRAFORM)]
    replaced = {name.removesuffix(end) + _REPLACED[end] for end in _REPLACED for name in names if name.endswith(end)}
    if not terraform or not replaced.isdisjoint(terraform):
        terraform = [name for name in names if name.endswith((*_TERRAFORM, *_REPLACED)) and name not in replaced]
    return Files(
        tuple(directory / name for name in terraform if not _is_override(name)),
        tuple(directory / name for name in terraform if _is_override(name)),
        _variable_files(directory, names),
    )


def _names(directory: Path) -> list[str]:
    try:
        with os.scandir(directory) as entries:
            return sorted(entry.name for entry in entries if not _is_ignored(entry.name) and entry.is_file())
    except OSError:  # the directory of a missing module: the caller reports it
        return []


def _is_ignored(name: str) -> bool:
    return name.startswith(".") or name.endswith("~") or (name.startswith("#") and name.endswith("#"))


def _is_override(name: str) -> bool:
    stem = name.removesuffix(".json").removesuffix(".tf").removesuffix(".tofu")
    return stem == "override" or stem.endswith("_override")


def _variable_files(directory: Path, names: list[str]) -> tuple[Path, ...]:
    """The `.tfvars` files loaded by default, in load order: a later file wins.

    https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
    """
    fixed = [name for name in ("terraform.tfvars", "terraform.tfvars.json") if name in names]
    automatic = [name for name in names if name.endswith((".auto.tfvars", ".auto.tfvars.json"))]
    return tuple(directory / name for name in (*fixed, *automatic))
