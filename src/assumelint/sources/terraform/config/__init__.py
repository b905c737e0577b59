"""Terraform configurations: what the files of a directory, and of the modules that they call, make.

In go directories, the tree that may be read and the variables that are given; out come roles, policy documents and
identity providers, with what is wrong in the code and what could not be followed. Within, each room stands on those
before it: `declared` (blocks by name, nothing evaluated), `expanded` (instances of modules, resources and nested
blocks), `provided` (what the AWS provider makes of a resource), `resolved` (what names stand for), `collected`
(which modules and resources matter, and what they make).

A plan holds some of this worked out already: what is left to do for it stands in `pieces`.
"""

from __future__ import annotations

from assumelint.sources.terraform.config.collected.extract import extract

__all__ = ["extract"]
