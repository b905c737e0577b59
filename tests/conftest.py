"""What holds for every test: the same examples on each CI run, and nothing from the caller's environment."""

import os

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
