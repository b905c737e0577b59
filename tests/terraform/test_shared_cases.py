"""The cases with known answers beside the repository: what a real apply stored."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from assumelint.model import Extraction
from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform import extract
from assumelint.text.document import to_plain
from assumelint.text.tree import Tree

CASES = Path(__file__).parents[3] / "shared" / "cases"
FOLDERS = sorted(path.parent for path in CASES.glob("terraform/*/expected.json"))
pytestmark = pytest.mark.skipif(not FOLDERS, reason="the shared cases are not beside this repository")


@pytest.fixture(scope="module")
def compare() -> ModuleType:
    specification = importlib.util.spec_from_file_location("compare", CASES / "compare.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def extraction(folder: Path, expected: dict[str, Any]) -> Extraction:
    given = expected.get("variables") or {}
    variables = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    files = tuple(Path(file) for file in expected.get("var_files", ()))
    inputs = Inputs(variables, files, expected.get("workspace", "default"), (*variables, *files))
    return extract([folder / expected.get("root", ".")], Tree(folder, folder), inputs)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_answer_is_that_of_terraform(folder: Path, compare: ModuleType) -> None:
    expected = json.loads((folder / "expected.json").read_text())
    found = extraction(folder, expected)
    if "error" in expected:
        if expected.get("must_report"):
            lines = [problem.span.line for problem in found.problems if problem.span.file == expected["at"]["file"]]
            assert any(abs(line - expected["at"]["line"]) <= 1 for line in lines)
        return
    assert not found.problems
    roles = {role.address: role for role in found.roles if not role.supposed}
    assert sorted(roles) == sorted(role["address"] for role in expected["roles"])
    for wanted in expected["roles"]:
        role = roles[wanted["address"]]
        assert (role.span.file, role.span.line) == (wanted["file"], wanted["line"])
        policy = None if role.node is None else to_plain(role.node)
        assert compare.same(policy, wanted["policy"], expected.get("unknown", []), template=False), wanted["address"]
