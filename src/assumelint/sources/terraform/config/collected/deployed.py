"""Collects from a root module that another tool than `terraform` deploys, with values that this tool passes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.collected.root_modules import walk_root
from assumelint.sources.terraform.config.collected.supposed import add_supposed
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.expanded.module import Module


def walk_deployed(collected: Collected, directory: Path, rooted: Callable[[Project], Module]) -> None:
    """Collect from the root module that `rooted` makes in each run over it, and what it makes under suppositions."""
    project = collected.project
    project.deployed = rooted
    try:
        base = walk_root(collected, directory)
        add_supposed(collected, base, directory)
    finally:
        project.deployed = None
