"""Which directories are root modules, and what finding them costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform import extract
from assumelint.sources.terraform.config.collected.root_directories import CalledDirectories, root_directories
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.text.tree import Tree


def found(root: Path, calls: dict[str, list[str]], used: tuple[str, ...] = ()) -> list[str]:
    """The root modules among directories that call each other."""
    for name, targets in calls.items():
        (root / name).mkdir()
        text = "".join(f'module "m{number}" {{\n  source = "../{to}"\n}}\n' for number, to in enumerate(targets))
        (root / name / "main.tf").write_text(text)
    project = Project(Tree(root, root), Inputs())
    given = [root / name for name in calls]
    return [path.name for path in root_directories(given, CalledDirectories(project), [root / name for name in used])]


def test_what_another_calls_is_no_root(tmp_path: Path) -> None:
    assert found(tmp_path, {"leaf": [], "middle": ["leaf"], "top": ["middle"], "other": ["leaf"]}) == ["top", "other"]


def test_a_circle_has_one_root_unless_it_is_called(tmp_path: Path) -> None:
    assert found(tmp_path, {"a": ["b"], "b": ["a"], "own": ["own"]}) == ["own", "a"]


def test_a_circle_that_is_called_has_none(tmp_path: Path) -> None:
    assert found(tmp_path, {"a": ["b"], "b": ["a"], "top": ["a"]}) == ["top"]


def test_what_something_else_uses_is_no_root(tmp_path: Path) -> None:
    assert found(tmp_path, {"leaf": [], "middle": ["leaf"], "top": ["leaf"]}, used=("middle",)) == ["top"]


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The directories that are held against the tree, filled while they are."""
    found: list[Path] = []
    holds = Tree.holds

    def counted(tree: Tree, path: Path) -> bool:
        found.append(path)
        return holds(tree, path)

    monkeypatch.setattr(Tree, "holds", counted)
    return found


def chain(length: int) -> dict[str, list[str]]:
    return {f"m{number}": [f"m{number + 1}"] for number in range(length)} | {f"m{length}": []}


def test_finding_the_root_of_a_chain_costs_as_much_as_it_is_long(tmp_path: Path, looked_at: list[Path]) -> None:
    assert found(tmp_path, chain(120)) == ["m0"]
    assert len(looked_at) <= 3 * 120


def test_following_a_chain_costs_as_much_as_it_is_long(tmp_path: Path, looked_at: list[Path]) -> None:
    found(tmp_path, chain(120))
    (tmp_path / "m120" / "role.tf").write_text('resource "aws_iam_role" "r" {\n}\n')
    looked_at.clear()
    extract([tmp_path / f"m{number}" for number in range(121)], Tree(tmp_path, tmp_path), Inputs())
    assert len(looked_at) <= 6 * 120
