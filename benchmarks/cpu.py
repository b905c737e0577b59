"""The CPU time of commands: of the processor's work only, so that a busy machine changes little."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

LEAST_ROUNDS = 2
Name = TypeVar("Name")


@dataclass(frozen=True)
class Command:
    """What to run and where; `fine` are the exit codes of a run that did its work."""

    words: tuple[str, ...]
    folder: Path
    fine: Collection[int] = (0,)


def cpu(command: Command) -> float:
    """User and system seconds of one run, with those of the processes that it started and waited for."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command.words,
            cwd=command.folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in command.fine:
            errors.seek(0)
            said = errors.read().decode(errors="replace")
            raise SystemExit(f"{shlex.join(command.words)}: exit {process.returncode}\n{said}")
    return usage.ru_utime + usage.ru_stime


def environment() -> dict[str, str]:
    """The caller's, without what changes a run: unset, `PYTHONDONTWRITEBYTECODE` lets the first turn compile."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "PYTHON"))}


def interleaved(commands: Mapping[Name, Command], rounds: int, seconds: float) -> dict[Name, float]:
    """The least CPU time of each command, run in turns, so that what the machine does meets all of them alike.

    A first turn, which is not counted, compiles the bytecode and fills the file cache. No new turn begins once the
    turns have used `seconds`, after the two that a minimum needs.
    """
    for command in commands.values():
        cpu(command)
    times: dict[Name, list[float]] = {name: [] for name in commands}
    for done in range(rounds):
        if done >= LEAST_ROUNDS and sum(map(sum, times.values())) > seconds:
            break
        for name, command in commands.items():
            times[name].append(cpu(command))
    return {name: min(measured) for name, measured in times.items()}
