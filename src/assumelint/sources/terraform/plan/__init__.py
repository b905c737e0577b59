"""Plans: the JSON that `terraform show -json` prints for a plan file.

Input: such a JSON file. Output: the roles and identity providers that the plan creates. A policy that is known only
after apply is rebuilt from its deferred data source, with holes for the unknown values.
"""

from __future__ import annotations

from assumelint.sources.terraform.plan.extract import extract_plan

__all__ = ["extract_plan"]
