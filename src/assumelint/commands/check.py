"""`assumelint check`: lint the files under the given paths."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assumelint.commands import options
from assumelint.config import LEVELS, Config, find_config, rule_ids
from assumelint.coverage import Coverage, coverage_of
from assumelint.errors import UsageError
from assumelint.report import FORMATS, Report, write
from assumelint.severity import Severity

if TYPE_CHECKING:
    from assumelint.model import Finding


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `check`."""
    options.add_inputs(parser)
    group = parser.add_argument_group("what to report, and how")
    group.add_argument("--output-format", choices=FORMATS, default="full", help="default: full")
    group.add_argument("--sarif-file", metavar="FILE", help="write the findings here as well, as SARIF")
    group.add_argument("--select", action="append", metavar="RULE[,RULE]", help="these rules (or groups) and no others")
    group.add_argument("--ignore", action="append", metavar="RULE[,RULE]", help="not these rules (or groups)")
    group.add_argument(
        "--fail-on", choices=LEVELS, help="the mildest severity that ends in exit code 1 (default: warning)"
    )
    group.add_argument("--exit-zero", action="store_true", help="exit 0 whatever is found")


def run(arguments: argparse.Namespace) -> int:
    """Lint and report the findings; return the exit code. Raises `UsageError`."""
    config = _settings(arguments, find_config(Path.cwd(), arguments.config))
    loaded = options.read(arguments, config)
    findings: list[Finding] = []
    coverage = Coverage()
    if loaded.extraction is not None:
        from assumelint.lint import lint
        from assumelint.progress import progress

        with progress(sys.stderr):
            findings = lint(loaded.extraction, config, loaded.code)
            coverage = coverage_of(loaded.extraction)
    _report(Report(findings, loaded.code, coverage), arguments)
    mildest = Severity(config.fail_on).rank
    return int(not arguments.exit_zero and any(finding.severity.rank <= mildest for finding in findings))


def _report(report: Report, arguments: argparse.Namespace) -> None:
    write(report, arguments.output_format, sys.stdout)
    if arguments.sarif_file is not None:
        try:
            with open(arguments.sarif_file, "w", encoding="utf-8", newline="\n") as stream:
                write(report, "sarif", stream)
        except OSError as error:
            raise UsageError(f"--sarif-file {arguments.sarif_file}: {error.strerror}") from error
    if "GITHUB_STEP_SUMMARY" in os.environ:
        from assumelint.report import summary

        try:
            summary.append(report.findings, report.coverage, os.environ)
        except OSError as error:
            print(f"assumelint: the job summary could not be written: {error.strerror}", file=sys.stderr)


def _settings(arguments: argparse.Namespace, config: Config) -> Config:
    """Return the configuration with the command line's options applied."""
    chosen = {
        option: rule_ids(getattr(arguments, option) or (), _option_error(option)) for option in ("select", "ignore")
    }
    return config._replace(
        select=chosen["select"] if arguments.select else config.select,
        ignore=config.ignore | chosen["ignore"],
        fail_on=arguments.fail_on or config.fail_on,
    )


def _option_error(option: str) -> Callable[[str], UsageError]:
    return lambda message: UsageError(f"--{option}: {message}")
