"""The names that `plan` uses: it builds policy documents and ARNs from values that are already known.

They are not exported by `config` itself, so that a configuration without policy documents does not import them.
"""

from __future__ import annotations

from assumelint.sources.terraform.config.declared.judged_types import PROVIDERS, ROLES
from assumelint.sources.terraform.config.expanded.blocks import Filled, Setting
from assumelint.sources.terraform.config.provided.iam_names import provider_arn, without_scheme
from assumelint.sources.terraform.config.provided.policy_merge import merged_document
from assumelint.sources.terraform.config.provided.policy_source import Source
from assumelint.sources.terraform.config.provided.policy_statements import DEFAULT_VERSION, own_statements

__all__ = [
    "DEFAULT_VERSION",
    "PROVIDERS",
    "ROLES",
    "Filled",
    "Setting",
    "Source",
    "merged_document",
    "own_statements",
    "provider_arn",
    "without_scheme",
]
