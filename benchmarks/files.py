"""Made-up trees are mappings of file names to texts; this writes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

Files = Mapping[str, str]


def write(folder: Path, files: Files) -> Path:
    """Write the files below a new folder, which is returned."""
    folder.mkdir(parents=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
