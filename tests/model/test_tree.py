"""Reading stays inside the tree."""

import os
from pathlib import Path

import pytest

from assumelint.text import tree as tree_module
from assumelint.text.tree import Tree, UnreadableError


def test_a_file_in_the_tree_is_read(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.tf").write_bytes(b"x")
    tree = Tree(tmp_path, tmp_path / "sub")
    assert tree.read(Path("a.tf")) == b"x"
    assert tree.display(tmp_path / "b.tf") == "../b.tf"


def test_a_file_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.tf").write_bytes(b"first")
    tree = Tree(tmp_path, tmp_path)
    tree.read(Path("a.tf"))
    (tmp_path / "a.tf").write_bytes(b"second")
    assert tree.read(Path("a.tf")) == b"first"


def test_a_path_out_of_the_tree_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "in").mkdir()
    with pytest.raises(UnreadableError, match="lies outside"):
        Tree(tmp_path / "in", tmp_path / "in").read(Path("../secret"))


def test_a_link_out_of_the_tree_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(UnreadableError, match="lies outside"):
        Tree(tmp_path / "in", tmp_path / "in").read(Path("link"))


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"none\.tf: No such file"):
        Tree(tmp_path, tmp_path).read(Path("none.tf"))


def test_a_huge_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_module, "MAX_BYTES", 3)
    (tmp_path / "big").write_bytes(b"xxxx")
    with pytest.raises(UnreadableError, match="larger than"):
        Tree(tmp_path, tmp_path).read(Path("big"))


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableError, match="is no regular file"):
        Tree(tmp_path, tmp_path).read(Path("pipe"))


def test_what_lies_in_the_tree(tmp_path: Path) -> None:
    (tmp_path / "in/sub").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    (tmp_path / "in/there").symlink_to(tmp_path / "out")
    (tmp_path / "in/back").symlink_to(tmp_path / "in/sub")
    tree = Tree(tmp_path / "in", tmp_path / "in/sub")
    inside = ("", "x", "../y", "..", "../back/x", "../back", "../there/../in/x")
    assert all(tree.holds(Path(path)) for path in inside)
    outside = ("../..", "../there", "../there/x", "../there/..", "../../in2/x", "../there/../../in/../out")
    assert not any(tree.holds(Path(path)) for path in outside)
