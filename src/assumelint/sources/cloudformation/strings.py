"""The functions that return a string: `Fn::Sub`, `Fn::Join`, `Fn::Base64`, `Fn::ToJsonString`.

Reference: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
"""

from __future__ import annotations

import base64
import re

from assumelint.sources.cloudformation.literals import dynamic, first_unknown, inserted, plain_text, string
from assumelint.sources.cloudformation.names import attribute_of, named
from assumelint.sources.cloudformation.scope import Scope
from assumelint.sources.cloudformation.unknowns import flattened, hole, malformed, unknown
from assumelint.sources.read.yaml_tree import Raw, RawList, RawMap, RawScalar
from assumelint.text import Hole, Part, Piece, Span, Text
from assumelint.text.document import Node, Sequence
from assumelint.text.json_text import Escapes, write_json

_VARIABLE = re.compile(r"\$\{(!?)([^{}]*)\}")


def substitute(scope: Scope, argument: Raw, at: Span) -> Node:
    """Evaluate `Fn::Sub`: a template, or a list of a template and its own variables."""
    variables: dict[str, Raw] = {}
    template = argument
    if isinstance(argument, RawList):
        if len(argument.items) != 2 or not isinstance(argument.items[1], RawMap):
            return malformed(scope, "Sub", argument, at, "a string, or a list of a string and its variables")
        template = argument.items[0]
        variables = {key.value: value for key, value in argument.items[1].named()}
    if not isinstance(template, RawScalar):
        value = scope.value(template)
        return unknown(scope, "Sub", first_unknown(value), at)
    text = scope.replaced(string(template))
    whole = _VARIABLE.fullmatch(text.flat)
    if whole is not None and not whole[1] and whole[2].strip() in scope.stack.template.parameters.keys() - variables:
        return named(scope, whole[2].strip(), template.span) or text
    parts: list[Part] = []
    done = 0
    for found in _VARIABLE.finditer(text.flat):
        parts += text.cut(done, found.start()).parts if found.start() > done else ()
        done = found.end()
        span = text.span_of(found.start(), found.end())
        if found[1]:
            parts.append(Piece("${" + found[2] + "}", span, exact=False))
        else:
            parts += _variable(scope, found[2].strip(), variables, span)
    parts += text.cut(done).parts if done < len(text.flat) else ()
    scope.budget.spend(sum(len(part.text) for part in parts if isinstance(part, Piece)))
    return dynamic(Text(tuple(parts), template.span))


def _variable(scope: Scope, name: str, variables: dict[str, Raw], at: Span) -> tuple[Part, ...]:
    value: Node | None
    if name in variables:
        value = scope.value(variables[name])
    elif "." in name and name not in scope.loops:
        resource, _, attr = name.partition(".")
        value = attribute_of(scope, resource, attr, at)
    else:
        value = named(scope, name, at)
    text = plain_text(value)
    return inserted(text, at) if text is not None else (hole(scope, name, at),)


def join(scope: Scope, argument: Raw, at: Span) -> Node:
    """Evaluate `Fn::Join`."""
    if not isinstance(argument, RawList) or len(argument.items) != 2:
        return malformed(scope, "Join", argument, at, "a delimiter and a list")
    delimiter, values = plain_text(scope.value(argument.items[0])), scope.value(argument.items[1])
    if delimiter is None or not isinstance(values, Sequence):
        return unknown(scope, "Join", first_unknown(values), at)
    if any(isinstance(item, Hole) and item.many for item in values.items):
        return unknown(scope, "Join", first_unknown(values), at)
    parts: list[Part] = []
    for number, item in enumerate(flattened(values.items)):
        text = plain_text(item)
        parts += delimiter.parts if number else ()
        parts += text.parts if text is not None else (unknown(scope, "Join", first_unknown(item), at),)
    scope.budget.spend(sum(len(part.text) for part in parts if isinstance(part, Piece)))
    return dynamic(Text(tuple(parts), at))


def encode(scope: Scope, argument: Raw, at: Span) -> Node:
    """Evaluate `Fn::Base64`."""
    text = plain_text(scope.value(argument))
    if text is None or text.literal is None:
        return unknown(scope, "Base64", first_unknown(text), at)
    return Text.of(base64.b64encode(text.literal.encode("utf-8", "replace")).decode("ascii"), at)


def to_json(scope: Scope, argument: Raw, at: Span) -> Node:
    """Evaluate `Fn::ToJsonString`: return a value as JSON text in which each string keeps its position.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ToJsonString.html
    """
    value = scope.value(argument)
    if value is None or isinstance(value, Hole):
        return unknown(scope, "ToJsonString", first_unknown(value), at)
    parts = write_json(value, Escapes.NEEDED).parts
    scope.budget.spend(sum(len(part.text) for part in parts if isinstance(part, Piece)))
    return Text(parts, at)
