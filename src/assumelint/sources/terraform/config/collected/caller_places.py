"""What a role owes to the calls of its module: the places of arguments, and the calls themselves."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from assumelint.model import Use
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.text import Span, Text
from assumelint.text.code import Code
from assumelint.text.document import Mapping, Node, Sequence


def pointed(node: Node, call: Span) -> Node:
    """A copy of a modelled module's policy: strings with part of a call's argument have the span of that part."""

    def moved(text: Text) -> Text:
        if text.span != call:
            return text
        return next((text.at(part.span) for part in text.parts if part.span != call), text)

    return _changed(node, moved)


def passed(node: Node, blocks: Iterable[Span], code: Code) -> Node:
    """A copy of a policy in which strings that are an argument of a template file have the argument's span.

    `blocks` are those of the role and of the calls that lead to it. The file may be the template of other roles.
    """
    own = tuple(blocks)

    def moved(text: Text) -> Text:
        if not text.parts or any(part.span.file == text.span.file for part in text.parts):
            return text
        first = text.parts[0].span
        return text.at(_token(first, code)) if any(block.holds(first) for block in own) else text

    return _changed(node, moved)


def _token(span: Span, code: Code) -> Span:
    """The span with the quotes around it, if there are any: that of the string as it is written."""
    quoted = replace(span, column=max(span.column - 1, 1), end_column=span.end_column + 1)
    written = code.slice(quoted) or ""
    return quoted if written[:1] == written[-1:] == '"' else span


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
