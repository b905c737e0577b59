"""What a role owes to the calls of its module: the places of arguments, and the calls themselves."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec.structs import replace

from assumelint.model import Use
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.text import Hole, Part, Span, Text
from assumelint.text.code import Code
from assumelint.text.document import Mapping, Node, Sequence


def pointed(node: Node, call: Span) -> Node:
    """A copy of a modelled module's policy: strings with part of a call's argument have the span of that part."""

    def moved(text: Text) -> Text:
        if text.span != call:
            return text
        return next((text.at(part.span) for part in text.parts if part.span != call), text)

    return _changed(node, moved)


def passed(node: Node, code: Code) -> Node:
    """A copy of a policy in which strings that are an argument of a template file have the argument's span.

    The file may be the template of other roles. A string that is put together in the template stays there.
    """

    def moved(text: Text) -> Text:
        if not text.parts or any(part.span.file == text.span.file for part in text.parts):
            return text
        return text.at(_written(text.parts[0], code) or text.span)

    return _changed(node, moved)


def _written(part: Part, code: Code) -> Span | None:
    """The span of the literal that a part is the whole of, or of the reference that it is computed for.

    None for a part of a literal, such as the host in the URL of a provider: the string was not written there.
    """
    if isinstance(part, Hole) or not part.exact:
        return part.span
    span = part.span
    quoted = replace(span, column=max(span.column - 1, 1), end_column=span.end_column + 1)
    written = code.slice(quoted) or ""
    return quoted if written[:1] == written[-1:] == '"' else None


def _changed(node: Node, change: Callable[[Text], Text]) -> Node:
    match node:
        case Text():
            return change(node)
        case Sequence(items, span):
            return Sequence(tuple(_changed(item, change) for item in items), span)
        case Mapping(entries):
            return replace(node, entries=tuple((change(key), _changed(value, change)) for key, value in entries))
        case _:
            return node


def callers(module: Module, declared: Span, node: Node | None) -> tuple[Use, ...]:
    """The calls that lead to what a block declares, as uses of what it takes from the files of each module."""
    levels = [each for each in module.with_callers() if not each.declared.partial]
    if all(each.call is None for each in levels):
        return ()
    uses = []
    for file in dict.fromkeys((declared.file, *(() if node is None else _files(node)))):
        folder = Path(os.path.normpath(module.project.tree.cwd / file)).parent
        around = [each for each in levels if folder.is_relative_to(each.directory)]
        own = max(around, key=lambda each: len(each.directory.parts), default=None)
        whole = Span(file, 1, 1, sys.maxsize, 1)
        outwards = () if own is None else own.with_callers()
        uses += [Use(whole, each.call.span) for each in outwards if each.call is not None]
    return tuple(uses)


def _files(node: Node) -> Iterator[str]:
    """The files that hold parts of a policy."""
    match node:
        case Sequence(items, span):
            yield span.file
            for item in items:
                yield from _files(item)
        case Mapping(entries, span):
            yield span.file
            for key, value in entries:
                yield key.span.file
                yield from _files(value)
        case _:
            yield node.span.file
