"""Nested stacks whose templates are not in the tree are counted: what they make was not looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assumelint.coverage import coverage_of
from assumelint.model import Extraction
from assumelint.report.tally import looked_at
from assumelint.report.verbose import lines
from assumelint.sources.cloudformation.extract import extract
from assumelint.sources.inputs import Inputs
from assumelint.text.tree import Tree

Run = Callable[[Mapping[str, str]], Extraction]

STACK = "Resources:\n  Roles:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: {}\n"
HERE = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n"


@pytest.fixture
def extracted(tmp_path: Path) -> Run:
    def run(files: Mapping[str, str]) -> Extraction:
        for name, text in files.items():
            (tmp_path / name).write_text(text)
        return extract([tmp_path / name for name in files], Tree(tmp_path, tmp_path), Inputs())

    return run


@pytest.mark.parametrize(
    ("location", "line"),
    [
        (
            "https://s3.amazonaws.com/templates/roles.yaml",
            'the nested stack "https://s3.amazonaws.com/templates/roles.yaml" was not followed: '
            "its template is not in this tree",
        ),
        ("./gone.yaml", 'the nested stack "./gone.yaml" was not followed: its template is not in this tree'),
        ("!Ref Location", "this nested stack was not followed: where its template is, is not known"),
    ],
)
def test_a_template_that_is_elsewhere_is_counted(extracted: Run, location: str, line: str) -> None:
    parameters = "Parameters:\n  Location:\n    Type: String\n"
    found = extracted({"top.yaml": parameters + STACK.format(location)})
    coverage = coverage_of(found)
    assert looked_at(coverage) == "No role or trust policy was found; 1 nested stack not followed."
    assert list(lines((), coverage)) == [f"top.yaml:5: {line}"]


def test_a_template_in_the_tree_is_followed(extracted: Run) -> None:
    assert extracted({"top.yaml": STACK.format("./here.yaml"), "here.yaml": HERE}).unfollowed == ()
