"""What Terraform 1.11 rejects, with the summary, line and column of the error that it names.

`rejected.json` holds its own answers (`terraform validate -json`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from assumelint.sources.terraform.syntax import HclError, SourceText, parse_file

REJECTED: list[dict[str, Any]] = json.loads(Path(__file__).with_name("rejected.json").read_text())
HELPED = {
    'a = "${aws:username}"\n': '"$${"',
    "a = 'x'\n": "double quotes",
    "a = x.1.1\n": "[1][1]",
    "a = [1 2]\n": "comma",
    "a = <<E\nx\nE;\n": "closing marker",
    '"a" = 1\n': "must not be quoted",
    "a = foo::\n": "function name",
}


@pytest.mark.parametrize("case", REJECTED, ids=lambda case: repr(case["text"]))
def test_the_error_is_the_one_that_terraform_names(case: dict[str, Any]) -> None:
    with pytest.raises(HclError) as caught:
        parse_file(SourceText("main.tf", case["text"]))
    error = caught.value
    assert (error.message, error.span.line, error.span.column) == (case["error"], case["line"], case["column"])


@pytest.mark.parametrize(("text", "words"), HELPED.items())
def test_the_help_says_what_to_do(text: str, words: str) -> None:
    with pytest.raises(HclError) as caught:
        parse_file(SourceText("main.tf", text))
    assert words in caught.value.help


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")
def test_terraform_rejects_them_too(tmp_path: Path) -> None:
    for number, case in enumerate(REJECTED):
        (tmp_path / f"{number}.tf").write_text(case["text"], newline="")
    (tmp_path / "none").touch()
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": str(tmp_path / "none"), "CHECKPOINT_DISABLE": "1"}
    command = ["terraform", "fmt", "-check", "-no-color", "-list=false", "."]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    missing = [number for number in range(len(REJECTED)) if f"on {number}.tf line" not in done.stderr]
    assert [REJECTED[number]["text"] for number in missing] == []
