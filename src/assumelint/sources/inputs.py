"""Values that the user gives on the command line and the code leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple


class Inputs(NamedTuple):
    """The values of `--var`, `--var-file` and `--workspace`.

    `order` holds the names of variables and the files in the order of the command line: a later one takes precedence.
    Without it, the variables take precedence.
    """

    variables: Mapping[str, str] = MappingProxyType({})
    var_files: tuple[Path, ...] = ()
    workspace: str | None = None
    order: tuple[str | Path, ...] = ()
