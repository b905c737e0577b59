"""Subjects without ids: a warning where the repository is new, which git's files tell."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from assumelint.cli import main

HOST = "token.actions.githubusercontent.com"
OLD, NEW = "2026-07-15T23:59:59+0000", "2026-08-01T12:00:00+0000"


def policy(subject: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{HOST}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {f"{HOST}:aud": "sts.amazonaws.com", f"{HOST}:sub": subject}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=1)


def git(folder: Path, *arguments: str, date: str = NEW) -> None:
    names = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", **names, **dates}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)


def repository(folder: Path, *dates: str, remote: str = "https://github.com/acme/app.git") -> None:
    """A repository with a commit at each of the dates."""
    git(folder, "init", "--initial-branch", "main")
    git(folder, "remote", "add", "origin", remote)
    for number, date in enumerate(dates):
        # Long texts that are nearly the same: git packs them as deltas of each other.
        git(folder, "commit", "--allow-empty", "-m", f"{number}\n\n{'All about it. ' * 40}", date=date)


def told(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], subject: str) -> str:
    (folder / "trust.json").write_text(policy(subject), encoding="utf-8")
    monkeypatch.chdir(folder)
    main(["check", "--output-format", "json"])
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["rule"] == "name-only-subject"
    return str(finding["severity"])


OWN = "repo:acme/app:environment:ci"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("dates", "severity"), [((NEW,), "warning"), ((NEW,) * 9, "warning"), ((OLD, NEW), "note"), ((), "note")]
)
def test_a_repository(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    packed: bool,
    dates: tuple[str, ...],
    severity: str,
) -> None:
    repository(tmp_path, *dates)
    if packed:
        git(tmp_path, "gc", "--aggressive", "--prune=now")
    assert told(tmp_path, monkeypatch, capsys, OWN) == severity


def test_another_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tmp_path, NEW)
    assert told(tmp_path, monkeypatch, capsys, "repo:acme/other:environment:ci") == "note"


def test_a_remote_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tmp_path, NEW, remote="https://git.example.com/acme/app.git")
    assert told(tmp_path, monkeypatch, capsys, OWN) == "note"


def test_a_shallow_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    origin.mkdir()
    repository(origin, OLD, NEW)
    git(tmp_path, "clone", "--depth", "1", origin.as_uri(), "clone")
    git(clone, "remote", "set-url", "origin", "git@github.com:acme/app.git")
    assert told(clone, monkeypatch, capsys, OWN) == "note"


def test_a_linked_work_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main_tree = tmp_path / "main"
    main_tree.mkdir()
    repository(main_tree, NEW)
    git(main_tree, "worktree", "add", "../other")
    assert told(tmp_path / "other", monkeypatch, capsys, OWN) == "warning"


def test_a_damaged_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tmp_path, NEW, NEW)
    git(tmp_path, "gc")
    for pack in (tmp_path / ".git/objects/pack").glob("*.pack"):
        pack.chmod(0o644)
        pack.write_bytes(pack.read_bytes()[:20])
    assert told(tmp_path, monkeypatch, capsys, OWN) == "note"


def test_many_subjects_are_one_line_for_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        (tmp_path / f"{number}.json").write_text(policy(f"repo:acme/app-{number}:environment:ci"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for form in ("concise", "full"):
        main(["check", "--output-format", form])
        text = capsys.readouterr().out
        assert text.count("note[name-only-subject]") == 1
        assert "(and 2 more like it: --output-format json lists them)" in text
    main(["check", "--output-format", "json"])
    assert len(json.loads(capsys.readouterr().out)["findings"]) == 3
