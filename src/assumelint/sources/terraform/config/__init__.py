"""Terraform configurations: evaluates the `.tf` files of root modules and of the modules they call.

Input: directories, the file tree that may be read, and the values given for variables. Output: roles, policy
documents and identity providers, the problems found in the code, and notes on what could not be followed.

Each package below uses only those before it: `declared` (blocks by name, nothing evaluated), `expanded` (instances of
modules, resources and nested blocks), `provided` (attributes as the AWS provider computes them), `resolved` (values of
references), `collected` (which modules and resources matter, and the result).

A plan already holds some of these values: `pieces` exports what `plan` needs to build policy documents and ARNs.
"""

from __future__ import annotations

from assumelint.sources.terraform.config.collected.extract import extract

__all__ = ["extract"]
