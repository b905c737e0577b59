"""Holes for the references that a plan lists for an unknown value, such as `aws_eks_cluster.a[0].arn`."""

from __future__ import annotations

import re

from msgspec.structs import replace

from assumelint.sources.terraform.config.provided.kinds import within
from assumelint.sources.terraform.lang.values import member, named
from assumelint.text import Hole, Span

_KEY = re.compile(r"\[[^\]]*\]")


def referred(reference: str, span: Span, home: str) -> Hole:
    """The hole for the value of a reference; `home` is the address of the reference's module in the plan."""
    mode, *names = _KEY.sub("", reference).split(".")
    type, *steps = names if mode == "data" and names else (mode, *names)
    hole = named(reference, span, home)
    if len(steps) < 2:
        return hole
    hole = replace(hole, within=within((mode, type, steps[0])))
    for step in steps[1:]:
        hole = member(hole, step, reference, span)
    return hole
