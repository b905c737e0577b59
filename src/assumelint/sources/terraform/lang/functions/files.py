"""Functions that read files, only from the tree that is checked."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable

from assumelint.sources.terraform.lang.functions.hashes import HASHES
from assumelint.sources.terraform.lang.functions.paths import clean
from assumelint.sources.terraform.lang.functions.spec import (
    Context,
    Family,
    FileProblemError,
    Files,
    FunctionError,
    Parameter,
)
from assumelint.sources.terraform.lang.functions.strings import as_text
from assumelint.sources.terraform.lang.values.equality import make_set
from assumelint.sources.terraform.lang.values.numbers import UndecidedError
from assumelint.sources.terraform.lang.values.texts import normalized
from assumelint.sources.terraform.lang.values.types import BOOL, STRING, SetType
from assumelint.sources.terraform.lang.values.value import StringValue, Value, string
from assumelint.text import Hole, HoleKind, Text

FAMILY = Family()
_PATH = Parameter("path", STRING)


def path_of(value: Value) -> str:
    """The path in a value: a known string, or one that starts with the working directory's hole.

    Raises `UndecidedError` for any other value.
    """
    text = as_text(value)
    if text.literal is not None:
        return text.literal
    first, *others = text.parts
    rest = Text(tuple(others), text.span).literal
    if isinstance(first, Hole) and first.kind is HoleKind.WORKING_DIRECTORY and rest is not None:
        return "." + rest
    raise UndecidedError("the path is not known")


def read_bytes(files: Files, path: str) -> bytes:
    """The contents of a file. Raises `FunctionError` if it does not exist, `UndecidedError` if it may not be read."""
    if path.startswith("~"):
        raise UndecidedError("a home directory")
    try:
        return files.read(path)
    except FileProblemError as error:
        if error.certain:
            raise FunctionError(str(error), 0) from None
        raise UndecidedError(str(error)) from None


def read_text(files: Files, path: str) -> Text:
    """The contents of a text file, with the span of each character. Raises the errors of `read_bytes`."""
    try:
        contents = read_bytes(files, path).decode()
    except UnicodeDecodeError:
        raise FunctionError(f"contents of {path} are not valid UTF-8", 0) from None
    return normalized(Text.of(contents, files.place(path, contents), exact=True))


@FAMILY.add("file", STRING, _PATH, partial=True)
def _file(context: Context, arguments: tuple[Value, ...]) -> Value:
    return StringValue(read_text(context.files, path_of(arguments[0])))


def _of_bytes(name: str, change: Callable[[bytes], str]) -> None:
    @FAMILY.add(name, STRING, _PATH, partial=True)
    def body(context: Context, arguments: tuple[Value, ...]) -> Value:
        return context.string(change(read_bytes(context.files, path_of(arguments[0]))))


_of_bytes("filebase64", lambda data: b64encode(data).decode())
for _name, _digest in HASHES.items():
    _of_bytes(f"filebase64{_name.removeprefix('base64')}" if _name.startswith("base64") else f"file{_name}", _digest)


@FAMILY.add("fileexists", BOOL, _PATH, partial=True)
def _fileexists(context: Context, arguments: tuple[Value, ...]) -> Value:
    path = path_of(arguments[0])
    if path.startswith("~"):
        return context.unknown(BOOL)
    try:
        return context.bool(context.files.exists(path))
    except FileProblemError as error:
        if error.certain:
            raise FunctionError(str(error), 0) from None
        return context.unknown(BOOL)


@FAMILY.add("fileset", SetType(STRING), _PATH, Parameter("pattern", STRING), partial=True)
def _fileset(context: Context, arguments: tuple[Value, ...]) -> Value:
    path, pattern = path_of(arguments[0]), as_text(arguments[1]).literal
    if pattern is None or pattern.startswith("../") or path.startswith("~"):
        raise UndecidedError("the pattern is not known")
    try:
        files = context.files.files(path)
    except FileProblemError as error:
        raise UndecidedError(str(error)) from None
    wanted = glob_pattern(clean(pattern))
    found = [string(name, context.span) for name in files if wanted.fullmatch(name)]
    return make_set(found, STRING, context.span)


def glob_pattern(pattern: str) -> re.Pattern[str]:
    """The regular expression for a glob with `**`, `*`, `?`, `[…]`, `{a,b}` (https://github.com/bmatcuk/doublestar)."""
    tokens = re.findall(r"\*\*/|/\*\*$|\*\*|\*|\?|\[[^\]]*\]|\\.|[{},]|[^*?\[\\{},]+|.", pattern, re.S)
    out, depth = [], 0
    for token in tokens:
        match token:
            case "**/":
                out.append("(?:[^/]+/)*")
            case "/**":
                out.append("/.*")
            case "**":
                out.append(".*" if len(tokens) == 1 else "[^/]*")
            case "*":
                out.append("[^/]*")
            case "?":
                out.append("[^/]")
            case "{":
                depth += 1
                out.append("(?:")
            case "}" if depth:
                depth -= 1
                out.append(")")
            case "," if depth:
                out.append("|")
            case _ if token[0] == "[" and len(token) > 2:
                out.append("[" + ("^" if token[1] in "^!" else "") + _class(token[1:-1].lstrip("^!")) + "]")
            case _:
                out.append(re.escape(token[1:] if token[0] == "\\" and len(token) > 1 else token))
    if depth:
        raise UndecidedError("the pattern is not valid")
    return re.compile("".join(out), re.S)


def _class(body: str) -> str:
    return body.replace("\\", "\\\\").replace("[", "\\[").replace("&&", "&\\&").replace("~~", "~\\~")
