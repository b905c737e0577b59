"""Where comments are, and where what looks like one is text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assumelint.sources.read.yaml_comments import comments as yaml_comments
from assumelint.sources.terraform.syntax import SourceText
from assumelint.sources.terraform.syntax.comments import comments as hcl_comments
from assumelint.text.comments import Comments
from assumelint.text.index import whole

HCL = """\
# one
a = 1 // two
b = "# no ${f("# no ${1} // no") /* three */} # no" # four
c = <<-EOT
  # no
  ${x} // no
  EOT
d = "unterminated # no
e = 2 # five
/* six
   six */ f = { g = 1 } # seven
h = "$${ # no" # eight
i = "a\\" # no" # nine
j = 4 / 2 # ten
"""


def hcl_layout(text: str) -> Comments:
    return hcl_comments(SourceText("a.tf", text))


def yaml_layout(text: str) -> Comments:
    return yaml_comments(whole(text, "a.yaml"))


def texts(layout: Comments) -> list[tuple[int, str]]:
    return [(comment.span.line, comment.text.strip("#/* \n")) for comment in layout.comments]


def test_comments_of_hcl() -> None:
    assert texts(hcl_layout(HCL)) == [
        (1, "one"),
        (2, "two"),
        (3, "three"),
        (3, "four"),
        (9, "five"),
        (10, "six\n   six"),
        (11, "seven"),
        (12, "eight"),
        (13, "nine"),
        (14, "ten"),
    ]
    assert hcl_layout(HCL).strings == ((4, 7),)


def test_columns_count_from_the_line() -> None:
    assert [
        (comment.span.line, comment.span.column, comment.text) for comment in hcl_layout("x = 1 # y\n").comments
    ] == [(1, 7, "# y")]


def test_a_heredoc_that_never_ends_fills_the_file() -> None:
    assert hcl_layout("a = <<EOT\n# no\n# no\n").strings == ((1, 4),)


YAML = """\
# one
a: "x # no" # two
b: |  # three
  # no
  text

# four
c: >-
  # no
d: plain # five
e: plain#no
f: 'it''s # no
  # no' # six
"""


def test_comments_of_yaml() -> None:
    assert texts(yaml_layout(YAML)) == [(1, "one"), (2, "two"), (3, "three"), (7, "four"), (10, "five"), (13, "six")]
    assert yaml_layout(YAML).strings == ((3, 6), (8, 9), (12, 13))


def test_yaml_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    assert texts(yaml_layout('a: "# no"\n# one\nb: @\n# two\n')) == [(2, "one"), (4, "two")]


@pytest.mark.parametrize("layout", [hcl_layout, yaml_layout])
def test_an_empty_file_has_none(layout: object) -> None:
    assert callable(layout)
    found = layout("")
    assert isinstance(found, Comments)
    assert (found.comments, found.strings) == ((), ())


@given(st.text(alphabet='#/*"${}<EOT\n -|>ab\\', max_size=60))
@settings(deadline=None, max_examples=300)
def test_no_text_breaks_it(text: str) -> None:
    for layout in (hcl_layout(text), yaml_layout(text)):
        for comment in layout.comments:
            rest = "\n".join(text.split("\n")[comment.span.line - 1 :])
            assert rest[comment.span.column - 1 :].startswith(comment.text)


def test_hostile_text_takes_no_time() -> None:
    hcl_layout('"${' * 20_000)
    hcl_layout("<<A\n" * 3_000)
    hcl_layout("/" * 50_000 + "<" * 50_000)
