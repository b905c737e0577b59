"""The inputs that several commands share: their options, and how they are read."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from assumelint.config import Config
from assumelint.errors import UsageError
from assumelint.report.style import safe
from assumelint.sources.inputs import Inputs
from assumelint.sources.registry.discover import NoSuchPathError
from assumelint.sources.registry.load import Loaded, load


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """Add PATH… and the options for values that the code leaves open."""
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="files or folders (default: .)")
    parser.add_argument("--config", metavar="FILE", help="this configuration file, and no other")
    parser.add_argument("--verbose", action="store_true", help="say what could not be followed")
    group = parser.add_argument_group("values that the code leaves open")
    # Both options append to one list, so that the later one wins.
    add_given = partial(group.add_argument, action="append", dest="given", default=[])
    add_given("--var", metavar="NAME=VALUE", help="a variable or parameter")
    add_given("--var-file", type=Path, metavar="FILE", help="a .tfvars or parameter file")
    group.add_argument("--workspace", metavar="NAME", help="terraform.workspace")


def read(arguments: argparse.Namespace, config: Config) -> Loaded:
    """Read the paths with their sources. Messages about unreadable or skipped input go to standard error.

    Raises `UsageError`.
    """
    from assumelint.progress import progress

    cwd = Path.cwd()
    paths = [Path(path) for path in arguments.paths]
    try:
        with progress(sys.stderr):
            loaded = load(paths, cwd, _inputs(arguments), config.excluder)
    except NoSuchPathError as error:
        raise UsageError(str(error)) from error
    for file in loaded.unknown:
        print(f"assumelint: {safe(file)}: not a kind of file that is read by itself", file=sys.stderr)
    if arguments.verbose and loaded.extraction is not None:
        from assumelint.coverage import coverage_of
        from assumelint.report.verbose import lines

        for line in lines(loaded.extraction.notes, coverage_of(loaded.extraction)):
            print(line, file=sys.stderr)
    return loaded


def _inputs(arguments: argparse.Namespace) -> Inputs:
    variables: dict[str, str] = {}
    order: list[str | Path] = []
    for given in arguments.given:
        if isinstance(given, Path):
            if not given.is_file():
                raise UsageError(f"--var-file {given}: no such file")
            order.append(given)
            continue
        name, equals, value = given.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"--var {given}: expected NAME=VALUE")
        variables[name.strip()] = value
        order.append(name.strip())
    files = tuple(given for given in order if isinstance(given, Path))
    return Inputs(variables, files, arguments.workspace, tuple(order))
