"""`assumelint issuers [ID]`: the issuers of the catalogue and of the configuration, and when each was checked."""

from __future__ import annotations

import argparse
from pathlib import Path

from assumelint.config import find_config
from assumelint.errors import UsageError
from assumelint.issuers import catalogue, ids, issuer
from assumelint.issuers.pages import render
from assumelint.suggest import did_you_mean

_UNCHECKED = "yours     "  # as wide as a date


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `issuers`."""
    parser.add_argument("id", nargs="?", metavar="ISSUER", help="show this one: subjects, audiences, a right policy")
    parser.add_argument("--config", metavar="FILE", help="this configuration file, and no other")


def run(arguments: argparse.Namespace) -> int:
    """Print the list, or one issuer. Raises `UsageError` if there is no such issuer."""
    own = {each.id: each for each in find_config(Path.cwd(), arguments.config).issuers}
    if arguments.id is not None:
        if arguments.id not in own and arguments.id not in ids():
            raise UsageError(f'unknown issuer "{arguments.id}"{did_you_mean(arguments.id, (*own, *ids()))}')
        print(render(own.get(arguments.id) or issuer(arguments.id)).rstrip("\n"))
        return 0
    listed = {each.id: each for each in catalogue()} | own
    width = max(map(len, listed))
    for each in listed.values():
        print(f"{each.id:{width}}  {each.checked or _UNCHECKED}  {each.name}")
    return 0
