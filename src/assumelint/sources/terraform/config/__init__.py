"""Terraform configurations: evaluates the `.tf` files of root modules and of the modules they call.

Input: directories, the file tree that may be read, and the values given for variables. Output: roles, policy
documents and identity providers, the problems found in the code, and notes on what could not be followed.

Each package below uses only those before it: `declared` (blocks by name, nothing evaluated), `expanded` (instances of
modules, resources and nested blocks), `provided` (attributes as the AWS provider computes them), `resolved` (values of
references), `collected` (which modules and resources matter, and the result).

The other names exported here serve `plan`, which builds policy documents and ARNs from values that are already known.
"""

from __future__ import annotations

from assumelint.sources.terraform.config.collected.extract import extract
from assumelint.sources.terraform.config.expanded.blocks import Filled, Setting
from assumelint.sources.terraform.config.provided.iam_names import provider_arn, without_scheme
from assumelint.sources.terraform.config.provided.policy_merge import merged_document
from assumelint.sources.terraform.config.provided.policy_source import Source
from assumelint.sources.terraform.config.provided.policy_statements import DEFAULT_VERSION, own_statements

__all__ = [
    "DEFAULT_VERSION",
    "Filled",
    "Setting",
    "Source",
    "extract",
    "merged_document",
    "own_statements",
    "provider_arn",
    "without_scheme",
]
