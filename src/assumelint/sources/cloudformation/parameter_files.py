"""Values for parameters that the user hands over: `--var`, and `--var-file` in the forms of the AWS tools.

The forms: a list of `ParameterKey`/`ParameterValue`
(https://docs.aws.amazon.com/cli/latest/reference/cloudformation/create-stack.html), a list of `"Key=Value"`
(https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/), and an object under `Parameters`
(https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html).
"""

from __future__ import annotations

from pathlib import Path

from assumelint.cause import Cause
from assumelint.model import Problem
from assumelint.sources.cloudformation.literals import plain_text
from assumelint.sources.inputs import Inputs
from assumelint.sources.read.json import JsonError, parse_json
from assumelint.text import Span, Text
from assumelint.text.document import Mapping, Node, Sequence
from assumelint.text.index import whole
from assumelint.text.tree import Tree, UnreadableError


def given_values(inputs: Inputs, tree: Tree, problems: list[Problem]) -> dict[str, Node | None]:
    """Values by parameter name; None where a file says that the deployed value stays (`UsePreviousValue`).

    A file that is none of the forms (Terraform's) is passed over.
    """
    given: dict[str, Node | None] = {}
    for path in inputs.var_files:
        if path.suffix == ".json" and not path.name.endswith(".tfvars.json"):
            given |= _file(path, tree, problems)
    place = Span("--var", 1, 1, 1, 1)
    given |= {name: Text.of(value, place) for name, value in inputs.variables.items()}
    return given


def _file(path: Path, tree: Tree, problems: list[Problem]) -> dict[str, Node | None]:
    file = tree.display(path)
    try:
        content = tree.read(path).removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        node = parse_json(whole(content.replace("\r\n", "\n"), file))
    except UnreadableError as error:
        problems.append(Problem(Cause.UNREADABLE_FILE, Span(file, 1, 1, 1, 1), str(error)))
        return {}
    except JsonError as error:
        problems.append(error.problem(Cause.SYNTAX))
        return {}
    return _values(node)


def _values(node: Node) -> dict[str, Node | None]:
    given: dict[str, Node | None] = {}
    if isinstance(node, Mapping):
        inner = node.get("Parameters")
        if isinstance(inner, Mapping):
            given = {key.literal: value for key, value in inner.entries if key.literal is not None}
        elif isinstance(inner, Sequence):
            given = _values(inner)
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Text):
            name, equals, _ = item.flat.partition("=")
            if equals:
                given[name] = item.cut(len(name) + 1)
        elif isinstance(item, Mapping) and (key := plain_text(item.get("ParameterKey"))) and key.literal is not None:
            given[key.literal] = item.get("ParameterValue")
    return given
