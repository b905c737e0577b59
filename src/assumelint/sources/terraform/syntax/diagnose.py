"""What is wrong with an expression, at the token that does not fit, in Terraform's words."""

from __future__ import annotations

from collections.abc import Callable

from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.source import SourceText
from assumelint.sources.terraform.syntax.tokens import END, ENDS_TERM, NEWLINE, Token, unexpected

_SEPARATORS = {
    "call": ("Missing argument separator", "A comma is required to separate each function argument from the next."),
    "(": ("Unbalanced parentheses", "Expected a closing parenthesis to terminate the expression."),
    "[": ("Missing item separator", "Expected a comma to mark the beginning of the next item."),
    "index": ("Missing close bracket on index", 'The index operator must end with a closing bracket ("]").'),
    "{": ("Missing attribute separator", "Expected a newline or comma to mark the beginning of the next attribute."),
}
_AT_END = {
    "call": ("Unterminated function call", "There is no closing parenthesis for this function call."),
    "[": ("Unterminated tuple constructor expression", "There is no corresponding closing bracket."),
    "{": ("Unterminated object constructor expression", "There is no corresponding closing brace."),
}


def diagnose(
    source: SourceText, accepts: Callable[[str], bool], inner: tuple[str, Token], token: Token, previous: Token
) -> HclError:
    """The error for a token that does not fit. `accepts` tells what terminals would.

    `inner` is the innermost bracket that is open, and where it stands.
    """
    message, help = _words(accepts, inner[0], token, previous)
    if previous.kind == "...":
        token = previous
    elif message.startswith("Unterminated"):
        token = inner[1]
    return unexpected(source, token, message, help)


def _words(accepts: Callable[[str], bool], inner: str, token: Token, previous: Token) -> tuple[str, str]:
    if previous.kind == ".":
        return "Invalid attribute name", "An attribute name is required after a dot."
    if previous.kind == "...":
        return (
            "Missing closing parenthesis",
            "An expanded argument (with ...) must be followed by the closing parenthesis.",
        )
    if accepts("NOT") and previous.kind not in ENDS_TERM:
        if token.kind == END:
            return "Missing expression", "Expected the start of an expression, but found the end of the file."
        return "Invalid expression", "Expected the start of an expression, but found an invalid expression token."
    if inner.startswith("for"):
        return "Invalid 'for' expression", _for_help(accepts, inner, token)
    if inner == "{" and accepts("EQ") and token.kind in (NEWLINE, ","):
        return "Missing attribute value", 'Expected an attribute value, introduced by an equals sign ("=").'
    if inner == "{" and accepts("EQ"):
        help = 'Expected an equals sign ("=") to mark the beginning of the attribute value.'
        return "Missing key/value separator", help
    if accepts("COLON"):
        help = "The conditional operator (...?...:...) requires a false expression, delimited by a colon."
        return "Missing false expression in conditional", help
    if token.kind == END and inner in _AT_END:
        return _AT_END[inner]
    unexpected = ("Invalid expression", "Expected the expression to end here.")
    return _SEPARATORS.get(inner, unexpected)


def _for_help(accepts: Callable[[str], bool], inner: str, token: Token) -> str:
    if accepts("IN"):
        return "For expression requires the 'in' keyword after its name declarations."
    if accepts("NAME"):
        return "For expression requires a variable name after 'for'."
    if accepts("COLON"):
        return "For expression requires a colon after the collection expression."
    if inner == "for{" and accepts("FOR_OBJECT_ARROW"):
        return "Key expression is required when building an object."
    if token.kind == "=>":
        return "Key expression is not valid when building a tuple."
    if token.kind == "...":
        return "Grouping ellipsis (...) cannot be used when building a tuple."
    return "Extra characters after the end of the 'for' expression."
