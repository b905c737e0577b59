"""Reading the inputs of `assumelint explain`: files, standard input, options."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assumelint.errors import UsageError
from assumelint.sts.value import claim_value, parse_json_text

if TYPE_CHECKING:
    from assumelint.model import TrustPolicy
    from assumelint.text import Span
    from assumelint.text.document import Node

STDIN = "-"


def read_text(file: str) -> str:
    """Return the contents of a file, or of standard input for `-`. Raises `UsageError`."""
    try:
        raw = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{shown(file)}: not UTF-8 text") from None
    except OSError as error:
        raise UsageError(f"{shown(file)}: {error.strerror}") from error


def shown(file: str) -> str:
    """Return the name of a file as messages show it."""
    return "standard input" if file == STDIN else file


def read_json_object(file: str) -> dict[str, object]:
    """Return the JSON object in a file. Raises `UsageError`."""
    found = parse_json_value(read_text(file), shown(file))
    if not isinstance(found, dict):
        raise UsageError(f"{shown(file)}: expected a JSON object")
    return found


def parse_json_value(text: str, where: str) -> object:
    """Return the JSON value of a text. Raises `UsageError` with the position of the error."""
    try:
        return parse_json_text(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{where}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from None
    except ValueError as error:
        raise UsageError(f"{where}: not JSON: {error}") from None


def read_policy_file(file: str) -> TrustPolicy:
    """Return the trust policy in a JSON file: a policy, or the output of `aws iam get-role`. Raises `UsageError`."""
    from assumelint.model import Form
    from assumelint.policy import read_policy
    from assumelint.sources.read.json import JsonError, parse_json
    from assumelint.text import Span, Text

    text = read_text(file)
    lines = text.split("\n")
    span = Span(shown(file), 1, 1, len(lines), len(lines[-1]) + 1)
    try:
        node = parse_json(Text.of(text, span, exact=True))
    except JsonError as error:
        at = error.span
        help = f" ({error.help})" if error.help else ""
        raise UsageError(f"{at.file}:{at.line}:{at.column}: {error.message}{help}") from None
    policy = read_policy(_unwrapped(node), Form.JSON)
    if policy is None:
        raise UsageError(f"{shown(file)}: not a trust policy: there is no Statement")
    return policy


def _unwrapped(node: Node) -> Node:
    from assumelint.text.document import Mapping as Object

    for name in ("Role", "AssumeRolePolicyDocument"):
        inner = node.get(name) if isinstance(node, Object) else None
        if isinstance(inner, Object):
            node = inner
    return node


def plain_policy(value: object, span: Span) -> TrustPolicy | None:
    """Return the trust policy in parsed JSON, with `span` as the position of every part; None if it is not a policy.

    Raises `UsageError` if the value is nested too deeply.
    """
    from assumelint.model import Form
    from assumelint.policy import read_policy

    try:
        return read_policy(_node(value, span), Form.JSON)
    except RecursionError:
        raise UsageError("policy: nested too deeply") from None


def _node(value: object, span: Span) -> Node:
    from assumelint.text import Text
    from assumelint.text.document import Mapping as Object
    from assumelint.text.document import Scalar, Sequence

    if isinstance(value, dict):
        return Object(tuple((Text.of(str(name), span), _node(each, span)) for name, each in value.items()), span)
    if isinstance(value, list):
        return Sequence(tuple(_node(each, span) for each in value), span)
    if isinstance(value, bool | int | float | None):
        text = claim_value(value)
        return Scalar(value, "null" if text is None else text.items[0], span)
    return Text.of(str(value), span)
