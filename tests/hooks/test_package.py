"""An editable install hides a package or a data file that is missing from a wheel: all of them are named."""

import tomllib
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
FOLDERS = {
    "assumelint.rules": ROOT / "rules",
    "assumelint.hooks": ROOT / "hooks",
    **{
        ".".join(("assumelint", *path.parent.relative_to(ROOT / "src/assumelint").parts)): path.parent
        for path in (ROOT / "src/assumelint").rglob("*.py")
    },
}


def test_every_package_is_named() -> None:
    assert set(SETTINGS["packages"]) == set(FOLDERS)


def test_every_data_file_is_named() -> None:
    data = {
        (package, path.name)
        for package, folder in FOLDERS.items()
        for path in folder.iterdir()
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }
    named = {
        (package, name)
        for package, name in data
        if any(fnmatch(name, pattern) for pattern in SETTINGS["package-data"].get(package, ()))
    }
    assert named == data
