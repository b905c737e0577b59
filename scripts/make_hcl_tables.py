"""Writes the parse tables of HCL expressions: `python scripts/make_hcl_tables.py`.

`--check` only compares: exit 1 where they are stale, 3 where other releases of python-hcl2 or lark are installed.

They are the LALR tables that lark makes of python-hcl2's grammar. Making them takes lark two seconds, and
importing it a tenth, so they are made once, here, and shipped as data. They are cut down to the terminals
that our scanner sends: it resolves line breaks, comments, strings and templates itself.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lark import Lark, __version__

HERE = Path(__file__).resolve().parent
TABLES = HERE.parent / "src/assumelint/sources/terraform/syntax/tables.json"
_SENT = """
    ASTERISK ATTR_SPLAT COLON COMMA DBLQUOTE DOT DOUBLE_AMP DOUBLE_EQ DOUBLE_PIPE ELLIPSIS EQ FALSE FOR
    FOR_OBJECT_ARROW FULL_SPLAT_START GEQ GT HEREDOC_TEMPLATE IF IN INT_LITERAL LBRACE LEQ LPAR LSQB LT MINUS
    NAME NEQ NOT NULL PERCENT PLUS QMARK RBRACE RPAR RSQB SLASH TRUE $END
"""
TERMINALS = frozenset(_SENT.split())


def grammar() -> str:
    """The text of the grammar of the installed python-hcl2."""
    spec = importlib.util.find_spec("hcl2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("python-hcl2 is not installed")
    return (Path(spec.submodule_search_locations[0]) / "hcl2.lark").read_text(encoding="utf-8")


def tables(text: str) -> dict[str, Any]:
    """The tables of a grammar. A state maps a terminal to the state to go to, or to -1 - the rule to reduce."""
    parser: Any = Lark(text, parser="lalr", keep_all_tokens=True, start="expression").parser.parser
    states: dict[int, dict[str, tuple[Any, Any]]] = parser._parse_table.states
    start = parser._parse_table.start_states["expression"]
    symbols = _symbols(states)
    numbers = {state: number for number, state in enumerate(_reachable(states, start, symbols))}
    rules = _Numbering()
    rows = [_row(states[state], numbers, rules) for state in numbers]
    end = numbers[parser._parse_table.end_states["expression"]]
    rows[end]["$END"] = end
    return {
        "made_from": {"grammar": hashlib.sha256(text.encode()).hexdigest(), "lark": __version__},
        "rules": rules.names,
        "rows": rows,
    }


def _symbols(states: dict[int, dict[str, tuple[Any, Any]]]) -> frozenset[str]:
    """The terminals that are sent, and the rules that can be made of them alone."""
    rules = {target for row in states.values() for action, target in row.values() if action.name != "Shift"}
    found = set(TERMINALS)
    grown = True
    while grown:
        made = {rule.origin.name for rule in rules if all(part.name in found for part in rule.expansion)}
        grown = not made <= found
        found |= made
    return frozenset(found)


def _reachable(states: dict[int, dict[str, tuple[Any, Any]]], start: int, symbols: frozenset[str]) -> Iterable[int]:
    found = {start: None}
    todo = [start]
    while todo:
        row = states[todo.pop()]
        for name in sorted(symbols & row.keys()):
            action, target = row[name]
            if action.name == "Shift" and target not in found:
                found[target] = None
                todo.append(target)
    return found


class _Numbering:
    """The rules in use: name (or alias), and how many symbols they take."""

    def __init__(self) -> None:
        self.names: list[tuple[str, int, str]] = []
        self._numbers: dict[tuple[str, int, str], int] = {}

    def of(self, rule: Any) -> int:
        origin = str(rule.origin.name)
        name = "repetition" if origin.startswith("__") else str(rule.alias or origin)
        entry = (name, len(rule.expansion), origin)
        if entry not in self._numbers:
            self._numbers[entry] = len(self.names)
            self.names.append(entry)
        return self._numbers[entry]


def _row(state: dict[str, tuple[Any, Any]], numbers: dict[int, int], rules: _Numbering) -> dict[str, int]:
    return {
        name: numbers[target] if action.name == "Shift" else -1 - rules.of(target)
        for name, (action, target) in sorted(state.items())
        if (target in numbers if action.name == "Shift" else name in TERMINALS)
    }


def main() -> int:
    """Write the tables, or compare them with what is there."""
    made = tables(grammar())
    written = json.dumps(made, separators=(",", ":"), ensure_ascii=True) + "\n"
    if "--check" not in sys.argv[1:]:
        TABLES.write_text(written, encoding="utf-8")
        return 0
    shipped = TABLES.read_text(encoding="utf-8")
    if json.loads(shipped)["made_from"] != made["made_from"]:
        return 3
    return 0 if shipped == written else 1


if __name__ == "__main__":
    sys.exit(main())
