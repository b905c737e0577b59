"""Renders YAML exactly as `yamlencode` does: block style, strings in double quotes or as literal blocks."""

from __future__ import annotations

from assumelint.sources.terraform.lang.values.value import (
    BoolValue,
    ListValue,
    MapValue,
    NumberValue,
    ObjectValue,
    SetValue,
    StringValue,
    TupleValue,
    Value,
)

_WIDTH = 80
_BREAKS = "\n\r\x85\u2028\u2029"
_SHORT = {
    "\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e",
    '"': '"', "\\": "\\", "\x85": "N", "\xa0": "_", "\u2028": "L", "\u2029": "P",
}  # fmt: skip


def write_yaml(value: Value) -> str:
    """The YAML document for a value without unknown parts."""
    writer = _Writer()
    writer.node(value, -2, in_mapping=False)
    writer.out.append("" if writer.column == 0 else "\n")
    return "".join(writer.out) + ("...\n" if writer.open_ended else "")


class _Writer:
    """The text so far, and the position of the next character."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.column = 0
        self.fresh = True  # the current line has only indicators so far
        self.open_ended = False

    def put(self, text: str) -> None:
        """Write text without line breaks."""
        self.out.append(text)
        self.column += len(text)

    def line(self, indent: int) -> None:
        """Move to the column `indent`, on a new line unless this line has only indicators before that column."""
        if not self.fresh or self.column > indent:
            self.out.append("\n")
            self.column = 0
        self.put(" " * (indent - self.column))
        self.fresh = True

    def node(self, value: Value, indent: int, *, in_mapping: bool) -> None:
        """Write a node inside a block with this indentation."""
        match value:
            case ListValue(items) | SetValue(items) | TupleValue(items) if items:
                self.sequence(items, indent if in_mapping and not self.fresh else indent + 2)
            case MapValue(members) | ObjectValue(members) if members:
                self.mapping([(key.flat, item) for key, item in members.values()], indent + 2)
            case StringValue(text):
                self.string(text.flat, indent + (4 if indent < 0 else 2), key=False)
            case _:
                self.plain(value, root=indent < 0)

    def plain(self, value: Value, *, root: bool) -> None:
        """Write a number, bool, null, or an empty collection."""
        self.gap()
        self.put(_word(value))
        self.open_ended = root and not isinstance(value, ListValue | SetValue | TupleValue | MapValue | ObjectValue)
        self.fresh = False

    def gap(self) -> None:
        """Write a space after an indicator."""
        if self.out and not self.out[-1].endswith((" ", "\n")) and self.column:
            self.put(" ")

    def sequence(self, items: tuple[Value, ...], indent: int) -> None:
        """Write a block sequence."""
        for item in items:
            self.line(indent)
            self.put("-")
            self.open_ended = False
            self.node(item, indent, in_mapping=False)

    def mapping(self, members: list[tuple[str, Value]], indent: int) -> None:
        """Write a block mapping."""
        for key, item in members:
            self.line(indent)
            if len(key.encode()) > 128 or any(char in _BREAKS for char in key):
                self.put("?")
                self.string(key, indent + 2, key=False)
                self.line(indent)
                self.put(":")
            else:
                self.string(key, indent, key=True)
                self.put(":")
            self.open_ended = False
            self.node(item, indent, in_mapping=True)

    def string(self, text: str, indent: int, *, key: bool) -> None:
        """Write a string: as a literal block if it has line breaks and a block can hold it, else in double quotes."""
        self.gap()
        if "\n" in text and not key and _literal_allowed(text):
            self.literal(text, indent)
        else:
            self.quoted(text, indent, key=key)
        self.fresh = not self.column

    def literal(self, text: str, indent: int) -> None:
        """Write a literal block: `|` and the lines unchanged."""
        self.put("|" + ("2" if text[0] in " \n" else ""))
        kept = text.endswith("\n\n") or text == "\n"
        self.put("+" if kept else ("" if text.endswith("\n") else "-"))
        self.open_ended = False
        for number, line in enumerate(text.split("\n")):
            self.out.append("\n" if number or line or text else "")
            self.out.append(" " * indent + line if line else "")
            self.column = indent + len(line) if line else 0
        if text.endswith("\n"):
            self.out.pop()

    def quoted(self, text: str, indent: int, *, key: bool) -> None:
        """Write a string in double quotes, folded at a space beyond column 80."""
        self.put('"')
        spaces = False
        for index, char in enumerate(text):
            if char != " ":
                self.put(_escaped(char))
                spaces = False
                continue
            if not key and not spaces and self.column > _WIDTH and 0 < index < len(text.encode()) - 1:
                self.out.append("\n" + " " * indent)
                self.column = indent
                if text[index + 1 : index + 2] == " ":
                    self.put("\\")
            else:
                self.put(" ")
            spaces = True
        self.put('"')
        self.open_ended = False


def _word(value: Value) -> str:
    match value:
        case NumberValue(number):
            return str(number)
        case BoolValue(flag):
            return "true" if flag else "false"
        case ListValue() | SetValue() | TupleValue():
            return "[]"
        case MapValue() | ObjectValue():
            return "{}"
        case _:
            return "null"


def _printable(char: str) -> bool:
    code = ord(char)
    if code < 0xA0:
        return char == "\n" or 0x20 <= code <= 0x7E
    return code < 0x10000 and char not in "\ufeff\ufffe\uffff"


def _literal_allowed(text: str) -> bool:
    if not all(_printable(char) for char in text):
        return False
    return not text.endswith(" ") and not any(f" {char}" in text for char in _BREAKS)


def _escaped(char: str) -> str:
    if _printable(char) and char not in _BREAKS and char not in '"\\':
        return char
    if char in _SHORT:
        return "\\" + _SHORT[char]
    code = ord(char)
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
