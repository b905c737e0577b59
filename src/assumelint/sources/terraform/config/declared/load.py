"""Loads the declarations of a directory: each file is outlined, its blocks are left unparsed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from pathlib import Path

from assumelint.cause import Cause
from assumelint.model import Problem
from assumelint.sources.terraform.config.declared.declarations import Declaration, Declarations, Local, Written
from assumelint.sources.terraform.config.declared.files import configuration_files
from assumelint.sources.terraform.config.declared.syntax_problem import syntax_problem
from assumelint.sources.terraform.syntax import (
    Entry,
    HclError,
    SourceText,
    members,
    parse_attribute,
    parse_block,
    top_level,
)
from assumelint.sources.terraform.syntax.ast import Attribute, Block, Body
from assumelint.text import Span, Text
from assumelint.text.tree import Tree, UnreadableError

_SOURCE = re.compile(r'^\s*source\s*=\s*"([^"\\$%\n]*)"\s*(?:#.*|//.*)?$', re.MULTILINE)


def load_directory(directory: Path, tree: Tree) -> Declarations:
    """Everything that the files of a directory declare. Errors in reading and outlining them are in `problems`."""
    files, declared = configuration_files(directory), Declarations()
    for path in files.primary:
        _load(path, tree, declared, override=False)
    for path in files.override:
        _load(path, tree, declared, override=True)
    return declared


def load_files(paths: Iterable[Path], tree: Tree) -> Declarations:
    """Everything that the given files declare."""
    declared = Declarations()
    for path in paths:
        _load(path, tree, declared, override=False)
    return declared


def with_text(declared: Declarations, text: Text) -> Declarations:
    """The same declarations and those of a text without holes, whose errors are added to `problems`."""
    copied = {each: copy(getattr(declared, each)) for each in Declarations.__struct_fields__}
    both = Declarations(**copied)
    source = SourceText.computed(text)
    both.texts.append(source.text)
    _take_native(source, both, override=False)
    return both


def load_model(text: str, span: Span) -> Declarations:
    """The declarations of a module's model (see `registry`). All of them have the span of the module call."""
    declared = Declarations(partial=True, texts=[text])
    _take_native(SourceText.computed(Text.of(text, span)), declared, override=False)
    return declared


def _load(path: Path, tree: Tree, declared: Declarations, *, override: bool) -> None:
    name = tree.display(path)
    try:
        source = SourceText.decode(name, tree.read(path))
        declared.texts.append(source.text)
        if path.name.endswith(".json"):
            declared.unwritten = True
            _take_json(source, declared, override=override)
        else:
            _take_native(source, declared, override=override)
    except HclError as error:
        declared.unwritten = True
        declared.problems.append(syntax_problem(error))
    except UnreadableError as error:
        declared.problems.append(Problem(Cause.UNREADABLE_FILE, Span(name, 1, 1, 1, 1), str(error)))


def _take_native(source: SourceText, declared: Declarations, *, override: bool) -> None:
    outline = top_level(source)
    declared.problems += (syntax_problem(error) for error in outline.errors)
    written = Written(source)
    if outline.errors:
        declared.unwritten = True
    else:
        declared.written.append(written)
    for entry in outline.entries:
        if entry.name == "locals" and entry.is_block:
            written.blocks.append((entry, None))
            declared.add_locals(_locals(source, entry, declared), override=override)
        elif entry.is_block:
            found = _declaration(source, entry)
            written.blocks.append((entry, None if override else found))
            declared.add(found, override=override)


def _declaration(source: SourceText, entry: Entry) -> Declaration:
    def load() -> Block:
        return parse_block(source, entry)

    def place() -> tuple[Span, Span]:
        return entry.header(source), source.span(entry.start, entry.end)

    origin = None
    if entry.name in ("module", "component"):
        found = _SOURCE.findall(entry.text(source))
        origin = found[0] if len(found) == 1 else None
    return Declaration(entry.name, entry.labels, place, load, entry.text(source), origin)


def _locals(source: SourceText, block: Entry, declared: Declarations) -> Iterator[Local]:
    outline = members(source, block)
    declared.problems += (syntax_problem(error) for error in outline.errors)
    for entry in outline.entries:
        if not entry.is_block:
            yield _local(source, entry)


def _local(source: SourceText, entry: Entry) -> Local:
    def load() -> Attribute:
        return parse_attribute(source, entry)

    return Local(entry.name, entry.header(source), load)


def _take_json(source: SourceText, declared: Declarations, *, override: bool) -> None:
    from assumelint.sources.terraform.syntax.json_body import parse_json_file

    body: Body = parse_json_file(source)
    for block in body.blocks:
        if block.type == "locals":
            declared.add_locals(map(_parsed_local, block.body.attributes), override=override)
        else:
            labels = tuple(label.text for label in block.labels)
            declared.add(Declaration(block.type, labels, _placed(block), _constant(block)), override=override)


def _parsed_local(attribute: Attribute) -> Local:
    return Local(attribute.name, attribute.name_span, lambda: attribute)


def _placed(block: Block) -> Callable[[], tuple[Span, Span]]:
    return lambda: (block.span, block.whole)


def _constant(block: Block) -> Callable[[], Block]:
    return lambda: block
