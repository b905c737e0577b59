"""The examples of the rules: the bad ones are found at the marked line and mended by their fix, the good ones silent.

An example shows the statement that matters; `fragments.py` puts it into a role whose other parts are right.
"""

import json
import re
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assumelint.cli import main
from assumelint.rule import Rule, all_rules

ROOT = Path(__file__).parents[2]
SECTION = re.compile(r"^(Bad|Good):\n((?:\n|```.*\n(?:(?!```).*\n)*```\n?)+)", re.MULTILINE)
BLOCK = re.compile(r"```(hcl|yaml|json)\n(.*?)```", re.DOTALL)
FILES = {"hcl": "main.tf", "yaml": "template.yaml", "json": "trust.json"}
# What they find depends on the git remote, or is long.
WITHOUT_EXAMPLE = {"policy-too-large", "subject-case"}
# What the bad example of each rule is advised, and whether it is a fix.
ADVICE = json.loads(Path(__file__).with_name("advice_of_examples.json").read_text(encoding="utf-8"))
MARK = "# <- here"
completed = runpy.run_path(str(Path(__file__).with_name("fragments.py")))["completed"]


def examples(rule: Rule) -> Iterator[tuple[str, str, str]]:
    """Verdict, language and source of each example."""
    for verdict, blocks in SECTION.findall(rule.doc + "\n"):
        for language, source in BLOCK.findall(blocks):
            yield verdict, language, source


CASES = [
    pytest.param(rule, verdict, language, source, id=f"{rule.id}-{verdict}-{language}-{number}")
    for rule in all_rules().values()
    for number, (verdict, language, source) in enumerate(examples(rule))
]


def check(
    folder: Path, language: str, source: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[dict[str, object]]:
    (folder / FILES[language]).write_text(source, encoding="utf-8")
    monkeypatch.chdir(folder)
    main(["check", "--output-format", "json"])
    said = capsys.readouterr()
    assert said.out, said.err
    findings: list[dict[str, object]] = json.loads(said.out)["findings"]
    return findings


@pytest.mark.parametrize(("rule", "verdict", "language", "source"), CASES)
def test_example(
    rule: Rule,
    verdict: str,
    language: str,
    source: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    assert_mended: Callable[[str, str], None],
) -> None:
    source = completed(language, source)
    findings = check(tmp_path, language, source, monkeypatch, capsys)
    if verdict == "Good":
        assert findings == []
        return
    assert {finding["rule"] for finding in findings if finding["severity"] != "note"} <= {rule.id}
    marked = [number for number, line in enumerate(source.splitlines(), 1) if MARK in line]
    found = [finding["line"] for finding in findings if finding["rule"] == rule.id]
    advice = [finding["help"] for finding in findings if finding["rule"] == rule.id]
    fixed = any(finding["fix"] for finding in findings if finding["rule"] == rule.id)
    assert (advice[0], fixed) == ("\n".join(ADVICE[rule.id]["help"]), ADVICE[rule.id]["fix"])
    assert found == (marked or found[:1])
    assert found
    assert_mended(FILES[language], source)


@pytest.mark.parametrize("rule", [rule for rule in all_rules().values() if rule.id not in WITHOUT_EXAMPLE])
def test_a_rule_shows_both_sides(rule: Rule) -> None:
    assert {verdict for verdict, _, _ in examples(rule)} == {"Bad", "Good"}


def test_a_summary_is_one_line() -> None:
    for rule in all_rules().values():
        assert 10 < len(rule.summary) < 100
        assert rule.doc.startswith(rule.summary + ".\n\n")


def test_the_page_of_rules_is_fresh() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "make_rules.py"))
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == script["page"]()
