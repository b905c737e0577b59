from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assumelint.model import Extraction
from assumelint.sources.cloudformation import extract
from assumelint.sources.inputs import Inputs
from assumelint.text.tree import Tree

Read = Callable[..., Extraction]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes files (`t.yaml`, or `name=content` with `__` for a dot) and extracts what is in them."""

    def _read(template: str = "", inputs: Inputs | None = None, **files: str) -> Extraction:
        contents = {name.replace("__", "."): content for name, content in files.items()}
        if template:
            contents["t.json" if template.lstrip().startswith("{") else "t.yaml"] = template
        for name, content in contents.items():
            (tmp_path / name).write_bytes(content.encode())
        paths = [tmp_path / name for name in contents if not name.startswith("parameters")]
        return extract(sorted(paths), Tree(tmp_path, tmp_path), inputs or Inputs())

    return _read
