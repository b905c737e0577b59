"""Recognises blocks that are certainly well-formed, many times faster than parsing them.

Terraform refuses a whole directory for one syntax error, so every block of it has to be checked, although few of them
are ever evaluated. Most blocks consist of plain lines: `name = "value"`, lists, objects, calls. `is_plain` accepts
these, in steps of one regular expression for each run of lines. It never accepts what the parser refuses; a block that
it does not accept may be well-formed or not, and has to be parsed.
"""

from __future__ import annotations

import re
from functools import cache

from assumelint.sources.terraform.syntax.delimiters import Unclosed, heredoc_end
from assumelint.sources.terraform.syntax.outline import Entry
from assumelint.sources.terraform.syntax.source import SourceText

# The deepest nesting that is followed, far below the limit of the parser.
_MAX_DEPTH = 20

_BLANK = r"[ \t]*+"
_COMMENT = r"(?:#|//)[^\n]*+"
_LINE_END = rf"{_BLANK}(?:{_COMMENT})?+\r?\n"
_SPACE = rf"(?:[ \t\n]++|\r\n|{_COMMENT})*+"
_WORD = r"[A-Za-z_][A-Za-z0-9_-]*+"
_NUMBER = r"[0-9]++(?:\.[0-9]++)?+(?![.0-9A-Za-z_])"
_LITERAL = r'[^"\\$%\n]++|\\[nrt"\\]|\$\$\{|%%\{|[$%](?!\{)'
_STEPS = rf"(?:\.{_WORD}|\.[0-9]++(?![0-9eE]|\.+[0-9eE])|\[(?:[0-9]++|\"[^\"\\$%\n]*+\"|{_WORD}(?:\.{_WORD})*+)\])*+"
_REFERENCE = rf"{_WORD}{_STEPS}(?:\[\*\]{_STEPS})?+"
_INTERPOLATION = rf"\$\{{{_BLANK}{_WORD}{_STEPS}{_BLANK}\}}"
_STRING = rf'"(?:{_LITERAL}|{_INTERPOLATION})*+"'
_NO_LOOP = r"(?!for(?![A-Za-z0-9_-]))"
_LIST = rf"\[{_BLANK}(?:{_STRING}(?:{_BLANK},{_BLANK}{_STRING})*+(?:{_BLANK},)?+{_BLANK})?+\]"
_OPERAND = rf"[!-]?+(?:{_STRING}|{_NUMBER}|{_REFERENCE}(?!{_BLANK}\()|{_LIST}|\{{{_BLANK}\}})"
_OPERATOR = r"(?:\|\||&&|==|!=|<=|>=|<(?!<)|>|[+*%-]|/(?![/*]))"

_ASSIGN = rf"{_BLANK}=(?![=>]){_BLANK}"
_KEY = rf"(?:{_REFERENCE}|{_STRING}|\({_BLANK}{_REFERENCE}{_BLANK}\)){_BLANK}(?:=(?![=>])|:(?!:)){_BLANK}"
_LABEL = rf'(?:{_WORD}|"[^"\\$%\n]*+")'
_HEADER = rf"{_WORD}{_BLANK}(?:{_LABEL}{_BLANK})*+\{{"
_OPENING = (
    rf"(?P<loop>[\[{{]){_SPACE}for[ \t]++{_WORD}{_BLANK}(?:,{_BLANK}{_WORD}{_BLANK})?+(?<=[ \t])in(?=[ \t\n\r([{{\"])"
    rf"|(?P<brace>\{{){_SPACE}{_NO_LOOP}|[!-]?+(?P<bracket>\[){_SPACE}{_NO_LOOP}"
    rf"|[!-]?+(?P<call>{_WORD}\()|[!-]?+(?P<parenthesis>\()|<<-?(?P<heredoc>{_WORD})\r?\n"
)

# The parts of a comprehension: what follows in which of them, and the part that begins there.
_LOOPS = {
    ("for [", "otherwise"): "each [",
    ("for {", "otherwise"): "each {",
    ("each {", "arrow"): "value {",
    ("each [", "test"): "if [",
    ("value {", "test"): "if {",
}
_CLOSING = {"[": "]", "(": ")"}
_TEMPLATE = re.compile(rf"(?:[^$%]++|\$\$\{{|%%\{{|[$%](?!\{{)|{_INTERPOLATION})*+")


class _Patterns:
    """The patterns of the steps. They are compiled on first use: a run on a few files does not need them."""

    def __init__(self) -> None:
        compiled = re.compile
        self.header = compiled(_HEADER)
        self.opened = compiled(
            rf"{_LINE_END}|{_BLANK}(?P<end>\}})|{_BLANK}(?P<name>{_WORD}){_ASSIGN}{_OPERAND}{_BLANK}(?P<one>\}})"
        )
        self.body = compiled(
            rf"(?P<run>(?:{_SPACE}{_WORD}{_ASSIGN}{_OPERAND}{_LINE_END})*+){_SPACE}"
            rf"(?:(?P<close>\}})|(?P<value>{_WORD}){_ASSIGN}|(?P<block>{_HEADER}))"
        )
        self.names = compiled(rf"^[ \t]*+({_WORD})[ \t]*+=", re.MULTILINE)
        self.object = compiled(
            rf"(?:{_SPACE}{_KEY}{_OPERAND}(?:{_BLANK},|{_LINE_END}))*+{_SPACE}(?:(?P<close>\}})|{_KEY})"
        )
        self.items = compiled(
            rf"(?:{_SPACE}{_OPERAND}{_SPACE},)*+{_SPACE}"
            rf"(?:(?P<close>[\])])|{_OPENING}|(?P<value>{_OPERAND}))"
        )
        self.operand = compiled(rf"{_BLANK}(?:{_OPENING}|(?P<value>{_OPERAND}))")
        self.spaced_operand = compiled(rf"{_SPACE}(?:{_OPENING}|(?P<value>{_OPERAND}))")
        after = rf"(?P<operator>{_OPERATOR})|(?P<then>\?)|(?P<otherwise>:(?!:))"
        self.after = {
            "block": compiled(rf"{_STEPS}(?:(?P<next>{_LINE_END})|{_BLANK}(?:{after}))"),
            "{": compiled(rf"{_STEPS}(?:(?P<next>{_LINE_END}|{_BLANK},)|{_BLANK}(?:{after}|(?P<close>\}})))"),
            "[": compiled(rf"{_STEPS}{_SPACE}(?:(?P<next>,)|{after}|(?P<close>\]))"),
            "(": compiled(rf"{_STEPS}{_SPACE}(?:(?P<next>,)|{after}|(?P<close>(?:\.\.\.{_SPACE})?+\)))"),
        }
        spaced = rf"{_STEPS}{_SPACE}(?:{after}"
        self.after |= {
            ")": compiled(rf"{spaced}|(?P<close>\)))"),
            "for [": compiled(rf"{spaced})"),
            "for {": compiled(rf"{spaced})"),
            "each {": compiled(rf"{spaced}|(?P<arrow>=>))"),
            "each [": compiled(rf"{spaced}|(?P<test>if(?![A-Za-z0-9_-]))|(?P<close>\]))"),
            "value {": compiled(rf"{spaced}|(?:\.\.\.{_SPACE})?+(?:(?P<test>if(?![A-Za-z0-9_-]))|(?P<close>\}})))"),
            "if [": compiled(rf"{spaced}|(?P<close>\]))"),
            "if {": compiled(rf"{spaced}|(?P<close>\}}))"),
        }
        self.line_end = compiled(_LINE_END)


_patterns = cache(_Patterns)


def is_plain(source: SourceText, entry: Entry) -> bool:
    """Whether the block of an outline's entry is certainly well-formed. False says nothing."""
    return _Reader(source.text, entry.end, _patterns()).accepts(entry.start)


class _Reader:
    """Reads one block. `frames` are what is open: a block's names, or the bracket, or `?` for a conditional."""

    def __init__(self, text: str, end: int, patterns: _Patterns) -> None:
        self.text = text
        self.end = end
        self.patterns = patterns
        self.frames: list[str] = []
        self.names: list[list[str]] = []

    def accepts(self, at: int) -> bool:
        """Whether the block at `at` is plain and ends at `end`."""
        header = self.patterns.header.match(self.text, at, self.end)
        position = None if header is None else self._opened_block(header.end())
        while position is not None and self.frames and len(self.frames) <= _MAX_DEPTH:
            match self.frames[-1]:
                case "block":
                    position = self._body(position)
                case "{":
                    position = self._entries(position)
                case _:
                    position = self._items(position)
        return position == self.end

    def _opened_block(self, at: int) -> int | None:
        """Read from after the `{` of a block to its first line, or to its end if it is on one line."""
        found = self.patterns.opened.match(self.text, at, self.end)
        if found is None:
            return None
        if found["end"] is None and found["one"] is None:
            self.frames.append("block")
            self.names.append([])
            return found.end()
        return self._closed_block(found.end())

    def _closed_block(self, at: int) -> int | None:
        """Read the end of the line after a block, unless it is the outermost."""
        if not self.frames:
            return at
        found = self.patterns.line_end.match(self.text, at, self.end)
        return None if found is None else found.end()

    def _body(self, at: int) -> int | None:
        """Read lines of a block, up to its end, a nested block or an argument of several lines."""
        found = self.patterns.body.match(self.text, at, self.end)
        if found is None:
            return None
        names = self.names[-1]
        if found.end("run") > at:
            names += self.patterns.names.findall(self.text, at, found.end("run"))
        if found["close"]:
            self.frames.pop()
            self.names.pop()
            return self._closed_block(found.end()) if len({*names}) == len(names) else None
        if found["block"]:
            return self._opened_block(found.end())
        names.append(found["value"])
        return self._operand(found.end(), self.patterns.operand)

    def _entries(self, at: int) -> int | None:
        """Read entries of an object, up to its end or to a value that is not plain or that is the last."""
        found = self.patterns.object.match(self.text, at, self.end)
        if found is None:
            return None
        if found["close"]:
            return self._closed(found.end())
        return self._operand(found.end(), self.patterns.operand)

    def _items(self, at: int) -> int | None:
        """Read items of a list or arguments of a call, up to its end or to an item that is not plain or the last."""
        found = self.patterns.items.match(self.text, at, self.end)
        if found is None:
            return None
        if found["close"]:
            return self._closed(found.end()) if found["close"] == _CLOSING[self.frames[-1]] else None
        return self._began(found)

    def _operand(self, at: int, pattern: re.Pattern[str]) -> int | None:
        found = pattern.match(self.text, at, self.end)
        return None if found is None else self._began(found)

    def _began(self, found: re.Match[str]) -> int | None:
        """Go on after an operand, or after what opens one."""
        at = found.end()
        match found.lastgroup:
            case "value":
                return self._after(at)
            case "heredoc":
                return self._heredoc(at, found["heredoc"])
            case "loop":
                self.frames.append(f"for {found['loop']}")
                return self._operand(at, self.patterns.spaced_operand)
            case "brace":
                self.frames.append("{")
                return at
            case "bracket":
                self.frames.append("[")
                return at
            case "call":
                self.frames.append("(")
                return at
            case _:
                self.frames.append(")")
                return self._operand(at, self.patterns.spaced_operand)

    def _heredoc(self, at: int, marker: str) -> int | None:
        try:
            end = heredoc_end(self.text, at, marker)
        except Unclosed:
            return None
        template = _TEMPLATE.match(self.text, at, end)
        return self._after(end) if template is not None and template.end() == end <= self.end else None

    def _closed(self, at: int) -> int | None:
        """Go on after a closing bracket."""
        self.frames.pop()
        return self._after(at)

    def _after(self, at: int) -> int | None:
        """Go on after an operand: an operator, a separator, or the end of what is open."""
        frame = next(frame for frame in reversed(self.frames) if frame != "?")
        found = self.patterns.after[frame].match(self.text, at, self.end)
        if found is None:
            return None
        what = found.lastgroup
        if what == "then":
            self.frames.append("?")
        elif what == "otherwise" and self.frames[-1] == "?":
            self.frames.pop()
        elif what != "operator":
            if self.frames[-1] == "?":
                return None
            if what == "next":
                return found.end()
            if what == "close":
                return self._closed(found.end())
            following = _LOOPS.get((frame, what or ""))
            if following is None:
                return None
            self.frames[-1] = following
        lines = frame in ("block", "{")
        return self._operand(found.end(), self.patterns.operand if lines else self.patterns.spaced_operand)
