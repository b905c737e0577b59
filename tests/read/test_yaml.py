"""YAML to a tree that keeps places, tags and keys that are written twice; no meaning is given to any of them."""

import pytest

from assumelint.sources.read.yaml import Document, YamlError, documents
from assumelint.sources.read.yaml_text import scalar_text
from assumelint.sources.read.yaml_tree import RawList, RawMap, RawScalar, RawTagged, scalar_value
from assumelint.text import Span, Text


def text(content: str) -> Text:
    return Text.of(content, Span("a.yaml", 1, 1, content.count("\n") + 1, 1), exact=True)


def read(content: str) -> list[Document]:
    return list(documents(text(content)))


def test_a_tag_is_kept_with_what_stands_under_it() -> None:
    (document,) = read("a: !Sub [x, y]\n")
    assert isinstance(document.root, RawMap)
    tagged = document.root.get("a")
    assert isinstance(tagged, RawTagged)
    assert isinstance(tagged.node, RawList)
    assert (tagged.tag, tagged.span.column, tagged.span.end_column) == ("!Sub", 4, 15)


def test_tags_of_yaml_itself_change_nothing() -> None:
    (document,) = read("!!map {a: !!str 1}")
    assert isinstance(document.root, RawMap)
    assert scalar_value(document.root.get("a")) == "1"


def test_whoever_reads_says_what_a_tag_means() -> None:
    (document,) = documents(text("a: !x 1\n"), lambda tagged: tagged.node)
    assert isinstance(document.root, RawMap)
    assert isinstance(document.root.get("a"), RawScalar)


def test_documents_come_one_by_one_each_with_its_own_anchors() -> None:
    first, second, third = read("a: &x 1\n---\nb: 2\n--- 3\n")
    assert [first.following, second.following, third.following] == [
        Span("a.yaml", 2, 1, 2, 4),
        Span("a.yaml", 4, 1, 4, 4),
        None,
    ]
    assert scalar_value(third.root) == "3"
    with pytest.raises(YamlError, match="refers to no anchor before it"):
        read("a: &x 1\n---\nb: *x\n")


def test_what_comes_after_a_document_is_not_read_before_it_is_asked_for() -> None:
    reading = documents(text("a: 1\n---\n]\n"))
    assert isinstance(next(reading).root, RawMap)
    with pytest.raises(YamlError):
        next(reading)


def test_a_key_that_is_written_twice_is_kept() -> None:
    (document,) = read("a: 1\na: 2\n")
    assert isinstance(document.root, RawMap)
    assert [(lost.span.line, kept.span.line) for lost, kept in document.root.lost()] == [(1, 2)]
    assert scalar_value(document.root.get("a")) == "2"


def test_a_string_knows_where_its_characters_stand() -> None:
    (document,) = read('"a\\tb"')
    assert isinstance(document.root, RawScalar)
    assert scalar_text(document.root).span_of(2, 3) == Span("a.yaml", 1, 5, 1, 6)


def test_nothing_holds_no_document() -> None:
    assert read("") == []
    assert read("# a comment\n") == []
