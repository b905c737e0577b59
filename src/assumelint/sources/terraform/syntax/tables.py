"""The tables that tell how HCL expressions are put together.

They come from python-hcl2's grammar and are made by `scripts/make_hcl_tables.py`: read as data, they save every
run the seconds that building them costs, and the import of a parser library.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from msgspec import Struct

END = "$END"


class Tables(Struct, frozen=True):
    """An LALR(1) parser: a row a state, a rule a reduction.

    A row maps a terminal (or the name of a rule) to the next state, or to -1 - the number of the rule to reduce.
    A rule says what it is called, how many symbols it takes, and what it counts as.
    """

    rows: tuple[dict[str, int], ...]
    rules: tuple[tuple[str, int, str], ...]


@cache
def tables() -> Tables:
    """The tables of this version, read once."""
    data = json.loads(Path(__file__).with_name("tables.json").read_bytes())
    return Tables(tuple(data["rows"]), tuple((name, length, origin) for name, length, origin in data["rules"]))
