"""What a run loads: a hook that finds nothing to look at must cost next to nothing."""

import subprocess
import sys
from pathlib import Path

HEAVY = ("msgspec", "dataclasses", "inspect", "regex", "yaml", "json", "shutil", "tomllib", "subprocess")
OWN = ("model", "text.text", "sources.terraform", "sources.cloudformation", "sources.policy_json", "rules", "lint")


def loaded(folder: Path) -> set[str]:
    """The modules that `assumelint check` has loaded at its end."""
    code = (
        "import sys; before = set(sys.modules); from assumelint.cli import main; main(['check', '.']);"
        "print(*set(sys.modules) - before, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_where_nothing_is_relevant_nothing_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "null_resource" "x" {}\n', encoding="utf-8")
    (tmp_path / "compose.yaml").write_text("services: {}\n", encoding="utf-8")
    found = loaded(tmp_path)
    assert "assumelint.sources.registry.load" in found
    assert not found & {*HEAVY, *(f"assumelint.{name}" for name in OWN)}


def test_a_source_is_loaded_for_its_own_files_only(tmp_path: Path) -> None:
    (tmp_path / "trust.json").write_text('{"Statement": {"Action": "sts:AssumeRole"}}', encoding="utf-8")
    found = loaded(tmp_path)
    assert "assumelint.sources.policy_json" in found
    assert not found & {"yaml", "assumelint.sources.terraform", "assumelint.sources.cloudformation"}
