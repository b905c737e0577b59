"""`assumelint policies`: show what was read, without checking it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from assumelint.commands import options
from assumelint.config import find_config
from assumelint.coverage import coverage_of
from assumelint.model import Extraction
from assumelint.report.style import inert_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `policies`."""
    options.add_inputs(parser)
    parser.add_argument("--output-format", choices=("full", "json"), default="full", help="default: full")


def run(arguments: argparse.Namespace) -> int:
    """Print the roles, documents and providers; return the exit code. Raises `UsageError`."""
    from assumelint.report import policies

    loaded = options.read(arguments, find_config(Path.cwd(), arguments.config))
    extraction = loaded.extraction or Extraction()
    coverage = coverage_of(extraction)
    if arguments.output_format == "json":
        sys.stdout.write(inert_json(json.dumps(policies.as_plain(extraction, coverage), indent=2)) + "\n")
    else:
        sys.stdout.write(policies.render(extraction, coverage))
    return 0
