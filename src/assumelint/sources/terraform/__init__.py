"""Terraform: configurations and plans."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assumelint.model import Extraction
from assumelint.sources.inputs import Inputs
from assumelint.text.tree import Tree


def extract(directories: Sequence[Path], tree: Tree, inputs: Inputs) -> Extraction:
    """The roles, policy documents and identity providers of the configurations in the given directories."""
    from assumelint.sources.terraform.config import extract as extract_configurations

    return extract_configurations(directories, tree, inputs)


def extract_plan(path: Path, tree: Tree) -> Extraction:
    """The roles and identity providers that a plan creates."""
    from assumelint.sources.terraform.plan import extract_plan as extract_from_plan

    return extract_from_plan(path, tree)
