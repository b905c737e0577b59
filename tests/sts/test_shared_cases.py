"""The shared cases with known decisions, through the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assumelint.cli import main

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "sts" / "public.jsonl"


@pytest.mark.skipif(not CASES.is_file(), reason="the shared cases are not beside this checkout")
def test_every_shared_case_is_decided_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--cases", str(CASES)]) == 0
    wanted = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(case["id"], case["decision"]) for case in found] == [(case["id"], case["decision"]) for case in wanted]
    assert len(found) > 500
    for case in found:
        denied = case["decision"].startswith("denied")
        assert case["error"] == ("AccessDenied" if denied else None), case["id"]
        assert bool(case["advice"]) is denied, case["id"]
