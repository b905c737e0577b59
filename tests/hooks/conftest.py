"""A snapshot of the repository as a user of the hook or the action gets it."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[2]
IN_CI = bool(os.environ.get("CI"))  # asked before the tests leave the environment behind


def _cannot(reason: str) -> NoReturn:
    """A machine without git history or an index skips; in CI nothing is left out in silence."""
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


def _git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *identity, *words], check=True, capture_output=True)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is tracked (as it is in the working folder), in a repository of its own, committed."""
    folder = tmp_path_factory.mktemp("checkout") / "assumelint"
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=False)
    if listed.returncode:
        _cannot("not a git checkout")
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
            (folder / name).chmod((ROOT / name).stat().st_mode & 0o777)
    _git(folder, "init", "-q", "-b", "main")
    _git(folder, "add", "--all")
    _git(folder, "commit", "-q", "-m", "snapshot")
    return folder


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """An empty repository with a first commit."""
    _git(tmp_path, "init", "-q", "-b", "main")
    _git(tmp_path, "commit", "-q", "--allow-empty", "-m", "first")
    return tmp_path


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skips (in CI: fails) what installs the project where pip cannot get what it needs."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needs = [*settings["build-system"]["requires"], *settings["project"]["dependencies"]]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries", "1", "--timeout", "10"]
    folder = str(tmp_path_factory.mktemp("index"))
    done = subprocess.run([*pip, "--dest", folder, *needs], capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        _cannot(f"pip cannot get what an installation needs: {reason}")
