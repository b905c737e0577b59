"""Plans: what `terraform show -json` prints of a plan file.

In goes such a file; out come the roles and identity providers that it will make. A policy that is known after apply
only is rebuilt from its deferred data source, with holes.
"""

from __future__ import annotations

from assumelint.sources.terraform.plan.extract import extract_plan

__all__ = ["extract_plan"]
