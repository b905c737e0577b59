"""What holds for every test: the same examples on each CI run, and nothing from the caller's environment."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")

FOREIGN = ("FORCE_COLOR", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "CI", "RUNNER_DEBUG")
FOREIGN_PREFIXES = ("GITHUB_", "ACTIONS_", "INPUT_", "AWS_", "GIT_", "PRE_COMMIT")


@pytest.fixture(autouse=True, scope="session")
def _own_environment() -> None:
    for name in list(os.environ):
        if name in FOREIGN or name.startswith(FOREIGN_PREFIXES):
            del os.environ[name]


@pytest.fixture
def mend() -> Callable[[str, dict[str, Any]], str]:
    """Make the edits of a fix in the source that they are for, the last one first."""

    def run(source: str, fix: dict[str, Any]) -> str:
        lines = source.split("\n")
        for edit in sorted(fix["edits"], key=lambda edit: (edit["line"], edit["column"]), reverse=True):
            first, last = lines[edit["line"] - 1], lines[edit["end_line"] - 1]
            changed = first[: edit["column"] - 1] + edit["text"] + last[edit["end_column"] - 1 :]
            lines[edit["line"] - 1 : edit["end_line"]] = changed.split("\n")
        return "\n".join(lines)

    return run
