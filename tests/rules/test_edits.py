"""Edits are given where the source is known to hold what they replace, and where they are known to mend."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assumelint.edits import can_be_made, fix_of, rewritten, together
from assumelint.model import Applicability, Edit, Fix
from assumelint.text import Hole, Piece, Span, Text
from assumelint.text.code import Code
from assumelint.text.tree import Tree

Check = Callable[[dict[str, str]], list[dict[str, Any]]]
Mended = Callable[[str, str], None]
GITHUB = "token.actions.githubusercontent.com"


def at(column: int, length: int, line: int = 1) -> Span:
    return Span("main.tf", line, column, line, column + length)


def text(*parts: str | Hole, exact: bool = True) -> Text:
    """A quoted string whose parts stand one behind the other, a hole five columns wide."""
    found: list[Piece | Hole] = []
    column = 2
    for part in parts:
        width = len(part) if isinstance(part, str) else 5
        span = at(column, width)
        found.append(Piece(part, span, exact) if isinstance(part, str) else Hole(part.reference, span))
        column += width
    return Text(tuple(found), at(1, column))


X = Hole("x", at(1, 1))


def test_what_stands_between_the_quotes_is_replaced() -> None:
    assert rewritten(text("sts.amazon.com"), "sts.amazonaws.com") == (
        Edit(at(2, 14), "sts.amazon.com", "sts.amazonaws.com"),
    )
    assert rewritten(text("same"), "same") == ()


def test_only_the_known_part_beside_a_hole_changes() -> None:
    assert rewritten(text("https://", X, ":sub"), "a.b/${x}:sub") == (Edit(at(2, 8), "https://", "a.b/"),)
    assert rewritten(text("a", X), "b") is None


@pytest.mark.parametrize("new", ["", "a: b", "a #b", "*", "<owner>", 'a"b', "${y}", "true", "2012-10-17", "a:"])
def test_what_some_form_would_read_differently_is_no_edit(new: str) -> None:
    assert rewritten(text("old"), new) is None


def test_a_date_takes_the_place_of_a_date() -> None:
    assert rewritten(text("2008-10-17"), "2012-10-17") is not None
    assert rewritten(text("a"), "Default Project:x") is not None


def test_a_string_that_is_not_written_so_is_no_edit() -> None:
    assert rewritten(text("a", "b"), "c") is None
    assert rewritten(text("ab", exact=False), "c") is None


def test_a_change_that_cannot_be_made_spoils_the_fix() -> None:
    edit = (Edit(at(1, 1), "a", "b"),)
    assert together(edit, edit, ()) == edit
    assert fix_of(edit, None) is None
    assert fix_of((), ()) is None
    assert fix_of(edit, safe=True) == Fix(Applicability.SAFE, edit)


def test_a_fix_is_held_against_the_code(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("abcdef\n")
    code = Code((Tree(tmp_path, tmp_path),))

    def made(*edits: Edit) -> bool:
        return can_be_made(Fix(Applicability.SAFE, edits), code)

    assert made(Edit(at(1, 2), "ab", "x"), Edit(at(3, 1), "c", "y"))
    assert not made(Edit(at(1, 2), "xy", "x"))
    assert not made(Edit(at(1, 2), "ab", "x"), Edit(at(2, 1), "b", "y"))
    assert not made(Edit(at(1, 2, line=9), "ab", "x"))
    assert not can_be_made(Fix(Applicability.SAFE, (Edit(at(1, 2), "ab", "x"),)), Code())


def policy(condition: dict[str, Any], action: str = "sts:AssumeRoleWithWebIdentity") -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"},
        "Action": action,
        "Condition": condition,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2)


AUD = {f"{GITHUB}:aud": "sts.amazonaws.com"}
ONE = "repo:acme/app:ref:refs/heads/main"


@pytest.mark.parametrize(
    ("rule", "condition", "action"),
    [
        # With the right action the role would be open to everyone.
        ("missing-web-identity-action", {"StringEquals": AUD}, "sts:AssumeRole"),
        # The list has the right audience already.
        ("wrong-audience", {"StringEquals": {f"{GITHUB}:aud": ["sts.amazonaws.com", "sts.amazon.com"]}}, None),
        # With a known operator, the condition would hold where the claim is absent.
        ("unknown-operator", {"StringEquals": AUD, "ForAllValue:StringLike": {f"{GITHUB}:sub": ONE}}, None),
        # The key stands there already.
        (
            "issuer-key-mismatch",
            {"StringEquals": {**AUD, f"{GITHUB}:sub": ONE, f"https://{GITHUB}:sub": ONE}},
            None,
        ),
    ],
)
def test_a_fix_that_leads_to_the_next_fault_is_none(
    check: Check, rule: str, condition: dict[str, Any], action: str | None
) -> None:
    found = check({"trust.json": policy(condition, *([action] if action else []))})
    assert [finding["fix"] for finding in found if finding["rule"] == rule] == [None]


def test_a_value_with_other_users_is_never_safe(check: Check) -> None:
    document = policy({"StringEquals": {f"{GITHUB}:aud": "AUD", f"{GITHUB}:sub": ONE}}).replace('"AUD"', "var.aud")
    source = f"""
variable "aud" {{
  default = "sts.amazon.com"
}}

resource "aws_iam_role" "ci" {{
  assume_role_policy = jsonencode({document})
}}
"""
    (one,) = check({"main.tf": source})
    assert one["fix"]["applicability"] == "unsafe"
    assert one["fix"]["edits"][0]["line"] == 3


def test_blocks_with_the_same_operator_are_mended_each_for_itself(check: Check) -> None:
    """The document has one operator for both blocks, the code one for each."""
    blocks = "".join(
        f"""
    condition {{
      test     = "StringEqual"
      variable = "{GITHUB}:{claim}"
      values   = ["{value}"]
    }}
"""
        for claim, value in (("aud", "sts.amazonaws.com"), ("sub", ONE))
    )
    source = f"""
data "aws_iam_policy_document" "trust" {{
  statement {{
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {{
      type        = "Federated"
      identifiers = ["arn:aws:iam::123456789012:oidc-provider/{GITHUB}"]
    }}
{blocks}
  }}
}}
"""
    found = check({"main.tf": source})
    assert [[edit["line"] for edit in finding["fix"]["edits"]] for finding in found] == [[11], [17]]
    assert [finding["line"] for finding in found] == [11, 17]


def test_blocks_are_not_renamed_where_they_would_become_one(check: Check) -> None:
    """Blocks with equal operator and key accept the values of each other: the policy would let in more."""
    blocks = "".join(
        f"""
    condition {{
      test     = "{test}"
      variable = "{GITHUB}:{claim}"
      values   = ["{value}"]
    }}
"""
        for test, claim, value in (
            ("StringEquals", "aud", "sts.amazonaws.com"),
            ("StringEqual", "sub", ONE),
            ("StringEquals", "sub", "repo:acme/app:environment:prod"),
        )
    )
    source = f"""
data "aws_iam_policy_document" "trust" {{
  statement {{
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {{
      type        = "Federated"
      identifiers = ["arn:aws:iam::123456789012:oidc-provider/{GITHUB}"]
    }}
{blocks}
  }}
}}
"""
    assert [(each["line"], each["fix"]) for each in check({"main.tf": source})] == [(17, None)]


def test_instances_that_need_different_edits_have_no_fix(check: Check) -> None:
    source = f"""
resource "aws_iam_role" "ci" {{
  for_each           = toset(["a", "b"])
  assume_role_policy = jsonencode({policy({"StringEquals": {**AUD, f"{GITHUB}:sub": "repo:acme/EACH"}})})
}}
""".replace("EACH", "${each.key}")
    assert [finding["fix"] for finding in check({"main.tf": source})] == [None]


def test_the_fix_of_a_provider_is_tried_on_its_roles(check: Check) -> None:
    source = f"""
resource "aws_iam_openid_connect_provider" "github" {{
  url            = "https://{GITHUB}"
  client_id_list = ["sts.amazon.com"]
}}

resource "aws_iam_role" "ci" {{
  assume_role_policy = jsonencode({policy({"StringEquals": {**AUD, f"{GITHUB}:sub": ONE}})})
}}
""".replace(f'"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"', "aws_iam_openid_connect_provider.github.arn")
    (one,) = [each for each in check({"main.tf": source}) if each["rule"] == "provider-client-ids"]
    assert one["fix"]["applicability"] == "safe"
    assert one["fix"]["edits"][0]["text"] == "sts.amazonaws.com"


def test_a_plan_is_not_for_editing(check: Check) -> None:
    values = {"assume_role_policy": policy({"StringEquals": {f"{GITHUB}:aud": "sts.amazon.com", f"{GITHUB}:sub": ONE}})}
    resource = {"address": "aws_iam_role.ci", "mode": "managed", "type": "aws_iam_role", "name": "ci", "values": values}
    plan = {"format_version": "1.2", "planned_values": {"root_module": {"resources": [resource]}}}
    (one,) = check({"plan.json": json.dumps(plan)})
    assert (one["rule"], one["fix"]) == ("wrong-audience", None)


def test_fetched_code_is_not_for_editing(tmp_path: Path) -> None:
    span = Span(".terraform/modules/ci/main.tf", 1, 1, 1, 3)
    (tmp_path / span.file).parent.mkdir(parents=True)
    (tmp_path / span.file).write_text("abc\n")
    code = Code((Tree(tmp_path, tmp_path),))
    assert code.slice(span) == "ab"
    assert not can_be_made(Fix(Applicability.SAFE, (Edit(span, "ab", "x"),)), code)
