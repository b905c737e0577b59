"""`assumelint issuers [ID]`: the catalogue of token issuers."""

from __future__ import annotations

import argparse

from assumelint.errors import UsageError
from assumelint.suggest import did_you_mean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the argument of `issuers`."""
    parser.add_argument(
        "id", nargs="?", metavar="ISSUER", help="show this one: its subjects, audiences, a right policy"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the list, or one issuer. Raises `UsageError` where there is no such issuer."""
    from assumelint.issuers import catalogue, render

    issuers = {issuer.id: issuer for issuer in catalogue()}
    if arguments.id is not None:
        if arguments.id not in issuers:
            raise UsageError(f'unknown issuer "{arguments.id}"{did_you_mean(arguments.id, issuers)}')
        print(render(issuers[arguments.id]).rstrip("\n"))
        return 0
    width = max(map(len, issuers))
    for issuer in issuers.values():
        print(f"{issuer.id:{width}}  {issuer.name}")
    return 0
