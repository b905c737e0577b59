from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from assumelint.sources.terraform.lang.expressions.evaluate import evaluate
from assumelint.sources.terraform.lang.expressions.scope import Answer, EvalError, Reference, Reply, Scope
from assumelint.sources.terraform.lang.functions.spec import FileProblemError
from assumelint.sources.terraform.lang.values.json_text import encode_json
from assumelint.sources.terraform.lang.values.types import DYNAMIC, Type
from assumelint.sources.terraform.lang.values.value import Unknown, Value, known
from assumelint.sources.terraform.syntax import SourceText, parse_expression
from assumelint.text import Hole, HoleKind, Span, Text

FILE = "main.tf"
REPOSITORY = Path(__file__).parents[2]


@dataclass
class World:
    """A resolver whose variables and files a test sets; a variable that it does not set is a hole."""

    variables: Mapping[str, Value] = field(default_factory=dict)
    types: Mapping[str, Type] = field(default_factory=dict)
    kinds: Mapping[str, HoleKind] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    lost: list[tuple[Text, Text]] = field(default_factory=list)
    home: str = ""

    def resolve(self, reference: Reference) -> tuple[Value, int] | None:
        if reference.root not in ("var", "local", "each", "data"):
            return None
        name = reference.texts[1].partition(".")[2]
        if name in self.variables:
            return self.variables[name], 1
        hole = Hole(reference.texts[1], reference.spans[1], kind=self.kinds.get(name, HoleKind.ANYTHING))
        return Unknown(hole, self.types.get(name, DYNAMIC)), 1

    def read(self, path: str) -> bytes:
        if path not in self.texts:
            raise FileProblemError(f"no file exists at {path}", certain=not path.startswith(".."))
        return self.texts[path].encode()

    def place(self, path: str, contents: str) -> Span:
        return SourceText(path, contents).span(0, len(contents))

    def exists(self, path: str) -> bool:
        return path in self.texts

    def files(self, directory: str) -> tuple[str, ...]:
        start = directory.rstrip("/") + "/"
        return tuple(path.removeprefix(start) for path in self.texts if path.startswith(start))

    def ask(self, hole: Hole, answers: Sequence[Answer], *, repeated: bool) -> Answer | Reply:
        return Reply.OPEN

    def function(self, name: str) -> None:
        return None

    def duplicate_key(self, lost: Text, winning: Text) -> None:
        self.lost.append((lost, winning))


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def value(world: World) -> Callable[[str], Value]:
    """Evaluates an expression in the world."""

    def run(expression: str) -> Value:
        return evaluate(parse_expression(SourceText(FILE, expression)), Scope(world))

    return run


@pytest.fixture
def shown(value: Callable[[str], Value]) -> Callable[[str], str]:
    """An expression's value as JSON, each hole as `${reference}`."""
    return lambda expression: str(encode_json(value(expression)))


@pytest.fixture
def refused(value: Callable[[str], Value]) -> Callable[[str], tuple[str, int]]:
    """The fault of an expression, and the column where it stands."""

    def run(expression: str) -> tuple[str, int]:
        with pytest.raises(EvalError) as caught:
            value(expression)
        return caught.value.message, caught.value.span.column

    return run


@pytest.fixture
def goldens() -> ModuleType:
    """The script that draws expressions and asks Terraform."""
    path = REPOSITORY / "scripts" / "make_expression_goldens.py"
    spec = importlib.util.spec_from_file_location("make_expression_goldens", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def answer(value: Callable[[str], Value]) -> Callable[[str], tuple[str, Any]]:
    """What the evaluator makes of an expression, in the words of the golden file."""

    def run(expression: str) -> tuple[str, Any]:
        try:
            found = value(expression)
        except EvalError:
            return "error", ""
        if isinstance(found, Unknown) or not known(found):
            return "unknown", ""
        return "ok", json.loads(str(encode_json(found)), parse_float=str, parse_int=str)

    return run
