"""The GitHub repository that a work tree is a clone of."""

from pathlib import Path

import pytest

from assumelint.text.remote import github_remote


def configure(folder: Path, text: str) -> None:
    (folder / ".git").mkdir(parents=True)
    (folder / ".git/config").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/Acme/shop.git",
        "https://github.com/Acme/shop",
        "https://token@github.com/Acme/shop/",
        "git@github.com:Acme/shop.git",
        "ssh://git@github.com/Acme/shop.git",
        "ssh://git@github.com:22/Acme/shop.git",
    ],
)
def test_every_way_to_write_it(url: str, tmp_path: Path) -> None:
    configure(
        tmp_path,
        f'[core]\n\tbare = false\n[remote "origin"]\n\tfetch = x\n\turl = {url}\n[branch "main"]\n\turl = no\n',
    )
    assert github_remote(tmp_path) == ("Acme", "shop")


def test_origin_goes_before_others(tmp_path: Path) -> None:
    configure(
        tmp_path,
        '[remote "fork"]\nurl = https://github.com/me/shop\n[remote "origin"]\nurl = https://github.com/acme/shop\n',
    )
    assert github_remote(tmp_path) == ("acme", "shop")


@pytest.mark.parametrize(
    "text",
    [
        "",
        '[remote "origin"]\n',
        '[remote "origin"]\nurl = https://gitlab.com/acme/shop\n',
        '[remote "origin"]\nurl = ../shop\n',
        '[remote "a"]\nurl = https://github.com/a/b\n[remote "b"]\nurl = https://github.com/c/d\n',
    ],
)
def test_nothing_is_guessed(text: str, tmp_path: Path) -> None:
    configure(tmp_path, text)
    assert github_remote(tmp_path) is None


def test_no_repository_at_all(tmp_path: Path) -> None:
    assert github_remote(tmp_path) is None


def test_a_linked_work_tree_has_its_remote_in_the_main_one(tmp_path: Path) -> None:
    configure(tmp_path / "main", '[remote "origin"]\nurl = https://github.com/acme/shop\n')
    linked = tmp_path / "main/.git/worktrees/x"
    linked.mkdir(parents=True)
    (linked / "commondir").write_text("../..\n", encoding="utf-8")
    (tmp_path / "x").mkdir()
    (tmp_path / "x/.git").write_text(f"gitdir: {linked}\n", encoding="utf-8")
    assert github_remote(tmp_path / "x") == ("acme", "shop")
