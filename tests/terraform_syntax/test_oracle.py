"""Broken and half broken files: Terraform and we agree on which are valid, and mostly on the line to blame."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from assumelint.sources.terraform.syntax import HclError, SourceText, parse_file, top_level

pytestmark = pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")

FILES = [
    """\
# a role
resource "aws_iam_role" "ci" {
  name = "ci-${var.env}" // name
  count = var.create ? length(var.names) : 0
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for name, sub in var.subs : { Sid = name, (var.key) = sub } if sub != null]
  })
  tags { a = 1 }
}
""",
    """\
data "aws_iam_policy_document" "d" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity", "x"]
    principals {
      type        = "Federated"
      identifiers = aws_iam_openid_connect_provider.this[*].arn
    }
    dynamic "condition" {
      for_each = { for c in concat(local.a, [1]) : c.name => c... }
      content {
        test   = condition.value.test
        values = flatten(condition.value.*.values)
      }
    }
  }
}
""",
    """\
locals {
  policy = <<-EOF
    { "Sub": "repo:${local.org}/*", /* no comment */
    %{ for x in local.list ~}
      "${x}": ${x == "a" ? 1 : -2},
    %{ endfor }
    }
  EOF
  text = templatefile("${path.module}/a.tftpl", { a = "\\n", b = <<X
y
X
  })
  n = (1 +
  2) * 3
}
""",
]
PIECES = [
    *('"', "{", "}", "(", ")", "[", "]", "${", "%{", "~}", "\n", "=", ".", "*", ",", ":", "?", "!", "-", "EOF\n", "#"),
    *("<<E\n", "/*", "*/", "//", "\\", "$", "%", "$${", " ", "::", "=>", "...", " for ", " in ", "0", "a", "é", "\r\n"),
    *("'", "&&", ".*", "[*]", "%{ if x }", "%{ endif }", '"a"', "null", "=="),
]


def mutated(dice: random.Random) -> str:
    text = dice.choice(FILES)
    for _ in range(dice.choice((1, 1, 1, 2))):
        at = dice.randrange(len(text))
        cut = at + (dice.choice((1, 1, 2, 9)) if dice.random() < 0.4 else 0)
        text = text[:at] + (dice.choice(PIECES) if cut == at else "") + text[cut:]
    return text


def blamed_by_terraform(texts: list[str], folder: Path) -> list[int | None]:
    """The line of the first error for each text, None for a valid one."""
    for number, text in enumerate(texts):
        (folder / f"{number}.tf").write_text(text, encoding="utf-8", newline="")
    (folder / "none").touch()
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": str(folder / "none"), "CHECKPOINT_DISABLE": "1"}
    command = ["terraform", "fmt", "-check", "-no-color", "-list=false", "."]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    blamed: list[int | None] = [None] * len(texts)
    for number, line in re.findall(r"on (\d+)\.tf line (\d+)", done.stderr):
        blamed[int(number)] = min(int(line), blamed[int(number)] or int(line))
    return blamed


def blamed_by_us(text: str) -> int | None:
    try:
        parse_file(SourceText("main.tf", text))
    except HclError as error:
        return error.span.line
    return None


def test_the_same_files_are_valid_and_the_same_lines_are_blamed(tmp_path: Path) -> None:
    dice = random.Random(20)
    texts = [mutated(dice) for _ in range(400)]
    theirs = blamed_by_terraform(texts, tmp_path)
    ours = [blamed_by_us(text) for text in texts]
    assert [text for text, a, b in zip(texts, theirs, ours, strict=True) if (a is None) != (b is None)] == []
    assert sum(a != b for a, b in zip(theirs, ours, strict=True)) <= len(texts) // 50


def test_an_outline_of_a_valid_file_has_no_errors(tmp_path: Path) -> None:
    dice = random.Random(21)
    texts = [mutated(dice) for _ in range(200)]
    valid = [text for text, line in zip(texts, blamed_by_terraform(texts, tmp_path), strict=True) if line is None]
    assert len(valid) > 20
    assert [text for text in valid if top_level(SourceText("main.tf", text)).errors] == []
