"""The definition of a function, and the context of a call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from assumelint.sources.terraform.lang.values.types import DYNAMIC, Type
from assumelint.sources.terraform.lang.values.value import BoolValue, NumberValue, StringValue, Unknown, Value
from assumelint.text import Hole, Span, Text


class FunctionError(Exception):
    """A call that Terraform refuses. `argument` is the index of the invalid argument."""

    def __init__(self, message: str, argument: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.argument = argument


class FileProblemError(Exception):
    """A file that a function cannot read. The message is the reason.

    With `certain`, Terraform would not find the file either. Otherwise, the result of the function is unknown.
    """

    def __init__(self, message: str, *, certain: bool) -> None:
        super().__init__(message)
        self.certain = certain


class Files(Protocol):
    """Access to the files that functions may read."""

    def read(self, path: str) -> bytes:
        """The contents of a file, for functions such as `file()`. Raises `FileProblemError`."""

    def place(self, path: str, contents: str) -> Span:
        """The span of the whole contents of a file that was read, with the file name that findings show."""

    def exists(self, path: str) -> bool:
        """Whether a path is a file. Raises `FileProblemError`."""

    def files(self, directory: str) -> tuple[str, ...]:
        """The paths of all files under a directory, relative to it. Raises `FileProblemError`."""


class Parameter(Struct, frozen=True):
    """A parameter. An argument is converted to its type, and may be null only with `nullable`.

    Without `untyped_null`, the result for a null without a type is unknown, also in Terraform.
    """

    name: str
    type: Type = DYNAMIC
    nullable: bool = False
    untyped_null: bool = True


class Context(Struct, frozen=True):
    """The context of a call: the hole for an unknown result, which has the span of the call, and access to files."""

    hole: Hole
    files: Files

    @property
    def span(self) -> Span:
        """The span of the whole call."""
        return self.hole.span

    def unknown(self, type: Type = DYNAMIC) -> Unknown:
        """An unknown result."""
        return Unknown(self.hole, type)

    def many(self) -> Unknown:
        """An item that stands for any number of items in the result."""
        return Unknown(replace(self.hole, many=True))

    def string(self, text: str) -> StringValue:
        """A string as the result."""
        return StringValue(Text.of(text, self.span))

    def bool(self, flag: bool) -> BoolValue:
        """A bool as the result."""
        return BoolValue(flag, self.span)


Body: TypeAlias = "Callable[[Context, tuple[Value, ...]], Value]"


class Function(Struct, frozen=True):
    """A function. With `partial`, its body accepts partly unknown arguments; else they make the result unknown."""

    body: Body
    result: Type
    parameters: tuple[Parameter, ...]
    variadic: Parameter | None
    partial: bool


class Family(Struct, frozen=True):
    """The functions of one module, by name."""

    functions: dict[str, Function] = field(default_factory=dict)

    def add(
        self,
        name: str,
        result: Type,
        *parameters: Parameter,
        variadic: Parameter | None = None,
        partial: bool = False,
    ) -> Callable[[Body], Body]:
        """A decorator that registers the body of a function."""

        def register(body: Body) -> Body:
            self.functions[name] = Function(body, result, parameters, variadic, partial)
            return body

        return register


def text_of(value: Value) -> str:
    """The string in a value that is certainly a known string."""
    assert isinstance(value, StringValue)
    assert value.text.literal is not None
    return value.text.literal


def number_of(value: Value) -> NumberValue:
    """A value that is certainly a known number, with that type."""
    assert isinstance(value, NumberValue)
    return value


def integer_of(value: Value, argument: int, *, bits: int = 64) -> int:
    """A number as an integer of `bits` bits. Raises `FunctionError` if it is not whole or too large."""
    number = number_of(value).value.integer
    if number is None or not -1 << bits - 1 <= number < 1 << bits - 1:
        low, high = -(1 << 63), (1 << 63) - 1
        raise FunctionError(f"value must be a whole number, between {low} and {high} inclusive", argument)
    return number
