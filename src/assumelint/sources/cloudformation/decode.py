"""YAML and JSON to the raw tree, and what is wrong with a text that is neither."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml
from msgspec import Struct

from assumelint.sources.cloudformation.builder import Builder, DecodeError
from assumelint.sources.cloudformation.raw import Raw, Source
from assumelint.sources.read.json import JsonError, parse_json
from assumelint.text import Span, Text
from assumelint.text.index import TextIndex


class Decoded(Struct, frozen=True):
    """A document, and the tags in it that no template may have (each with its place).

    `following` is where a second document begins, which no template has.
    """

    root: Raw
    strange_tags: tuple[tuple[str, Span], ...] = ()
    following: Span | None = None


def decode(text: Text, *, serverless: bool = False) -> Decoded | None:
    """The document that a text holds, or None where it holds none.

    Raises `DecodeError`.
    """
    index = TextIndex(text)
    is_json = index.flat.lstrip()[:1] in ("{", "[")
    builder = Builder(Source(index, text.span.file, is_json, serverless))
    try:
        builder.read()
    except yaml.YAMLError as error:
        if is_json:
            return _as_json(text, error, builder)
        raise _yaml_error(error, builder.source) from error
    except RecursionError as error:  # the parser in Python recurses; the one in C does not
        raise DecodeError("nested too deeply", index.span(0, 1)) from error
    if builder.root is None:
        return None
    return Decoded(builder.root, tuple(builder.strange), builder.following)


def json_mistake(text: Text) -> DecodeError | None:
    """What is wrong with a text in braces as JSON, or None.

    YAML makes something of much that JSON refuses, and it is seldom what was meant.
    """
    try:
        json.loads(text.flat)
    except (ValueError, RecursionError):
        try:
            parse_json(text)
        except JsonError as error:
            return DecodeError(error.message, error.span, error.help)
    return None


def _as_json(text: Text, error: yaml.YAMLError, builder: Builder) -> Decoded | None:
    """JSON has what YAML has not (surrogate pairs, for PyYAML's own parser tabs); its reader tells errors better."""
    try:
        parse_json(text)
    except JsonError as mistake:
        raise DecodeError(mistake.message, mistake.span, mistake.help) from error
    masked = re.sub(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}", r"\\uFFFD\\uFFFD", text.flat)
    masked = masked.replace("\t", " ")
    source = builder.source
    again = Builder(Source(source.index, source.file, source.is_json, source.serverless), is_masked=True)
    try:
        again.read(masked)
    except yaml.YAMLError:
        raise _yaml_error(error, source) from error
    return None if again.root is None else Decoded(again.root, tuple(again.strange))


def _yaml_error(error: yaml.YAMLError, source: Source) -> DecodeError:
    flat = source.index.flat
    marks: list[Any] = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    known = [mark.index for mark in marks if mark is not None]
    position = known[0] if known else getattr(error, "position", 0)
    # A position at the start of the next line says "the end of this one".
    position = min(position, max(len(flat.rstrip()) - 1, 0))
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    context = getattr(error, "context", None)
    message = f"{problem} {context}" if context else str(problem)
    advice = "Indent with spaces: YAML allows no tabs." if flat[position : position + 1] == "\t" else ""
    return DecodeError(message, source.span(position, position + 1), advice)


__all__ = ["DecodeError", "Decoded", "decode", "json_mistake"]
