"""Terraform plans and states in JSON (`terraform show -json`), and raw states that the user names."""

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

# A state has its resources under `values`.
_SHOWN = re.compile(rb'"planned_values"\s*:|"terraform_version"\s*:.*"values"\s*:\s*\{', re.DOTALL)
_RAW_STATE = (b'"terraform_version"', b'"lineage"', b'"serial"')


class Plans(Source):
    """Files that contain a plan or a state.

    A raw state (`terraform.tfstate`) holds secrets, so it is read only where the user names it.
    """

    suffixes = (".json",)

    def wants(self, file: Candidate) -> bool:
        """Return whether the file is a plan or a state."""
        if not file.is_json:
            return False
        if file.named and all(word in file.data for word in _RAW_STATE):
            return True
        return b'"format_version"' in file.data and _SHOWN.search(file.data) is not None

    def extract(self, files: Sequence[Path], tree: Tree, inputs: Inputs) -> Extraction:
        """Return what is there after each plan, and in each state."""
        from assumelint.model import Extraction
        from assumelint.sources.terraform import extract_plan

        return sum((extract_plan(file, tree) for file in files), Extraction())
