"""What a start does not pay for: a run on one file loads none of the modules that cost more than the run."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Without `site`, which loads modules of its own for an editable install and for coverage.
PYTHON = (sys.executable, "-I", "-S", "-c")
PROGRAM = f"""\
import sys
sys.path[:] = {[str(ROOT / "src"), *sys.path]!r}
sys.modules["typing_extensions"] = None  # msgspec takes it where it is, and an installation does not bring it
import assumelint
assumelint.__path__.append({str(ROOT)!r})  # where the rules are
from assumelint.cli import main
main(["check", "--exit-zero", "."])
print(*sorted(set(sys.argv[1:]) & set(sys.modules)), file=sys.stderr)
"""
HEAVY = ("cfnlint", "hcl2", "importlib.metadata", "lark", "regex", "dataclasses", "inspect")
TERRAFORM = """\
resource "aws_iam_role" "deploy" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/gitlab.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = { "gitlab.com:aud" = "https://gitlab.com", "gitlab.com:sub" = "project_path:*" } }
    }]
  })
}
"""
TEMPLATE = """\
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/gitlab.com"}
            Action: sts:AssumeRoleWithWebIdentity
            Condition: {StringEquals: {"gitlab.com:aud": https://gitlab.com, "gitlab.com:sub": "project_path:*"}}
"""


@pytest.mark.parametrize(("name", "text"), [("main.tf", TERRAFORM), ("t.yaml", TEMPLATE)])
def test_a_run_on_one_file_loads_nothing_heavy(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    command = [*PYTHON, PROGRAM, *HEAVY]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "error[wildcard-under-equals]" in done.stdout
    assert done.stderr == "\n"
