"""Finds the packages: the rules and hooks lie beside `src` for their readers, and inside `assumelint` for Python.

Everything else about the distribution stands in pyproject.toml, which has no way to find packages under two names.
"""

from setuptools import find_namespace_packages, setup

FOLDERS = {"assumelint": "src/assumelint", "assumelint.hooks": "hooks", "assumelint.rules": "rules"}


def packages() -> list[str]:
    """Every folder below `FOLDERS`, as the package (or the folder of data) that it is once it is installed."""
    return sorted(
        name
        for parent, folder in FOLDERS.items()
        for name in (parent, *(f"{parent}.{below}" for below in find_namespace_packages(folder)))
    )


setup(packages=packages(), package_dir=FOLDERS)
