"""The way of the data is one way: no circle between packages, and no layer that knows those above it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
FOLDERS = {
    "assumelint": HOME / "src/assumelint",
    "assumelint.rules": HOME / "rules",
    "assumelint.hooks": HOME / "hooks",
}
# Packages whose own parts are layers too.
DIVIDED = ("assumelint", "assumelint.sources", "assumelint.sources.terraform")
LARGEST_CIRCLE = 2
Graph = Mapping[str, frozenset[str]]

# What a package may not know, whatever the way there: the name of the layer, and those that are closed to it.
CLOSED = {
    "text": ("model", "language", "issuers", "sts", "reach", "views", "sources", "rules", "report"),
    "language": ("model", "issuers", "sts", "reach", "views", "sources", "rules", "report"),
    "issuers": ("model", "sts", "reach", "views", "sources", "rules", "report"),
    "sts": ("reach", "views", "sources", "rules", "report"),
    "reach": ("views", "sources", "rules", "report"),
    "views": ("sources", "rules", "report"),
    "rules": ("sources", "report", "explain", "commands"),
    "sources": ("issuers", "sts", "reach", "views", "rule", "rules", "report", "config"),
    "explain": ("sources", "rules", "report", "commands", "config"),
    "report": ("sources", "rules", "commands", "config"),
    "suppress": ("sources", "rules", "report"),
}
# Strings and decisions: no files, no environment, no clock.
PURE = ("language", "sts", "reach", "explain")
IMPURE_MODULES = {"os", "sys", "pathlib", "io", "subprocess", "time", "argparse", "tempfile", "shutil"}


def _modules() -> Iterator[tuple[str, Path]]:
    for package, folder in FOLDERS.items():
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            yield ".".join((package, *parts)).removesuffix(".__init__"), path


MODULES = dict(_modules())


def _imported(path: Path) -> Iterator[str]:
    """Every module that a file names in an import, inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name for name in names if name in MODULES)
            if any(name not in MODULES for name in names):
                yield node.module


IMPORTS = {name: frozenset(_imported(path)) - {name} for name, path in MODULES.items()}
FILES: Graph = {name: frozenset(found & MODULES.keys()) for name, found in IMPORTS.items()}


def _package(module: str) -> str:
    """The package that a module belongs to, as the picture in docs/ARCHITECTURE.md draws it."""
    parts = module.split(".")
    depth = 1
    while depth < len(parts) and ".".join(parts[:depth]) in DIVIDED:
        depth += 1
    return ".".join(parts[:depth])


def _packages() -> Graph:
    graph: dict[str, set[str]] = {}
    for name, targets in FILES.items():
        graph.setdefault(_package(name), set()).update(map(_package, targets))
    return {name: frozenset(targets - {name}) for name, targets in graph.items()}


def _reached(graph: Graph, start: str) -> set[str]:
    seen: set[str] = set()
    pending = [start]
    while pending:
        new = graph.get(pending.pop(), frozenset()) - seen
        seen |= new
        pending += new
    return seen


def _circles(graph: Graph) -> list[list[str]]:
    """The groups of nodes that lead to each other, however far around."""
    reached = {node: _reached(graph, node) for node in graph}
    groups = {frozenset(other for other in reached[node] if node in reached[other]) for node in graph}
    return sorted(sorted(group) for group in groups if len(group) > 1)


def test_circles_are_found() -> None:
    graph = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a"), "d": frozenset("a")}
    assert _circles(graph) == [["a", "b", "c"]]


def test_no_circle_between_packages() -> None:
    assert _circles(_packages()) == []


def test_no_circle_of_more_than_two_files() -> None:
    assert [circle for circle in _circles(FILES) if len(circle) > LARGEST_CIRCLE] == []


@pytest.mark.parametrize("layer", CLOSED)
def test_a_layer_knows_none_above_it(layer: str) -> None:
    closed = tuple(f"assumelint.{name}" for name in CLOSED[layer])
    inside = [name for name in MODULES if (name + ".").startswith(f"assumelint.{layer}.")]
    known = {target for name in inside for target in _reached(FILES, name)}
    assert inside
    assert {target for target in known if (target + ".").startswith(tuple(f"{name}." for name in closed))} == set()


@pytest.mark.parametrize("layer", PURE)
def test_a_pure_layer_reads_nothing(layer: str) -> None:
    inside = [name for name in MODULES if (name + ".").startswith(f"assumelint.{layer}.")]
    assert inside
    assert {name: IMPORTS[name] & IMPURE_MODULES for name in inside if IMPORTS[name] & IMPURE_MODULES} == {}
