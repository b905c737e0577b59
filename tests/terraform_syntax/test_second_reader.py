"""A second reader is asked about what we refuse: where it reads the file, the finding is a warning that says so."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import hcl2
import pytest
from lark.exceptions import LarkError

from assumelint import REPORT_ERRORS_AT
from assumelint.lint import lint
from assumelint.model import Finding, Severity
from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform import extract
from assumelint.sources.terraform.syntax import second_reader_takes
from assumelint.text.tree import Tree

STATEMENT = '{Effect = "Allow", Principal = {Service = "ec2.amazonaws.com"}, Action = "sts:AssumeRole"}'
ROLE = f'resource "aws_iam_role" "a" {{\n  assume_role_policy = jsonencode({{ Statement = [{STATEMENT}] }})\n}}\n'
BOTH_REFUSE = ROLE.replace(" }", " } }")
ONE_REFUSES = ROLE.replace("\n}", " b = 2\n}")


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    second_reader_takes.cache_clear()
    yield
    second_reader_takes.cache_clear()


def refusals(folder: Path, **files: str) -> list[Finding]:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)
    found = lint(extract([folder], Tree(folder, folder), Inputs()))
    return [finding for finding in found if finding.rule == "syntax-error"]


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({"main__tf": ROLE + "output a {} output b {}\n"}, "block definition"),
        ({"main__tf": ONE_REFUSES}, "argument"),
        ({"main__tf": ROLE.replace(f"[{STATEMENT}]", "var.a"), "terraform__tfvars": "a = 1 b = 2\n"}, "argument"),
    ],
    ids=["an outline", "a block", "variables"],
)
def test_a_file_that_the_second_reader_takes_is_a_warning(tmp_path: Path, files: dict[str, str], what: str) -> None:
    (finding,) = refusals(tmp_path, variables__tf='variable "a" {}\n', **files)
    assert (finding.severity, finding.message) == (Severity.WARNING, f"Missing newline after {what}")
    assert "must end with a newline. python-hcl2 reads this file: if Terraform does too, please" in finding.help
    assert REPORT_ERRORS_AT in finding.help


def test_a_terragrunt_file_is_asked_about_as_well(tmp_path: Path) -> None:
    (tmp_path / "module").mkdir()
    (tmp_path / "module" / "main.tf").write_text(ROLE)
    (finding,) = refusals(tmp_path, terragrunt__hcl='terraform {\n  source = "./module" b = 2\n}\n')
    assert finding.severity is Severity.WARNING


def test_a_file_that_both_refuse_is_an_error(tmp_path: Path) -> None:
    (finding,) = refusals(tmp_path, main__tf=BOTH_REFUSE)
    assert finding.severity is Severity.ERROR
    assert "python-hcl2" not in finding.help


def test_json_is_not_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = watched(monkeypatch)
    (finding,) = refusals(tmp_path, main__tf__json='{"locals": {"a": "${"}}')
    assert (finding.severity, asked) == (Severity.ERROR, [])


def test_a_file_is_asked_about_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = watched(monkeypatch)
    two = ONE_REFUSES + ONE_REFUSES.replace('"a"', '"b"')
    assert len(refusals(tmp_path, main__tf=two, other__tf=BOTH_REFUSE.replace('"a"', '"c"'))) == 3
    assert len(asked) == 2


@pytest.mark.parametrize(
    "text", ["a = 1\n" * 200_000, "a = " + "[" * 101 + "]" * 101 + "\n", "a = (\n", "a = 1\n}", 'a = "\n', "a = <<E\n"]
)
def test_what_is_too_much_or_unbalanced_is_not_taken(text: str) -> None:
    assert not second_reader_takes(text)


def test_what_is_too_much_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = watched(monkeypatch)
    assert not second_reader_takes("# a comment\n" * 100_000)
    assert not second_reader_takes("a = " + "(" * 5_000 + "1" + ")" * 5_000)
    assert asked == []


@pytest.mark.parametrize("error", [LarkError(), RecursionError(), ValueError()], ids=repr)
def test_whatever_it_raises_is_a_refusal(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def parses_to_tree(text: str) -> None:
        raise error

    monkeypatch.setattr(hcl2, "parses_to_tree", parses_to_tree)
    assert not second_reader_takes("a = 1\n")


def watched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that python-hcl2 is asked about from here on; it takes all of them."""
    asked: list[str] = []
    monkeypatch.setattr(hcl2, "parses_to_tree", asked.append)
    return asked


@pytest.mark.parametrize(
    ("text", "said"), [(ROLE, ["0", "[]"]), (BOTH_REFUSE, ["1", "['hcl2', 'lark']"])], ids=["read", "refused"]
)
def test_it_is_imported_where_there_is_a_text_to_ask_about(tmp_path: Path, text: str, said: list[str]) -> None:
    (tmp_path / "main.tf").write_text(text)
    code = (
        "import sys; from assumelint.cli import main; print(main(['check', '.']));"
        "print(sorted({'hcl2', 'lark'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-2:] == said
