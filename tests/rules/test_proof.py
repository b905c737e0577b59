"""A fix is tried out on everything that holds the text it changes."""

from collections.abc import Callable
from typing import Any

import pytest

from assumelint.model import Edit
from assumelint.proof.changes import Changes, can_follow, edited, trimmed
from assumelint.text import Piece, Span, Text

Check = Callable[[dict[str, str]], list[dict[str, Any]]]


def edit(old: str, new: str, column: int = 1) -> Edit:
    return Edit(Span("main.tf", 1, column, 1, column + len(old)), old, new)


@pytest.mark.parametrize(
    ("old", "new", "start", "kept", "written"),
    [
        ("sts.amazon.com", "sts.amazonaws.com", 10, ".", "aws."),
        ("https://a.b", "a.b", 0, "https://", ""),
        ("a.b/", "a.b", 3, "/", ""),
        ("repo:a/b", "repo:a/b:*", 7, "b", "b:*"),
        ("aaa", "aa", 2, "a", ""),
        ("abc", "xyz", 0, "abc", "xyz"),
    ],
)
def test_an_edit_is_cut_down_to_what_differs(old: str, new: str, start: int, kept: str, written: str) -> None:
    small = trimmed(edit(old, new))
    assert (small.span.column - 1, small.old, small.text) == (start, kept, written)
    assert old[:start] + written + old[start + len(kept) :] == new


def test_an_edit_of_several_lines_stays_as_it_is() -> None:
    whole = Edit(Span("main.tf", 1, 1, 2, 2), "ab\na", "ab\nb")
    assert trimmed(whole) == whole


def test_a_part_of_the_changed_string_changes_with_it() -> None:
    changes = Changes.of([edit("https://tokens.example.com/", "https://token.example.com")])
    host = Piece("tokens.example.com/", Span("main.tf", 1, 9, 1, 28))
    other = Piece("tokens.example.com/", Span("other.tf", 1, 9, 1, 28))
    slash = Piece("/", Span("main.tf", 1, 27, 1, 28))
    assert str(edited(Text((host,), host.span), changes)) == "token.example.com"
    assert str(edited(Text((other,), other.span), changes)) == "tokens.example.com/"
    (change,) = changes.within(slash.span)
    assert not can_follow(slash, change)


ROLE = """
resource "aws_iam_role" "{name}" {{
  assume_role_policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [{{
      Effect    = "Allow"
      Principal = {{ Federated = "arn:aws:iam::123456789012:oidc-provider/{host}" }}
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {{ StringEquals = {{ "{host}:aud" = {aud}, "{host}:sub" = "{sub}" }} }}
    }}]
  }})
}}
"""
GITLAB = ("gitlab.com", "project_path:acme/app:ref_type:branch:ref:main")
GITHUB = ("token.actions.githubusercontent.com", "${local.sub}")


def role(name: str, of: tuple[str, str], aud: str) -> str:
    return ROLE.format(name=name, host=of[0], sub=of[1], aud=aud)


def test_a_value_that_another_role_needs_is_left_alone(check: Check) -> None:
    """The other role puts the scheme before the same host."""
    local = 'locals {\n  aud = "gitlab.com"\n}\n'
    dead = role("a", GITLAB, "local.aud")
    right = role("b", GITLAB, '"https://${local.aud}"')
    (alone,) = check({"main.tf": local + dead})
    (shared,) = check({"main.tf": local + dead + right})
    assert alone["rule"] == shared["rule"] == "wrong-audience"
    assert alone["fix"] is not None
    assert shared["fix"] is None


def test_what_a_function_makes_of_a_value_cannot_be_followed(check: Check) -> None:
    local = 'locals {\n  aud = "sts.amazon.com"\n}\n'
    found = check({"main.tf": local + role("a", GITLAB, "local.aud") + role("b", GITLAB, "upper(local.aud)")})
    assert [finding["fix"] for finding in found if "sts.amazon.com" in finding["message"]] == [None]


def test_the_key_of_an_instance_is_left_alone(check: Check) -> None:
    source = role("a", GITLAB, "each.key").replace(
        "  assume_role_policy", '  for_each = toset(["sts.amazon.com"])\n  assume_role_policy'
    )
    assert [finding["fix"] for finding in check({"main.tf": source})] == [None]
