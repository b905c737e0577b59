"""Options that several commands share, and what they lead to."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assumelint.config import Config
from assumelint.errors import UsageError
from assumelint.sources.discover import NoSuchPathError
from assumelint.sources.load import Loaded, load
from assumelint.sources.tree import Inputs


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """Add PATH… and what the user may say about values the code leaves open."""
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="files or folders (default: .)")
    parser.add_argument("--config", metavar="FILE", help="this configuration file, and no other")
    parser.add_argument("--verbose", action="store_true", help="say what could not be followed")
    group = parser.add_argument_group("values that the code leaves open")
    group.add_argument("--var", action=_InOrder, default=[], metavar="NAME=VALUE", help="a variable or parameter")
    group.add_argument("--var-file", action=_InOrder, default=[], metavar="FILE", help="a .tfvars or parameter file")
    parser.set_defaults(order=[])
    group.add_argument("--workspace", default="default", metavar="NAME", help="terraform.workspace")


class _InOrder(argparse.Action):
    """Gathers a repeated option, and in `order` how it stands among the others: the last one wins."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        setattr(namespace, self.dest, [*getattr(namespace, self.dest), values])
        namespace.order = [*namespace.order, (self.dest, values)]


def read(arguments: argparse.Namespace, config: Config) -> Loaded:
    """What the sources make of the paths. What could not be read or followed is said on standard error.

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
        print(f"assumelint: {file}: not a kind of file that is read by itself", file=sys.stderr)
    if arguments.verbose and loaded.extraction is not None:
        from assumelint.report.style import safe

        for note in loaded.extraction.notes:
            print(f"{safe(note.span.file)}:{note.span.line}: {safe(note.message)}", file=sys.stderr)
    return loaded


def _inputs(arguments: argparse.Namespace) -> Inputs:
    variables = {}
    for assignment in arguments.var:
        name, equals, value = assignment.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"--var {assignment}: expected NAME=VALUE")
        variables[name.strip()] = value
    for file in arguments.var_file:
        if not Path(file).is_file():
            raise UsageError(f"--var-file {file}: no such file")
    order = (value.partition("=")[0].strip() if option == "var" else Path(value) for option, value in arguments.order)
    files = tuple(Path(file) for file in arguments.var_file)
    return Inputs(variables, files, arguments.workspace, tuple(order))
