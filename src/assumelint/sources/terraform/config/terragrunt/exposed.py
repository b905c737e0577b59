"""What other files see of a Terragrunt file: its locals and its inputs."""

from __future__ import annotations

from assumelint.sources.terraform.config.expanded.undeclared import LOCAL, undeclared
from assumelint.sources.terraform.config.terragrunt.frame import Frame
from assumelint.sources.terraform.config.terragrunt.inputs import input_of, inputs_of
from assumelint.sources.terraform.lang import Attr, Reference, evaluate
from assumelint.sources.terraform.lang.values import ObjectValue, Unknown, Value, named
from assumelint.text import Hole, Span, Text


def configuration(frame: Frame, hole: Hole) -> Value:
    """A file as one object. Its other blocks are unknown members."""
    members = {"inputs": inputs_of(frame, hole), "locals": _locals(frame, hole.span)}
    entries = {name: (Text.of(name, hole.span), value) for name, value in members.items()}
    return ObjectValue(entries, hole.span, (), (hole.as_many(),))


def configuration_member(frame: Frame, reference: Reference, used: int, hole: Hole) -> tuple[Value, int]:
    """The value of a reference whose first `used` steps name a file, and how many steps it covers.

    `hole` is that of the whole reference.
    """
    match reference.steps[used : used + 2]:
        case (Attr("locals"), Attr(name)):
            return local_of(frame, name, hole), used + 2
        case (Attr("inputs"), Attr(name)):
            value = input_of(frame, name)
            return Unknown(hole) if value is None else value, used + 2
        case (Attr("locals"), *_):
            return _locals(frame, hole.span), used + 1
        case (Attr("inputs"), *_):
            return inputs_of(frame, hole), used + 1
        case (Attr(), *_):
            return Unknown(hole), len(reference.steps)
        case _:
            return configuration(frame, hole), used


def local_of(frame: Frame, name: str, hole: Hole) -> Value:
    """A local value of a file; unknown, and a note, if there is none or if it fails."""
    local = frame.file.locals.locals.get(name)
    if local is None:
        return undeclared(frame.module, hole, LOCAL, name, frame.file.locals.locals)
    return frame.tried(f"local.{name}", local.span, lambda: evaluate(local.attribute().value, frame.module.scope()))


def _locals(frame: Frame, span: Span) -> Value:
    members = {
        name: (Text.of(name, span), local_of(frame, name, named(f"local.{name}", span, frame.module.home)))
        for name in sorted(frame.file.locals.locals)
    }
    return ObjectValue(members, span)
