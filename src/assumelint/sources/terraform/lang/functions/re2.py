"""Go's regular expressions (https://github.com/google/re2/wiki/Syntax), run by the `regex` module.

Syntax that RE2 lacks (backreferences, lookaround) is refused; syntax with another meaning in RE2 is translated. RE2
takes linear time for any pattern; here, a search that takes too long is abandoned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from assumelint.sources.terraform.lang.functions.spec import FunctionError
from assumelint.sources.terraform.lang.values.numbers import UndecidedError

SECONDS = 0.5
_REPEAT = re.compile(r"[*+?]\??|\{(\d+)(?:,(\d*))?\}\??")
_GROUP = re.compile(r"\((?:\?(?:P?<(?P<name>[A-Za-z0-9_]+)>|(?P<flags>[imsU]*(?:-[imsU]+)?)(?P<end>[:)])))?")
_ESCAPE = re.compile(
    r"\\(?:[pP](?:\{\^?\w+\}|[A-Z])|x\{[0-9A-Fa-f]{1,8}\}|x[0-9A-Fa-f]{2}|[0-7]{3}|0[0-7]{0,2}|[A-Za-z]|[^A-Za-z0-9])"
)
_POSIX = re.compile(r"\[:\^?[a-z]+:\]")
_SPACE = "\\t\\n\\f\\r "
_WORD = "[0-9A-Za-z_]"
_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": "\\x00-\\x7f",
    "blank": "\\t ",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": "\\t\\n\\v\\f\\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
_LETTERS = {
    "d": "[0-9]",
    "D": "[^0-9]",
    "w": "[0-9A-Za-z_]",
    "W": "[^0-9A-Za-z_]",
    "s": f"[{_SPACE}]",
    "S": f"[^{_SPACE}]",
    "b": f"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))",
    "B": f"(?:(?<={_WORD})(?={_WORD})|(?<!{_WORD})(?!{_WORD}))",
    "A": "\\A",
    "z": "\\Z",
    "a": "\\x07",
    "f": "\\f",
    "t": "\\t",
    "n": "\\n",
    "r": "\\r",
    "v": "\\v",
}
_IN_CLASS = {"d": "0-9", "w": "0-9A-Za-z_", "s": _SPACE} | {key: _LETTERS[key] for key in "aftnrv"}


class _Translation:
    """The translation of one pattern, in a single pass."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.flags = ""
        self.scopes: list[str] = []
        self.names: list[str] = []
        self.groups = 0
        self.repeatable = False

    def translate(self) -> str:
        """The pattern for the `regex` module. Raises `FunctionError`."""
        out: list[str] = []
        while self.at < len(self.pattern):
            out.append(self._next())
        if self.scopes:
            raise self._error("missing closing )")
        return "".join(out)

    def _error(self, reason: str) -> FunctionError:
        return FunctionError(f"invalid regexp pattern: {reason} in {self.pattern}", 0)

    def _next(self) -> str:
        char = self.pattern[self.at]
        if repeat := _REPEAT.match(self.pattern, self.at):
            return self._repeat(repeat)
        self.repeatable = char not in "(|"
        match char:
            case "\\":
                return self._escape()
            case "[":
                return self._class()
            case "(":
                return self._open()
            case ")":
                if not self.scopes:
                    raise self._error("unexpected )")
                self.flags = self.scopes.pop()
            case "$":
                self.at += 1
                return "(?m:$)" if "m" in self.flags else "\\Z"
            case "^":
                self.at += 1
                return "(?m:^)" if "m" in self.flags else "\\A"
            case ".":
                self.at += 1
                return "(?s:.)" if "s" in self.flags else "[^\\n]"
            case "|":
                pass
            case _:
                self.at += 1
                return re.escape(char)
        self.at += 1
        return char

    def _repeat(self, found: re.Match[str]) -> str:
        if not self.repeatable:
            raise self._error("missing argument to repetition operator")
        low, high = found[1], found[2]
        if low and (int(low) > 1000 or (high and not int(low) <= int(high) <= 1000)):
            raise self._error("invalid repeat count")
        self.at = found.end()
        if _REPEAT.match(self.pattern, self.at):
            raise self._error("invalid nested repetition operator")
        text = found[0]
        if "U" in self.flags:
            text = text[:-1] if len(text) > 1 and text.endswith("?") else text + "?"
        return text

    def _escape(self) -> str:
        if self.pattern.startswith("\\Q", self.at):
            end = self.pattern.find("\\E", self.at)
            quoted = self.pattern[self.at + 2 : end if end >= 0 else None]
            self.at = end + 2 if end >= 0 else len(self.pattern)
            return re.escape(quoted)
        return self._escaped(_LETTERS)

    def _escaped(self, letters: dict[str, str]) -> str:
        found = _ESCAPE.match(self.pattern, self.at)
        if not found:
            raise self._error(
                "invalid escape sequence"
                if self.at + 1 < len(self.pattern)
                else "trailing backslash at end of expression"
            )
        self.at = found.end()
        body = found[0][1:]
        if body[0] in "pP":
            return "\\" + (body if "{" in body else f"{body[0]}{{{body[1]}}}")
        if body[0] == "x":
            return re.escape(chr(int(body[1:].strip("{}"), 16)))
        if body[0].isdigit():
            return re.escape(chr(int(body, 8)))
        if body[0].isascii() and body[0].isalpha():
            if body not in letters:
                raise self._error("invalid escape sequence")
            return letters[body]
        return re.escape(body)

    def _open(self) -> str:
        found = _GROUP.match(self.pattern, self.at)
        if not found or (self.pattern.startswith("(?", self.at) and len(found[0]) == 1):
            raise self._error("invalid or unsupported Perl syntax")
        self.at = found.end()
        flags = self._changed(found["flags"] or "")
        if found["end"] == ")":
            if ("i" in flags) != ("i" in self.flags):
                raise UndecidedError("case folding in the midst of a pattern")
            self.flags = flags
            return ""
        self.scopes.append(self.flags)
        folding = ("i" in flags) - ("i" in self.flags)
        self.flags = flags
        if found["end"] == ":":
            return {1: "(?i:", 0: "(?:", -1: "(?-i:"}[folding]
        self.groups += 1
        if found["name"]:
            if found["name"] in self.names:
                raise UndecidedError("two groups of one name")
            self.names.append(found["name"])
            return f"(?P<{found['name']}>"
        return "("

    def _changed(self, given: str) -> str:
        on, _, off = given.partition("-")
        return "".join(sorted((set(self.flags) | set(on)) - set(off)))

    def _class(self) -> str:
        start = self.at
        self.at += 1
        out = "["
        if self.pattern.startswith("^", self.at):
            out += "^"
            self.at += 1
        first = True
        while first or not self.pattern.startswith("]", self.at):
            if self.at >= len(self.pattern):
                self.at = start
                raise self._error("missing closing ]")
            out += self._member()
            first = False
        self.at += 1
        return out + "]"

    def _member(self) -> str:
        if posix := _POSIX.match(self.pattern, self.at):
            self.at = posix.end()
            name = posix[0][2:-2]
            if name.removeprefix("^") not in _CLASSES:
                raise self._error("invalid character class range")
            if name.startswith("^"):
                raise UndecidedError("negated class in a class")
            return _CLASSES[name]
        char = self.pattern[self.at]
        if char == "\\":
            if self.pattern[self.at + 1 : self.at + 2] in tuple("DWS"):
                raise UndecidedError("negated class in a class")
            return self._escaped(_IN_CLASS)
        self.at += 1
        if char == "-":
            return "-" if self._in_range() else "\\-"
        return re.escape(char) if not char.isalnum() else char

    def _in_range(self) -> bool:
        before = self.pattern[self.at - 2]
        after = self.pattern[self.at : self.at + 1]
        return before not in "[^" and after not in ("]", "")


class Pattern:
    """A compiled pattern."""

    def __init__(self, source: str) -> None:
        import regex  # type: ignore[import-untyped,unused-ignore]

        flags, rest = _leading_flags(source)
        translation = _Translation(rest)
        translation.flags = flags
        text = translation.translate()
        try:
            self.compiled: Any = regex.compile(text, regex.V0 | (regex.I if "i" in flags else 0))
        except (regex.error, OverflowError):
            raise UndecidedError("a pattern that is not read here") from None
        self.names = translation.names
        self.groups = translation.groups
        self.mixed = bool(self.names) and len(self.names) != self.groups

    def matches(self, text: str) -> Iterator[Any]:
        """The matches in order, without empty matches directly after another match."""
        end = -1
        try:
            for found in self.compiled.finditer(text, timeout=SECONDS):
                if found.start() == found.end() == end:
                    continue
                end = found.end()
                yield found
        except TimeoutError:
            raise UndecidedError("the pattern takes too long") from None


def _leading_flags(source: str) -> tuple[str, str]:
    """The flags at the start of a pattern, which apply to all of it, and the rest of the pattern."""
    found = re.match(r"\(\?([imsU]+)\)", source)
    return (found[1], source[found.end() :]) if found else ("", source)


@lru_cache(maxsize=256)
def compile_pattern(source: str) -> Pattern:
    """Compile a pattern. Raises `FunctionError` if Terraform refuses it, `UndecidedError` if it is unsupported here."""
    return Pattern(source)
