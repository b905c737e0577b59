"""The page about the architecture names every package, and nothing that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
SOURCE = HOME / "src/assumelint"
PAGE = (HOME / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
TERRAFORM = SOURCE / "sources/terraform"
NAMED = re.findall(r"\*\*`([\w/]+)`\*\*", PAGE)


def packages(folder: Path) -> Iterator[str]:
    """The packages on the first two levels of a folder, as paths."""
    for pattern in ("*/__init__.py", "*/*/__init__.py"):
        yield from (f"{path.parent.relative_to(folder).as_posix()}/" for path in sorted(folder.glob(pattern)))


@pytest.mark.parametrize("package", [*packages(SOURCE), "rules/", "hooks/"])
def test_every_package_is_named(package: str) -> None:
    assert f"`{package}`" in PAGE


@pytest.mark.parametrize("room", [*packages(TERRAFORM)])
def test_every_room_of_terraform_is_named(room: str) -> None:
    name = room.removeprefix("config/")
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("name", NAMED)
def test_what_is_named_is_there(name: str) -> None:
    homes = (SOURCE, TERRAFORM, HOME)
    assert any((home / name).is_dir() or (home / f"{name}.py").is_file() for home in homes)
