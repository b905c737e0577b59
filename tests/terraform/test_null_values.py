"""A `null` among the values of a policy document: the provider refuses one that is written, and drops a variable's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.cause import Cause
from assumelint.model import Extraction

Run = Callable[..., Extraction]

DOCUMENT = """
variable "nothing" {{
  type    = string
  default = null
}}
data "aws_iam_policy_document" "d" {{
  statement {{
    actions = {actions}
    principals {{
      type        = "AWS"
      identifiers = {identifiers}
    }}
    condition {{
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = {values}
    }}
  }}
}}
"""
GIVEN = {"actions": '["sts:AssumeRole"]', "identifiers": '["*"]', "values": '["o-1"]'}


@pytest.mark.parametrize(
    ("argument", "value"),
    [("actions", '["sts:AssumeRole", null]'), ("identifiers", "[null]"), ("values", '[null, "o-1"]')],
)
def test_a_null_that_is_written_is_refused(extracted: Run, argument: str, value: str) -> None:
    (problem,) = extracted({"main.tf": DOCUMENT.format(**{**GIVEN, argument: value})}).problems
    assert problem.cause is Cause.INVALID_CONFIGURATION
    assert problem.message == "Null value found in list: Null values are not allowed for this attribute value."


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("actions", '["sts:AssumeRole", var.nothing]'),
        ("identifiers", '["*", var.nothing]'),
        ("values", 'compact(["o-1", null])'),
    ],
)
def test_a_null_that_a_variable_or_a_function_gives_is_dropped(extracted: Run, argument: str, value: str) -> None:
    found = extracted({"main.tf": DOCUMENT.format(**{**GIVEN, argument: value})})
    (document,) = found.documents
    assert found.problems == ()
    assert document.policy is not None
    (statement,) = document.policy.statements
    assert [str(action) for action in statement.actions.items] == ["sts:AssumeRole"]  # type: ignore[union-attr]
