"""Functions of paths (https://developer.hashicorp.com/terraform/language/functions#filesystem-functions)."""

from __future__ import annotations

from posixpath import normpath

from msgspec.structs import replace

from assumelint.sources.terraform.lang.functions.spec import Context, Family, Parameter, text_of
from assumelint.sources.terraform.lang.values.types import STRING
from assumelint.sources.terraform.lang.values.unknowns import named
from assumelint.sources.terraform.lang.values.value import StringValue, Value
from assumelint.text import HoleKind, Piece, Text

FAMILY = Family()
_PATH = Parameter("path", STRING)


def clean(path: str) -> str:
    """The shortest equivalent path (Go's `filepath.Clean`)."""
    normal = normpath(path) if path else "."
    return normal[1:] if normal.startswith("//") else normal


@FAMILY.add("basename", STRING, _PATH)
def _basename(context: Context, arguments: tuple[Value, ...]) -> Value:
    path = text_of(arguments[0])
    if not path.strip("/"):
        return context.string("/" if path else ".")
    return context.string(path.rstrip("/").rpartition("/")[2])


@FAMILY.add("dirname", STRING, _PATH)
def _dirname(context: Context, arguments: tuple[Value, ...]) -> Value:
    before, slash, _ = text_of(arguments[0]).rpartition("/")
    return context.string(clean(before + slash))


@FAMILY.add("abspath", STRING, _PATH)
def _abspath(context: Context, arguments: tuple[Value, ...]) -> Value:
    path = clean(text_of(arguments[0]))
    if path.startswith("/"):
        return context.string(path)
    root = replace(named("path.cwd", context.span), kind=HoleKind.WORKING_DIRECTORY)
    if path == ".":
        return StringValue(Text((root,), context.span))
    if path == ".." or path.startswith("../"):
        return context.unknown(STRING)
    return StringValue(Text((root, Piece("/" + path, context.span, exact=False)), context.span))


@FAMILY.add("pathexpand", STRING, _PATH)
def _pathexpand(context: Context, arguments: tuple[Value, ...]) -> Value:
    return context.unknown(STRING) if text_of(arguments[0]).startswith("~") else arguments[0]
