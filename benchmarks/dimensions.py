"""The directions in which code grows, with the sizes that are measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import cloudformation_tree, policy_dimensions, terraform_dimensions, terraform_tree
from benchmarks.files import Files


@dataclass(frozen=True)
class Dimension:
    """One direction: `make` gives the files of a size, `start` the least that is read in the same way."""

    name: str
    sizes: tuple[int, ...]
    make: Callable[[int], Files]
    start: Files


TERRAFORM = terraform_tree.one_role()
TEMPLATE = cloudformation_tree.roles(1)
POLICY = policy_dimensions.values(1)

DIMENSIONS = (
    Dimension("files with a role", (16, 64, 256), terraform_dimensions.files, TERRAFORM),
    Dimension("roles in a file", (16, 64, 256), terraform_dimensions.roles, TERRAFORM),
    Dimension("other blocks in the file", (100, 400, 1600), terraform_dimensions.other_blocks, TERRAFORM),
    Dimension("other files in the folder", (80, 320, 1280), terraform_dimensions.other_files, TERRAFORM),
    Dimension("for_each instances", (16, 64, 256), terraform_dimensions.instances, TERRAFORM),
    Dimension("module calls", (16, 64, 256), terraform_dimensions.module_calls, TERRAFORM),
    Dimension("module depth", (35, 70, 140), terraform_dimensions.module_depth, TERRAFORM),
    Dimension("leaves of a module tree", (64, 256, 1024), terraform_dimensions.module_tree, TERRAFORM),
    Dimension("locals in a chain", (75, 150, 300), terraform_dimensions.locals_chain, TERRAFORM),
    Dimension("roles in a template", (16, 64, 256), cloudformation_tree.roles, TEMPLATE),
    Dimension("values", (12, 48, 192), policy_dimensions.values, POLICY),
    Dimension("wildcard values", (16, 64, 256), policy_dimensions.wildcard_values, POLICY),
    Dimension("Deny statements", (10, 20, 40), policy_dimensions.deny_statements, POLICY),
    Dimension("statements", (6, 12, 24), policy_dimensions.statements, POLICY),
    Dimension("findings in one line", (6, 12, 24), policy_dimensions.one_line, POLICY),
    Dimension("statements of 20 wildcards", (3, 6, 12), policy_dimensions.many_wildcards, POLICY),
    Dimension("StringNotLike values", (16, 32, 64), policy_dimensions.exclusions, POLICY),
    Dimension("Deny and Allow with wildcards", (1, 2, 4, 8, 16, 32), policy_dimensions.wild_denials, POLICY),
)
