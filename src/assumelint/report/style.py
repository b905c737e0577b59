"""Text that is safe to show on a terminal or in a log, and its colour.

Text from files is untrusted. Control characters (terminal escapes), bidirectional controls and other invisible format
characters are shown as escapes, never sent raw.
"""

from __future__ import annotations

import os
import re
from typing import TextIO

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff\ud800-\udfff]"
)
_CODES = {"bold": "1", "red": "1;31", "yellow": "1;33", "blue": "1;34", "cyan": "1;36", "green": "1;32"}
SEVERITY_COLOUR = {"error": "red", "warning": "yellow", "note": "cyan"}


def wants_colour(stream: TextIO) -> bool:
    """Return whether to use colour: by NO_COLOR (https://no-color.org), then FORCE_COLOR, then if it is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def paint(text: str, colour: str, on: bool) -> str:
    """Return the text in a colour, or unchanged if not `on`."""
    return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if on and text else text


def safe(text: str) -> str:
    """Return text as one line, with each character that could move the cursor, hide or reorder text escaped."""
    return _UNSAFE.sub(_escaped, text)


def inert(line: str) -> str:
    """Return a whole line of output in a form that GitHub Actions does not take for a workflow command.

    Workflow commands are `::command::` at the start of a line and `##[command]` anywhere in it
    (https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions).
    """
    line = line.replace("##[", "##\\x5b")
    bare = line.lstrip()
    return line if not bare.startswith("::") or bare.startswith("::: ") else line.replace("::", "\\x3a:", 1)


def inert_json(text: str) -> str:
    """Return JSON text without workflow commands: their characters can only be adjacent inside a string."""
    return text.replace("##[", "##\\u005b")


def _escaped(found: re.Match[str]) -> str:
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    character = found.group()
    code = ord(character)
    return named.get(character) or (
        f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    )
