"""The command line: which command, and what its end means as an exit code.

0: nothing at or above `--fail-on`; 1: findings; 2: it could not run (bad option, bad configuration, no such
path); 3: an internal error. Findings go to standard output, everything else to standard error.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import NoReturn

from assumelint import REPORT_ERRORS_AT, __version__
from assumelint.errors import UsageError

COMMANDS = {
    "check": ("lint the trust policies under the paths", "assumelint.commands.check"),
    "policies": ("print the roles and trust policies that were understood", "assumelint.commands.policies"),
    "explain": ("decide one token as AWS STS would, and say why", "assumelint.commands.explain"),
    "rule": ("print the documentation of a rule", "assumelint.commands.rule"),
    "rules": ("list the rules", "assumelint.commands.rules"),
    "issuers": ("list the known token issuers, or show one", "assumelint.commands.issuers"),
}
SIGINT_EXIT = 130
# How wide help is where nothing tells how wide the terminal is.
COLUMNS = 80


class _Formatter(argparse.HelpFormatter):
    """Help as wide as the terminal.

    argparse asks `shutil` for the width at every start, which loads readers of five archive formats.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    try:
        return os.get_terminal_size().columns or COLUMNS
    except OSError:  # no terminal
        return COLUMNS


class _Parser(argparse.ArgumentParser):
    """An argparse parser whose errors come with a suggestion."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, usage=self.format_usage())


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. `argv` is `sys.argv` without the program's name by default."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(words)
        sys.stdout.flush()
    except UsageError as error:
        from assumelint.report.style import safe

        print(f"{error.usage}assumelint: error: {safe(str(error))}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader went away; a second error at interpreter exit would follow if stdout stayed open.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return SIGINT_EXIT
    except SystemExit as stop:  # argparse, after --help and --version
        return stop.code if isinstance(stop.code, int) else 2
    except Exception as error:
        return _internal_error(error, verbose="--verbose" in words or bool(os.environ.get("ASSUMELINT_DEBUG")))
    return code


def _run(words: list[str]) -> int:
    # What is read is kept to the end of the command: looking for garbage takes a tenth of a run, and finds none.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    arguments = _parse(words)
    if arguments.command is None:
        raise UsageError("which command? (assumelint --help lists them)")
    run = import_module(COMMANDS[arguments.command][1]).run
    code: int = run(arguments)
    gc.freeze()  # nor at the end of the process, where Python would look whether it is disabled or not
    return code


def _parse(words: list[str]) -> argparse.Namespace:
    command = next((word for word in words if not word.startswith("-")), "")
    # After a command, nobody asks which others there are: their parsers would take a fiftieth of a run on one file.
    listed = (command,) if command in COMMANDS and words[0] == command else tuple(COMMANDS)
    parser, subparser = _parsers(command, listed)
    if command not in COMMANDS and command in words[:1]:
        raise UsageError(f'unknown command "{command}"{_hint(command, COMMANDS)}', usage=parser.format_usage())
    arguments, rest = parser.parse_known_args(words)
    if rest:
        nearest = subparser or parser
        options = [option for action in nearest._actions for option in action.option_strings]
        hint = _hint(rest[0].partition("=")[0], options)
        raise UsageError(f"unknown option {rest[0]}{hint}", usage=nearest.format_usage())
    return arguments


def _parsers(command: str, listed: Iterable[str]) -> tuple[argparse.ArgumentParser, argparse.ArgumentParser | None]:
    """The parser and the subparser of the command; the others get no options, for that would load their modules."""
    parser = _Parser(
        prog="assumelint",
        description="Lints IAM role trust policies for web identity (OIDC) in Terraform, CloudFormation and JSON.",
        epilog="Exit codes: 0 nothing to report, 1 findings, 2 could not run, 3 internal error.",
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"assumelint {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    chosen = None
    for name in listed:
        summary, module = COMMANDS[name]
        description = f"{summary[0].upper()}{summary[1:]}."
        subparser = subparsers.add_parser(
            name, help=summary, description=description, formatter_class=_Formatter, allow_abbrev=False
        )
        if name == command:
            import_module(module).add_arguments(subparser)
            chosen = subparser
    return parser, chosen


def _hint(word: str, known: Iterable[str]) -> str:
    from assumelint.suggest import did_you_mean

    return did_you_mean(word, known)


def _internal_error(error: Exception, *, verbose: bool) -> int:
    if verbose:
        import traceback

        traceback.print_exception(error)
    from assumelint.report.style import safe

    print(f"assumelint: internal error: {type(error).__name__}: {safe(str(error))}", file=sys.stderr)
    print(
        f"This is a fault of assumelint. Please report it, with the output of --verbose: {REPORT_ERRORS_AT}",
        file=sys.stderr,
    )
    return 3
