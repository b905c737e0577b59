from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_tables_are_those_of_the_installed_grammar() -> None:
    pytest.importorskip("lark")
    script = ROOT / "scripts/make_hcl_tables.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    if done.returncode == 3:
        pytest.skip("the tables were made from other releases of python-hcl2 and lark than are installed")
    assert done.returncode == 0, done.stderr or "run scripts/make_hcl_tables.py"


def test_reading_terraform_imports_no_parser_library() -> None:
    code = (
        "import sys; from assumelint.sources.terraform.syntax import SourceText, parse_file;"
        "parse_file(SourceText('main.tf', 'a = [1]'));"
        "sys.exit(bool({'lark', 'hcl2', 'regex'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
