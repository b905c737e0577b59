"""What python-hcl2 reads, we read, and the literals in it are the same.

Its own faults are listed here with their reasons; everything else that differs would be ours.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import pytest
from hcl2 import parses_to_tree
from lark import Token, Tree
from lark.exceptions import LarkError

from assumelint.sources.terraform.syntax import HclError, SourceText, parse_file, second_reader_takes
from assumelint.sources.terraform.syntax.ast import Body, Bool, Expression, Number, Object, Template, Tuple, Unary
from assumelint.text import Piece

ROOT = Path(__file__).parents[2]
CASES = ROOT.parent / "shared" / "cases"
# It takes half a second for a file of this size.
MAX_BYTES = 200_000

Value: TypeAlias = str | bool | Decimal | None
Literals: TypeAlias = list[tuple[str, Value]]
OTHER = None  # what is no literal


def ours(body: Body, path: str = "") -> Iterator[tuple[str, Value]]:
    for attribute in body.attributes:
        yield from our_value(attribute.value, f"{path}/{attribute.name}")
    for block in body.blocks:
        yield from ours(block.body, "/".join((path, block.type, *(label.text for label in block.labels))))


def our_value(value: Expression, path: str) -> Iterator[tuple[str, Value]]:
    match value:
        case Tuple(items):
            for number, item in enumerate(items):
                yield from our_value(item, f"{path}[{number}]")
        case Object(entries):
            for key, item in entries:
                yield from our_value(item, f"{path}/{dict(our_value(key, '')).get('')}")
        case _:
            yield path, our_literal(value)


def our_literal(value: Expression) -> Value:
    match value:
        case Bool(flag):
            return flag
        case Number(number):
            return number
        case Unary("-", Number(number)):
            return -number
        case Template(parts, heredoc=heredoc):
            text = "".join(part.text for part in parts if isinstance(part, Piece))
            known = all(isinstance(part, Piece) for part in parts)
            return (without_margins(text) if heredoc else text) if known else OTHER
        case _:
            return OTHER


Node: TypeAlias = "Tree[Token] | Token"


def theirs(body: Tree[Token], path: str = "") -> Iterator[tuple[str, Value]]:
    """Arguments before blocks, as in `Body`."""
    for attribute in nodes(body, "attribute"):
        name, value = trees(attribute)
        yield from their_value(value, f"{path}/{word(name)}")
    for block in nodes(body, "block"):
        *header, inner = [child for child in trees(block) if child.data != "new_line_or_comment"]
        yield from theirs(inner, "/".join((path, *map(word, header))))


def their_value(value: Tree[Token], path: str) -> Iterator[tuple[str, Value]]:
    inner = trees(value)[0] if value.data == "expr_term" and len(value.children) == 1 else value
    match inner.data:
        case "tuple":
            items = [item for item in trees(inner) if item.data != "new_line_or_comment"]
            for number, item in enumerate(items):
                yield from their_value(item, f"{path}[{number}]")
        case "object":
            for key, item in (trees(element) for element in nodes(inner, "object_elem")):
                yield from their_value(item, f"{path}/{their_key(trees(key)[0])}")
        case _:
            yield path, their_literal(inner)


def their_key(key: Tree[Token]) -> Value:
    inner = trees(key)[0] if key.data == "expr_term" and len(key.children) == 1 else key
    return word(inner) if inner.data in ("identifier", "keyword", "literal_value") else their_literal(inner)


def their_literal(inner: Tree[Token]) -> Value:
    match str(inner.data):
        case "literal_value":
            return {"true": True, "false": False}.get(word(inner), OTHER)
        case "int_lit" | "float_lit":
            return Decimal(word(inner))
        case "unary_op":
            operand = trees(inner)[0]
            number = their_literal(trees(operand)[0]) if len(operand.children) == 1 else OTHER
            return -number if inner.children[0] == "-" and isinstance(number, Decimal) else OTHER
        case "string":
            parts = nodes(inner, "string_part")
            known = all(isinstance(part.children[0], Token) for part in parts)
            return unescaped("".join(map(word, parts))) if known else OTHER
        case "heredoc_template" | "heredoc_template_trim":
            body = str(inner.children[0]).partition("\n")[2].rstrip().rpartition("\n")[0]
            known = not re.search(r"(?<![$%])[$%]\{", body)
            return without_margins(ESCAPED_MARKER.sub(r"\1", f"{body}\n" if body else "")) if known else OTHER
        case _:
            return OTHER


def trees(node: Tree[Token]) -> list[Tree[Token]]:
    return [child for child in node.children if isinstance(child, Tree)]


def nodes(node: Tree[Token], kind: str) -> list[Tree[Token]]:
    return [child for child in trees(node) if child.data == kind]


def word(node: Tree[Token]) -> str:
    """What an identifier, a number or a string says."""
    return "".join(str(token) for token in node.scan_values(lambda token: token != '"'))


ESCAPED_MARKER = re.compile(r"[$%]([$%]\{)")
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def unescaped(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        if found[1] or found[2]:
            return chr(int(found[1] or found[2], 16))
        return ESCAPES[found[3]] if found[3] else found[4]

    return re.sub(r'\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([nrt"\\]))|[$%]([$%]\{)', one, text)


def without_margins(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n"))


def compare(text: str) -> str | None:
    """How the two readers differ; None where they agree, or where python-hcl2 does not read the text."""
    try:
        tree = parses_to_tree(text)
    except LarkError:
        return None
    try:
        body = parse_file(SourceText("main.tf", text))
    except HclError as error:
        return f"refused: {error.message}"
    left, right = list(ours(body)), list(theirs(trees(tree)[0]))
    return next((f"{a} is not {b}" for a, b in zip(left, right, strict=False) if a != b), None) or (
        None if len(left) == len(right) else f"{len(left)} literals, not {len(right)}"
    )


def files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*.tf") if not any(part.startswith(".") for part in path.parts))
    return sorted(path for path in found if path.is_file() and path.stat().st_size <= MAX_BYTES)


# Where python-hcl2 takes what Terraform refuses.
TAKEN_WRONGLY = {
    "terraform/127-err-reserved-brace-template/main.tf": "the text of a heredoc is not looked at",
    "terraform/139-err-legacy-index-chain/main.tf": "`a.0.1` is read as `a.0`, and `.1` as a number",
}
# Small texts on which it is wrong in other ways: it says something else, or does not read them at all.
READ_WRONGLY = {
    "a = <<EOT\n1\nEOT \nb = 2\nc = <<EOT\n3\nEOT\n": "a blank after the marker: what follows is taken for the text",
}
NOT_READ = {
    "a = <<_E\n1\n_E\n": "a marker that begins with an underscore",
    "a = <<É\n1\nÉ\n": "a marker that is not ASCII",
    "a = <<E\n1\nE \n": "a blank after the marker",
    'a = "${\n  b\n}"\n': "a line break after ${",
    'a = "${b\n}"\n': "a line break before }",
    'a = "${ # c\n b }"\n': "a comment after ${",
    'a = "${~ b ~}"\n': "two strip markers",
    'a = "${b ~}"\n': "a strip marker",
    'a = "$${ b"\n': "an escape that is not closed",
    'a = "%%{"\n': "another one",
    "a /* b */ = 1\n": "a comment before =",
    "a = /* b */ 1\n": "a comment after =",
    'a /* b */ "c" {}\n': "a comment in a header",
    "größe = 1\n": "a name that is not ASCII",
    "a = b.é\n": "an attribute that is not ASCII",
    "a = !!b\n": "two operators in a row",
    "a = - -1\n": "two more",
    "a = core::max(1, 2)\n": "a name with two parts",
    "a = (1\n- 2)\n": "a line that begins with -",
    "a = (b\n.c)\n": "a line that begins with a dot",
    "a = b[ * ].c\n": "blanks in a splat",
    "a = {for b in c : b\n=> d}\n": "a line break before =>",
}


@pytest.mark.parametrize("file", files(ROOT), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_files_of_the_repository(file: Path) -> None:
    assert compare(file.read_text(encoding="utf-8-sig")) is None


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not beside this repository")
def test_the_shared_cases() -> None:
    found = {str(file.relative_to(CASES)): compare(file.read_text(encoding="utf-8-sig")) for file in files(CASES)}
    assert len(found) > 100
    assert {name for name, difference in found.items() if difference is not None} == TAKEN_WRONGLY.keys()


def test_made_up_configurations(configuration: Callable[[random.Random], str]) -> None:
    dice = random.Random(6)
    texts = [configuration(dice) for _ in range(300)]
    assert {text: found for text in texts if (found := compare(text)) is not None} == {}
    assert sum(second_reader_takes(text) for text in texts) > 250


@pytest.mark.parametrize("text", READ_WRONGLY, ids=READ_WRONGLY.values())
def test_what_it_reads_wrongly(text: str) -> None:
    assert compare(text) is not None


@pytest.mark.parametrize("text", NOT_READ, ids=NOT_READ.values())
def test_what_it_does_not_read(text: str) -> None:
    assert not second_reader_takes(text)
    assert parse_file(SourceText("main.tf", text))
