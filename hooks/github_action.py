"""The body of the GitHub Action: install this very checkout into an environment of its own, and check.

Runs before anything is installed, on whatever Python the runner has, so it uses the standard library only.
The runner has unpacked the action at the ref that the user named: installing from there is what pins the version.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from pathlib import Path

OLDEST_PYTHON = (3, 11)
CANNOT_RUN = 2


def main() -> int:
    """Run the action; returns the exit code of the step."""
    if sys.version_info < OLDEST_PYTHON:
        print("::error::assumelint needs Python 3.11 or newer: put actions/setup-python before this step.")
        return CANNOT_RUN
    try:
        chosen = arguments(os.environ)
    except ValueError as error:
        print(f"::error::assumelint: {error}")
        return CANNOT_RUN
    command = install(Path(__file__).resolve().parents[1], os.environ)
    with tempfile.TemporaryDirectory() as folder:
        report = os.environ.get("ASSUMELINT_SARIF_FILE") or os.path.join(folder, "assumelint.sarif")
        code = subprocess.run([command, "check", "--sarif-file", report, *chosen], check=False).returncode
        set_outputs(Path(report), os.environ)
    return code


def arguments(environment: Mapping[str, str]) -> list[str]:
    """The inputs of the action as arguments of `assumelint check`. Raises `ValueError` where one makes no sense."""
    found = ["--output-format=github"]
    for option in ("fail-on", "select", "ignore", "config"):
        value = environment.get(_variable(option), "").strip()
        if value:
            found.append(f"--{option}={value}")
    exit_zero = environment.get(_variable("exit-zero"), "false").strip() or "false"
    if exit_zero not in ("true", "false"):
        raise ValueError('exit-zero must be "true" or "false"')
    if exit_zero == "true":
        found.append("--exit-zero")
    if "\n" in environment.get(_variable("sarif-file"), ""):
        raise ValueError("sarif-file must be one line")
    return [*found, "--", *(shlex.split(environment.get(_variable("paths"), "")) or ["."])]


def _variable(name: str) -> str:
    return "ASSUMELINT_" + name.upper().replace("-", "_")


def install(source: Path, environment: Mapping[str, str]) -> Path:
    """Install the checkout into an environment of its own (once a job); returns the command.

    Bytecode is compiled whatever pip is configured to do: a run without it takes 1.8 times as long.
    """
    home = Path(environment.get("RUNNER_TEMP") or tempfile.gettempdir()) / f"assumelint-{source.name}"
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    command = scripts / ("assumelint.exe" if os.name == "nt" else "assumelint")
    if not command.exists():
        venv.create(home, with_pip=True)
        pip = [str(scripts / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--compile"]
        subprocess.run([*pip, str(source)], check=True, stdout=sys.stderr)
    return command


def set_outputs(report: Path, environment: Mapping[str, str]) -> None:
    """Tell the steps that follow how many findings there are, and where the report is if one was asked for."""
    output = environment.get("GITHUB_OUTPUT")
    if not output or not report.exists():
        return
    results = json.loads(report.read_text(encoding="utf-8"))["runs"][0]["results"]
    with open(output, "a", encoding="utf-8") as stream:
        stream.write(f"findings={len(results)}\n")
        if environment.get("ASSUMELINT_SARIF_FILE"):
            stream.write(f"sarif-file={report}\n")


if __name__ == "__main__":
    sys.exit(main())
