"""What the command line says about values that the code leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

# The workspace that every configuration has (https://developer.hashicorp.com/terraform/language/state/workspaces).
DEFAULT_WORKSPACE = "default"


class Inputs(NamedTuple):
    """What the user says about values that the code leaves open: `--var`, `--var-file`, `--workspace`.

    `order` holds the names of variables and the files as they stand on the command line, where a later one wins;
    without it the variables win.
    """

    variables: Mapping[str, str] = MappingProxyType({})
    var_files: tuple[Path, ...] = ()
    workspace: str = DEFAULT_WORKSPACE
    order: tuple[str | Path, ...] = ()
