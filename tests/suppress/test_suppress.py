"""Comments and metadata that suppress a finding, and what becomes of those that do not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assumelint.model import Extraction, Finding, Severity
from assumelint.sources import cloudformation
from assumelint.sources.inputs import Inputs
from assumelint.sources.registry.comments import comments
from assumelint.suppress import suppress
from assumelint.text import Span
from assumelint.text.tree import Tree

RUNNING = ("syntax-error", "missing-audience")

Suppress = Callable[..., tuple[list[int], list[str]]]


@pytest.fixture
def left(tmp_path: Path) -> Suppress:
    """Suppress findings on some lines of a file; the lines that are left, and the problems as `line:column message`."""

    def run(
        name: str, text: str, *lines: int, rule: str = "missing-audience", role: str = ""
    ) -> tuple[list[int], list[str]]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        tree = Tree(tmp_path, tmp_path)
        tree.read(Path(name))
        extraction = Extraction(comments=tuple(comments(tree)))
        if name.endswith((".yaml", ".json")):
            extraction += cloudformation.extract([Path(name)], tree, Inputs())
        findings = [Finding(rule, Severity.NOTE, "m", Span(name, line, 1, line, 2), role=role) for line in lines]
        kept, problems = suppress(findings, extraction, RUNNING)
        return (
            [finding.span.line for finding in kept],
            [f"{problem.span.line}:{problem.span.column} {problem.message}" for problem in problems],
        )

    return run


@pytest.mark.parametrize("sign", ["#", "//"])
def test_on_the_line_or_the_line_above(sign: str, left: Suppress) -> None:
    text = f"{sign} assumelint: ignore[missing-audience] reviewed\na\nb {sign} assumelint:ignore[missing-audience]\nc\n"
    assert left("a.tf", text, 2, 3, 4) == ([4], [])


def test_in_yaml(left: Suppress) -> None:
    assert left("a.yaml", "# assumelint: ignore[missing-audience] why\na: 1\nb: 2\n", 2, 3) == ([3], [])


def test_several_ids_and_several_comments(left: Suppress) -> None:
    text = "# assumelint: ignore[syntax-error]\n# assumelint: ignore[missing-audience]\nx\n"
    assert left("a.tf", text, 3) == ([], ["1:22 nothing here to ignore for syntax-error"])
    text = "x # assumelint: ignore[syntax-error, missing-audience] why\n"
    assert left("a.tf", text, 1) == ([], ["1:24 nothing here to ignore for syntax-error"])


def test_what_suppresses_nothing_is_a_problem(left: Suppress) -> None:
    text = "a # assumelint: ignore[misssing-audience]\nb # assumelint: ignore\nc # assumelint: ignore[]\n"
    assert left("a.tf", text, 1) == (
        [1],
        [
            '1:24 no rule is called "misssing-audience", did you mean "missing-audience"?',
            "2:5 this ignore names no rule",
            "3:5 this ignore names no rule",
        ],
    )


def test_a_rule_that_does_not_run_proves_nothing(left: Suppress) -> None:
    assert left("a.tf", "a # assumelint: ignore[invalid-json]\n") == ([], [])


def test_the_line_above_a_heredoc_holds_for_all_of_it(left: Suppress) -> None:
    text = "# assumelint: ignore[missing-audience] why\nx = <<EOT\na\nb\nEOT\ny\n"
    assert left("a.tf", text, 2, 3, 4, 6) == ([6], [])
    text = "# assumelint: ignore[missing-audience] why\nx: !Sub |\n  a\n  b\ny: 1\n"
    assert left("a.yaml", text, 3, 4, 5) == ([5], [])


def test_text_is_no_comment(left: Suppress) -> None:
    assert left("a.tf", 'x = "# assumelint: ignore[missing-audience]"\n', 1) == ([1], [])
    assert left("a.tf", "x = <<EOT\n# assumelint: ignore[missing-audience]\nEOT\n", 3) == ([3], [])
    assert left("a.yaml", "x: |\n  # assumelint: ignore[missing-audience]\n  a\n", 3) == ([3], [])
    assert left("a.json", '{"x": "# assumelint: ignore[missing-audience]"}', 1) == ([1], [])
    assert left("a.template", '{"x": "# assumelint: ignore[missing-audience]"}', 1) == ([1], [])


TEMPLATE = """\
Metadata:
  assumelint:
    ignore: syntax-error
Resources:
  A:
    Metadata:
      assumelint:
        ignore: [missing-audience]
  B:
    Metadata:
      assumelint:
        ignore:
          missing-audience: reviewed
  C:
    Metadata: {}
    Type: AWS::IAM::Role
"""


def test_metadata_of_a_resource_or_of_the_template(left: Suppress) -> None:
    unused = ["3:13 nothing here to ignore for syntax-error", "13:11 nothing here to ignore for missing-audience"]
    assert left("a.yaml", TEMPLATE, 5, 6, role="A") == ([], unused)
    assert left("a.yaml", TEMPLATE, 5, role="C")[0] == [5]
    assert left("a.yaml", TEMPLATE, 5, rule="syntax-error", role="C")[0] == []


def test_metadata_of_a_json_template(left: Suppress) -> None:
    metadata = '"Metadata": {"assumelint": {"ignore": ["missing-audience"]}}'
    text = f'{{"Resources": {{"A": {{"Type": "AWS::IAM::Role", {metadata}}}}}}}'
    assert left("a.json", text, 1, role="A") == ([], [])
    assert left("a.json", text, 1, role="B")[0] == [1]
    assert left("a.json", text + "}", 1, role="A") == ([1], [])
