"""Evaluates `templatefile` and `templatestring`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assumelint.sources.terraform.lang.expressions.scope import (
    Answer,
    EvalError,
    Evaluate,
    Reference,
    Reply,
    Resolver,
    Scope,
)
from assumelint.sources.terraform.lang.expressions.unknown import unknown
from assumelint.sources.terraform.lang.functions.files import path_of, read_text
from assumelint.sources.terraform.lang.functions.spec import Function, FunctionError
from assumelint.sources.terraform.lang.values.convert import ConversionError, convert
from assumelint.sources.terraform.lang.values.numbers import UndecidedError
from assumelint.sources.terraform.lang.values.types import STRING
from assumelint.sources.terraform.lang.values.unknowns import named
from assumelint.sources.terraform.lang.values.value import (
    MapValue,
    Members,
    NullValue,
    ObjectValue,
    StringValue,
    Unknown,
    Value,
)
from assumelint.sources.terraform.syntax.ast import Call, Expression, GetAttr, Index, Name, Splat, Template
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.text import Hole, Span, Text

_IDENTIFIER = re.compile(r"[^\W\d][\w-]*")


class _Inside:
    """The resolver inside a template: only its variables can be referred to; files are those of the outer resolver."""

    def __init__(self, outer: Resolver, call: str, variables: Members, span: Span) -> None:
        self.outer = outer
        self.home = f"{outer.home} {call}"
        self.call = call
        self.variables = variables
        self.span = span

    def resolve(self, reference: Reference) -> tuple[Value, int] | None:
        """Any other name: an unknown value if there may be further variables, else an error. Raises `EvalError`."""
        if self.variables.rest or self.variables.partial:
            return Unknown(named(reference.root, reference.spans[0], self.home)), 0
        message = f'vars map does not contain key "{reference.root}", referenced at {_place(reference.spans[0])}'
        raise EvalError(f'Invalid function argument: Invalid value for "vars" parameter: {message}.', self.span)

    def read(self, path: str) -> bytes:
        """The contents of a file, from the outer resolver."""
        return self.outer.read(path)

    def place(self, path: str, contents: str) -> Span:
        """The span of a file's contents, from the outer resolver."""
        return self.outer.place(path, contents)

    def exists(self, path: str) -> bool:
        """Whether a file exists, from the outer resolver."""
        return self.outer.exists(path)

    def files(self, directory: str) -> tuple[str, ...]:
        """The files of a directory, from the outer resolver."""
        return self.outer.files(directory)

    def ask(self, hole: Hole, answers: Sequence[Answer], *, repeated: bool) -> Answer | Reply:
        """Pass a question on to the outer resolver."""
        return self.outer.ask(hole, answers, repeated=repeated)

    def function(self, name: str) -> Function | None:
        """A function of the outer resolver."""
        return self.outer.function(name)

    def duplicate_key(self, lost: Text, winning: Text) -> None:
        """Pass a duplicate key on to the outer resolver."""
        self.outer.duplicate_key(lost, winning)


def _place(span: Span) -> str:
    return f"{span.file}:{span.line},{span.column}-{span.end_column}"


def nested_template(name: str, expression: Call, scope: Scope, value_of: Evaluate) -> Value:
    """The result of `templatefile(path, vars)` or `templatestring(reference, vars)`. Raises `EvalError`."""
    if len(expression.arguments) != 2 or expression.expand:
        raise EvalError(f'Not enough function arguments: Function "{name}" expects 2 argument(s).', expression.span)
    if scope.in_template:
        message = f"cannot recursively call {name} from inside another template function"
        raise EvalError(f'Error in function call: Call to function "{name}" failed: {message}.', expression.span)
    first, second = expression.arguments
    source = value_of(first, scope)
    variables = value_of(second, scope)
    hole = unknown(expression, scope)
    if isinstance(variables, Unknown):
        return Unknown(hole)
    if not isinstance(variables, MapValue | ObjectValue):
        raise _refused("vars", "invalid vars value: must be a map", second.span)
    _check_names(variables, second)
    try:
        text = _from_file(source, scope) if name == "templatefile" else _from_reference(first, source)
    except UndecidedError:
        return Unknown(hole)
    except FunctionError as error:
        raise _refused("path" if name == "templatefile" else "template", error.message, first.span) from None
    return _rendered(name, text, variables, expression, scope, value_of)


def _refused(parameter: str, reason: str, span: Span) -> EvalError:
    return EvalError(f'Invalid function argument: Invalid value for "{parameter}" parameter: {reason}.', span)


def _check_names(variables: Members, expression: Expression) -> None:
    for name in variables.members:
        if not _IDENTIFIER.fullmatch(name):
            rule = "must start with a letter, followed by zero or more letters, digits, and underscores"
            raise _refused("vars", f'invalid template variable name "{name}": {rule}', expression.span)


def _from_file(source: Value, scope: Scope) -> Text:
    if isinstance(source, NullValue):
        raise FunctionError("argument must not be null")
    try:
        path = convert(source, STRING)
    except ConversionError as error:
        raise FunctionError(str(error)) from None
    return read_text(scope.resolver, path_of(path))


def _from_reference(expression: Expression, source: Value) -> Text:
    if isinstance(expression, Template):
        raise FunctionError(
            "invalid template expression: templatestring is only for rendering templates retrieved dynamically from "
            "elsewhere"
        )
    if not _is_reference(expression):
        raise FunctionError(
            "invalid template expression: must be a direct reference to a single string from elsewhere, containing "
            "valid Terraform template syntax"
        )
    if isinstance(source, Unknown) or (isinstance(source, StringValue) and source.text.literal is None):
        raise UndecidedError("the template is not known")
    if not isinstance(source, StringValue):
        raise FunctionError("invalid template value: a string is required")
    return source.text


def _is_reference(expression: Expression) -> bool:
    match expression:
        case Name():
            return True
        case GetAttr(inner) | Index(inner) | Splat(inner):
            return _is_reference(inner)
        case _:
            return False


def _rendered(name: str, text: Text, variables: Members, expression: Call, scope: Scope, value_of: Evaluate) -> Value:
    from assumelint.sources.terraform.syntax import parse_template

    try:
        template = parse_template(text)
    except HclError as error:
        raise EvalError(
            f'Error in function call: Call to function "{name}" failed: {error.message}.', error.span
        ) from None
    names = {key: value for key, (_, value) in variables.members.items()}
    inside = _Inside(scope.resolver, name, variables, expression.arguments[1].span)
    value = value_of(template, Scope(inside, names, None, scope.budget, in_template=True))
    if isinstance(value, NullValue):
        raise EvalError("Template result is null: The result of the template is null.", expression.span)
    return convert(value, STRING) if name == "templatestring" else value
