"""Plans that Terraform prints as JSON (`terraform show -json`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assumelint.sources.registry.source import Candidate, Source

if TYPE_CHECKING:
    from assumelint.model import Extraction
    from assumelint.sources.inputs import Inputs
    from assumelint.text.tree import Tree

_PLANNED = re.compile(rb'"planned_values"\s*:')


class Plans(Source):
    """Files that hold a plan."""

    suffixes = (".json",)

    def wants(self, file: Candidate) -> bool:
        """Whether the file is a plan."""
        return file.is_json and b'"format_version"' in file.data and _PLANNED.search(file.data) is not None

    def extract(self, files: Sequence[Path], tree: Tree, inputs: Inputs) -> Extraction:
        """What each plan will make."""
        from assumelint.model import Extraction
        from assumelint.sources.terraform import extract_plan

        return sum((extract_plan(file, tree) for file in files), Extraction())
