"""The inputs of a unit, merged from its file and from those that it includes.

See https://docs.terragrunt.com/reference/hcl/blocks/#include for the strategies.
"""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.sources.terraform.config.expanded.object_arguments import member_of, written_entries
from assumelint.sources.terraform.config.terragrunt.frame import Frame, Included
from assumelint.sources.terraform.lang.values import (
    ListValue,
    MapValue,
    ObjectValue,
    TupleValue,
    Unknown,
    Value,
)
from assumelint.text import Hole, Text

_NOT_MERGED = "no_merge"


def merging(frame: Frame) -> Iterator[Included]:
    """The included files that are merged into a file, the one that wins over the others first."""
    return (each for each in reversed(frame.world.included(frame)) if each.strategy != _NOT_MERGED)


def input_of(frame: Frame, name: str) -> Value | None:
    """The input with this name, None if there is none."""
    value = _own(frame, name)
    for each in merging(frame):
        value = _merged(each.strategy, _own(each.frame, name), value)
    return value


def are_known(frame: Frame) -> bool:
    """Whether the names of all inputs are known, and nothing else passes values."""
    frames = (frame, *(each.frame for each in merging(frame)))
    if len(frame.world.included(frame)) < len(frame.file.includes):
        return False
    return all(_complete(each) and not each.file.passes_more for each in frames)


def inputs_of(frame: Frame, hole: Hole) -> Value:
    """All inputs as one object."""
    frames = (frame, *(each.frame for each in merging(frame)))
    names = sorted({name for each in frames for name in _names(each)})
    found = ((name, input_of(frame, name)) for name in names)
    members = {name: (Text.of(name, hole.span), value) for name, value in found if value is not None}
    return ObjectValue(members, hole.span, (), () if all(map(_complete, frames)) else (hole.as_many(),))


def _own(frame: Frame, name: str) -> Value | None:
    """The input that a file gives itself."""
    return member_of(frame.file.inputs, name, frame.evaluated, frame.module.home)


def _names(frame: Frame) -> tuple[str, ...]:
    inputs = frame.file.inputs
    if inputs is None:
        return ()
    entries = written_entries(inputs)
    if entries is not None:
        return tuple(entries)
    whole = frame.evaluated(inputs)
    return tuple(whole.members) if isinstance(whole, MapValue | ObjectValue) else ()


def _complete(frame: Frame) -> bool:
    """Whether the names of all inputs of a file are known."""
    inputs = frame.file.inputs
    if inputs is None or written_entries(inputs) is not None:
        return True
    whole = frame.evaluated(inputs)
    return isinstance(whole, MapValue | ObjectValue) and not whole.rest and not whole.partial


def _merged(strategy: str, parent: Value | None, child: Value | None) -> Value | None:
    if parent is None or child is None:
        return child or parent
    match parent, child:
        case (MapValue() | ObjectValue(), MapValue() | ObjectValue()) if strategy.startswith("deep"):
            members = dict(parent.members)
            for name, (key, value) in child.members.items():
                before = members.get(name)
                found = _merged(strategy, None if before is None else before[1], value)
                members[name] = key, value if found is None else found
            return ObjectValue(members, child.span, parent.partial + child.partial, parent.rest + child.rest)
        case (Unknown(hole), MapValue() | ObjectValue()) if strategy.startswith("deep"):
            return ObjectValue(child.members, child.span, child.partial, (*child.rest, hole.as_many()))
        case (ListValue() | TupleValue(), ListValue() | TupleValue()) if strategy == "deep":
            return TupleValue(parent.items + child.items, child.span)
        case (Unknown(hole), ListValue() | TupleValue()) if strategy == "deep":
            return TupleValue((Unknown(hole.as_many()), *child.items), child.span)
        case _:
            return child
