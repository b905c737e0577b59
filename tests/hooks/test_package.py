"""An editable install hides what is missing from a wheel: a wheel is built, and what is in it is compared."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

FOLDERS = {"src/assumelint": "assumelint", "rules": "assumelint/rules", "hooks": "assumelint/hooks"}
BUILD = "import sys; from setuptools import build_meta; getattr(build_meta, sys.argv[1])(sys.argv[2])"


def build(source: Path, kind: str, into: Path) -> Path:
    """What the build backend makes of a folder, with the setuptools of the development group: no index is asked."""
    into.mkdir()
    command = [sys.executable, "-c", BUILD, f"build_{kind}", str(into)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "absent from the `packages`" not in done.stdout + done.stderr
    (made,) = into.iterdir()
    return made


def copy(checkout: Path, folder: Path) -> Path:
    """A clone, as the build leaves files of its own behind."""
    subprocess.run(["git", "clone", "-q", str(checkout), str(folder)], check=True)
    return folder


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith("assumelint/")}


@pytest.fixture
def expected(checkout: Path) -> dict[str, bytes]:
    """Every file of the package by its place in the wheel, code and data alike."""
    return {
        f"{package}/{path.relative_to(checkout / folder).as_posix()}": path.read_bytes()
        for folder, package in FOLDERS.items()
        for path in (checkout / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_a_wheel_holds_every_file(checkout: Path, tmp_path: Path, expected: dict[str, bytes]) -> None:
    assert {"assumelint/cli.py", "assumelint/py.typed", "assumelint/rules/__init__.py"} < set(expected)
    wheel = contents(build(copy(checkout, tmp_path / "source"), "wheel", tmp_path / "wheel"))
    assert set(wheel) == set(expected)
    assert wheel == expected


def test_so_does_the_wheel_of_a_source_distribution(checkout: Path, tmp_path: Path, expected: dict[str, bytes]) -> None:
    made = build(copy(checkout, tmp_path / "source"), "sdist", tmp_path / "sdist")
    with tarfile.open(made) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    assert contents(build(unpacked, "wheel", tmp_path / "wheel")) == expected
