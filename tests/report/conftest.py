"""What the report tests are made of: files on disk and findings in them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assumelint.model import Applicability, Edit, Finding, Fix, Label, Severity
from assumelint.text import Span
from assumelint.text.code import Code
from assumelint.text.tree import Tree

CI = """\
data "aws_iam_policy_document" "deploy" {
  condition {
    values = ["sts.amazon.com"]
  }
}
"""
OIDC = 'client_id_list = ["sts.amazonaws.com"]\n'


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Code:
    """Two files in a tree, which is the working directory."""
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra/ci.tf").write_text(CI, encoding="utf-8")
    (tmp_path / "infra/oidc.tf").write_text(OIDC, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Code((Tree(tmp_path, tmp_path),))


@pytest.fixture
def finding() -> Finding:
    """A finding with everything that one can have."""
    return Finding(
        rule="wrong-audience",
        severity=Severity.ERROR,
        message='no GitHub token for AWS has the audience "sts.amazon.com"',
        span=Span("infra/ci.tf", 3, 15, 3, 31),
        role="aws_iam_role.deploy",
        label="every call ends in AccessDenied",
        related=(Label(Span("infra/oidc.tf", 1, 19, 1, 38), "the provider accepts this one"),),
        witness=None,
        help='values = ["sts.amazonaws.com"]',
        fix=Fix(
            Applicability.SAFE,
            (Edit(Span("infra/ci.tf", 3, 16, 3, 30), "sts.amazon.com", "sts.amazonaws.com"),),
        ),
        url="https://example.com/rules.md#wrong-audience",
        fingerprint="0123456789abcdef",
    )


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str], Code]:
    """Write a file into a tree of its own and have it as code."""

    def write(name: str, text: str) -> Code:
        (tmp_path / name).write_bytes(text.encode())
        return Code((Tree(tmp_path, tmp_path),))

    return write
