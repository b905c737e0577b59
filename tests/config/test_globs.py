"""Patterns for paths and for role addresses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assumelint.globs import matches, matches_address


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("examples", "examples"),
        ("examples/", "examples/a/b.tf"),
        ("examples", "deep/examples/b.tf"),
        ("*.json", "a/b.json"),
        ("infra/*.tf", "infra/a.tf"),
        ("./infra/a.tf", "infra/a.tf"),
        ("infra/**/x.tf", "infra/x.tf"),
        ("infra/**/x.tf", "infra/a/b/x.tf"),
        ("infra/**", "infra/a/b"),
        ("a?c", "abc"),
        ("[ab].tf", "[ab].tf"),
        ("/a", "a"),
    ],
)
def test_a_pattern_that_fits(pattern: str, path: str) -> None:
    assert matches(pattern, path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("infra/*.tf", "infra/a/b.tf"),
        ("infra/a.tf", "x/infra/a.tf"),
        ("example", "examples"),
        ("a?c", "a/c"),
        ("[ab].tf", "a.tf"),
        ("a.tf", "axtf"),
    ],
)
def test_a_pattern_that_does_not(pattern: str, path: str) -> None:
    assert not matches(pattern, path)


@given(st.text(alphabet="a*?/[]!^\\-", max_size=12), st.text(alphabet="a/-", max_size=12))
@settings(deadline=None, max_examples=300)
def test_no_pattern_breaks_it(pattern: str, path: str) -> None:
    assert matches(pattern, path) in (True, False)


def test_addresses_keep_their_brackets() -> None:
    assert matches_address('module.ci["a"].aws_iam_role.this[0]', 'module.ci["a"].aws_iam_role.this[0]')
    assert matches_address("module.ci[*].aws_iam_role.*", 'module.ci["a"].aws_iam_role.this[0]')
    assert not matches_address("aws_iam_role.a", "aws_iam_role.ab")
