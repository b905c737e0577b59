"""What a function is, and what it is called with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from assumelint.sources.terraform.lang.values.types import DYNAMIC, Type
from assumelint.sources.terraform.lang.values.value import BoolValue, NumberValue, StringValue, Unknown, Value
from assumelint.text import Hole, Span, Text


class FunctionError(Exception):
    """A call that Terraform refuses. `argument` is the number of the argument to blame, from 0."""

    def __init__(self, message: str, argument: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.argument = argument


class FileProblemError(Exception):
    """A file that a function asks for and that cannot be had. The message says why.

    `certain` says that Terraform would not find it either; otherwise the result is a hole.
    """

    def __init__(self, message: str, *, certain: bool) -> None:
        super().__init__(message)
        self.certain = certain


class Files(Protocol):
    """The files that functions may ask for."""

    def read(self, path: str) -> bytes:
        """A file that `file()` and its like name. Raises `FileProblemError`."""

    def place(self, path: str, contents: str) -> Span:
        """Where the contents of a file that was read stand: all of it, under the name that findings show."""

    def exists(self, path: str) -> bool:
        """Whether it is a file. Raises `FileProblemError`."""

    def files(self, directory: str) -> tuple[str, ...]:
        """The paths of all files under a directory, relative to it. Raises `FileProblemError`."""


class Parameter(Struct, frozen=True):
    """A parameter: arguments are converted to its type first, and may be null only where it says so.

    Without `untyped_null`, the result for a null of no type is never known, not even to Terraform.
    """

    name: str
    type: Type = DYNAMIC
    nullable: bool = False
    untyped_null: bool = True


class Context(Struct, frozen=True):
    """A call: where it stands, what its result is called where it is not known, and whom to ask for files."""

    hole: Hole
    files: Files

    @property
    def span(self) -> Span:
        """The whole call."""
        return self.hole.span

    def unknown(self, type: Type = DYNAMIC) -> Unknown:
        """The result, not known."""
        return Unknown(self.hole, type)

    def many(self) -> Unknown:
        """Any number of items of the result."""
        return Unknown(replace(self.hole, many=True))

    def string(self, text: str) -> StringValue:
        """A string that the function worked out."""
        return StringValue(Text.of(text, self.span))

    def bool(self, flag: bool) -> BoolValue:
        """A bool that the function worked out."""
        return BoolValue(flag, self.span)


Body: TypeAlias = "Callable[[Context, tuple[Value, ...]], Value]"


class Function(Struct, frozen=True):
    """A function. `partial`: its body takes arguments that are not wholly known; else such a call is not known."""

    body: Body
    result: Type
    parameters: tuple[Parameter, ...]
    variadic: Parameter | None
    partial: bool


class Family(Struct, frozen=True):
    """The functions of one file, by name."""

    functions: dict[str, Function] = field(default_factory=dict)

    def add(
        self,
        name: str,
        result: Type,
        *parameters: Parameter,
        variadic: Parameter | None = None,
        partial: bool = False,
    ) -> Callable[[Body], Body]:
        """Registers the function that it decorates."""

        def register(body: Body) -> Body:
            self.functions[name] = Function(body, result, parameters, variadic, partial)
            return body

        return register


def text_of(value: Value) -> str:
    """The string of a value that is known to be one."""
    assert isinstance(value, StringValue)
    assert value.text.literal is not None
    return value.text.literal


def number_of(value: Value) -> NumberValue:
    """A value that is known to be a number."""
    assert isinstance(value, NumberValue)
    return value


def integer_of(value: Value, argument: int, *, bits: int = 64) -> int:
    """The value as a whole number of so many bits. Raises `FunctionError` where it has a fraction or is too large."""
    number = number_of(value).value.integer
    if number is None or not -1 << bits - 1 <= number < 1 << bits - 1:
        low, high = -(1 << 63), (1 << 63) - 1
        raise FunctionError(f"value must be a whole number, between {low} and {high} inclusive", argument)
    return number
