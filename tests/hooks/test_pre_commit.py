"""The pre-commit hook: when it fires; a real run of it, on a broken repository and on a mended one."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BROKEN = """\
resource "aws_iam_role" "deploy" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/gitlab.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = {
          "gitlab.com:aud" = "https://gitlab.com"
          "gitlab.com:sub" = "project_path:acme/shop:ref_type:branch:ref:main"
        }
      }
    }]
  })
}
"""
MENDED = BROKEN.replace('"sts:AssumeRole"', '"sts:AssumeRoleWithWebIdentity"')


@pytest.fixture
def hook() -> dict[str, Any]:
    """The hook as its manifest describes it."""
    (found,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_the_manifest_is_valid() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    assert subprocess.run(command, check=False).returncode == 0


@pytest.mark.parametrize(
    "name",
    [
        *("main.tf", "main.tofu", "main.tf.json", "a/terraform.tfvars", "trust.json.tpl", "trust.tftpl", "x.json.tmpl"),
        *("t.yaml", "t.yml", "x.template", "trust.json", "terragrunt.hcl", ".github/workflows/ci.yml"),
        *(".assumelint.toml", "pyproject.toml", "a/pyproject.toml"),
    ],
)
def test_it_fires_on_all_that_a_policy_may_depend_on(name: str, hook: dict[str, Any]) -> None:
    assert re.search(hook["files"], name)


@pytest.mark.parametrize("name", ["main.py", "README.md", "Cargo.toml", "x.tf.bak", "json"])
def test_it_does_not_fire_on_the_rest(name: str, hook: dict[str, Any]) -> None:
    assert not re.search(hook["files"], name)


def test_it_looks_at_the_repository_not_at_the_files_of_the_commit(hook: dict[str, Any]) -> None:
    assert hook["id"] == "assumelint"
    assert hook["entry"] == "assumelint check"
    assert hook["pass_filenames"] is False
    assert hook["types"] == ["text"]


@pytest.mark.usefixtures("index")
def test_a_real_run(checkout: Path, scratch: Path) -> None:
    broken = try_repo(checkout, scratch, BROKEN)
    assert broken.returncode == 1, broken.stdout + broken.stderr
    assert "main.tf:7:19" in broken.stdout
    assert "missing-web-identity-action" in broken.stdout
    mended = try_repo(checkout, scratch, MENDED)
    assert mended.returncode == 0, mended.stdout + mended.stderr
    assert "Passed" in mended.stdout


def try_repo(checkout: Path, scratch: Path, text: str) -> subprocess.CompletedProcess[str]:
    (scratch / "main.tf").write_text(text, encoding="utf-8")
    subprocess.run(["git", "-C", str(scratch), "add", "main.tf"], check=True)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "PRE_COMMIT"))
    }
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", str(checkout), "assumelint"],
        cwd=scratch,
        env=environment | {"PRE_COMMIT_HOME": str(checkout.parent / "pre-commit")},
        capture_output=True,
        text=True,
        check=False,
    )
