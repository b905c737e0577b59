"""Configurations written for one test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assumelint.model import Extraction
from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform import extract
from assumelint.text.tree import Tree

Extract = Callable[..., Extraction]


@pytest.fixture
def extracted(tmp_path: Path) -> Extract:
    """Writes files and extracts them: `extracted({"main.tf": "…"}, directories=("live",), inputs=Inputs(…))`."""

    def run(
        files: Mapping[str, str], directories: tuple[str, ...] = (".",), inputs: Inputs | None = None
    ) -> Extraction:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        tree = Tree(tmp_path, tmp_path)
        return extract([tmp_path / directory for directory in directories], tree, inputs or Inputs())

    return run
