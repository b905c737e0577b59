"""From problems to findings: merged, exempted, suppressed, sorted, and the same tomorrow."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assumelint.config import Config, Exemption
from assumelint.lint import lint
from assumelint.model import Extraction, Finding, Problem, Severity
from assumelint.reported import RULES
from assumelint.sources.registry.comments import comments
from assumelint.text import Span
from assumelint.text.code import Code
from assumelint.text.tree import Tree

RULE = "syntax-error"
OTHER = "invalid-json"


def problem(line: int = 1, role: str = "a", message: str = "m", file: str = "a.tf", rule: str = RULE) -> Problem:
    cause = next(cause for cause, reports in RULES.items() if reports == rule)
    return Problem(cause, Span(file, line, 1, line, 2), message, role=role)


def run(*problems: Problem, config: Config | None = None, code: Code | None = None) -> list[Finding]:
    said = tuple(group for tree in code.trees for group in comments(tree)) if code is not None else ()
    return lint(Extraction(problems=problems, comments=said), config, code)


@pytest.fixture
def code(tmp_path: Path) -> Callable[[str], Code]:
    """The code of one file, `a.tf`."""

    def write(text: str) -> Code:
        (tmp_path / "a.tf").write_text(text, encoding="utf-8")
        tree = Tree(tmp_path, tmp_path)
        tree.read(Path("a.tf"))
        return Code((tree,))

    return write


def test_a_problem_becomes_a_finding_of_its_rule() -> None:
    (finding,) = run(problem())
    assert (finding.rule, finding.message, finding.role) == (RULE, "m", "a")
    assert finding.severity is Severity.ERROR
    assert finding.url.endswith("/docs/rules.md#syntax-error")
    assert len(finding.fingerprint) == 32


def test_findings_are_sorted_by_place() -> None:
    found = run(problem(2), problem(1), problem(1, file="B.tf"), problem(10))
    assert [(finding.span.file, finding.span.line) for finding in found] == [
        ("B.tf", 1),
        ("a.tf", 1),
        ("a.tf", 2),
        ("a.tf", 10),
    ]


def test_what_instances_share_is_one_finding() -> None:
    (finding,) = run(problem(role="a[0]"), problem(role="a[1]", message="n"), problem(role="a[2]"))
    assert finding.role == "a[0]"
    assert finding.message == "m (and 2 more roles)"
    assert run(problem(role="a"), problem(role="b"))[0].message == "m (and 1 more role)"


def test_two_faults_of_one_role_at_one_place_stay_two() -> None:
    assert [finding.message for finding in run(problem(message="m"), problem(message="n"))] == ["m", "n"]


def test_the_same_fault_twice_is_one() -> None:
    assert [finding.message for finding in run(problem(), problem())] == ["m"]


def test_rules_that_run() -> None:
    problems = (problem(), problem(rule=OTHER))

    def rules(config: Config) -> list[str]:
        return [finding.rule for finding in run(*problems, config=config)]

    folder = Path.cwd()
    assert rules(Config(folder)) == [OTHER, RULE]
    assert rules(Config(folder, select=frozenset({RULE}))) == [RULE]
    assert rules(Config(folder, ignore=frozenset({RULE}))) == [OTHER]
    assert rules(Config(folder, select=frozenset({RULE}), ignore=frozenset({RULE}))) == []


def test_exempt_paths_are_relative_to_the_configuration(tmp_path: Path, code: Callable[[str], Code]) -> None:
    def left(pattern: str, rules: frozenset[str] | None, folder: Path = tmp_path) -> int:
        config = Config(folder, path_exemptions=(Exemption(pattern, rules, "why"),))
        return len(run(problem(), config=config, code=code("x\n")))

    assert left("*.tf", None) == 0
    assert left("*.tf", frozenset({RULE})) == 0
    assert left("*.tf", frozenset({OTHER})) == 1
    assert left("*.json", None) == 1
    assert left(f"{tmp_path.name}/a.tf", None, tmp_path.parent) == 0


def test_exempt_roles_are_not_counted(tmp_path: Path) -> None:
    config = Config(tmp_path, role_exemptions=(Exemption("module.old*", frozenset({RULE}), "why"),))
    found = run(problem(role="module.old.a"), problem(role="b"), problem(role="module.old.c"), config=config)
    assert [(finding.role, finding.message) for finding in found] == [("b", "m")]


def test_a_comment_suppresses_and_an_unused_one_is_found(code: Callable[[str], Code]) -> None:
    text = "a # assumelint: ignore[syntax-error]\nb # assumelint: ignore[invalid-json]\n"
    found = run(problem(1), problem(2), code=code(text))
    assert [(finding.rule, finding.span.line) for finding in found] == [(RULE, 2), ("unused-ignore", 2)]


def test_unused_ignores_can_be_ignored(tmp_path: Path, code: Callable[[str], Code]) -> None:
    config = Config(tmp_path, ignore=frozenset({"unused-ignore"}))
    assert run(config=config, code=code("b # assumelint: ignore[invalid-json]\n")) == []


def test_a_fingerprint_knows_no_lines(code: Callable[[str], Code]) -> None:
    (before,) = run(problem(1), code=code("x\n"))
    (after,) = run(problem(3), code=code("\n\nx\n"))
    assert before.fingerprint == after.fingerprint


def test_a_fingerprint_knows_rule_role_file_and_clause(code: Callable[[str], Code]) -> None:
    text = code("x\ny\n")
    found = run(
        problem(1),
        problem(2),
        problem(1, role="b", rule=OTHER),
        problem(1, file="gone.tf"),
        problem(1, rule=OTHER),
        code=text,
    )
    assert len({finding.fingerprint for finding in found}) == len(found)


def test_alike_findings_have_fingerprints_of_their_own(code: Callable[[str], Code]) -> None:
    text = code("x\nx\n")
    first, second = run(problem(1), problem(2), code=text)
    assert first.fingerprint != second.fingerprint
    assert run(problem(1), code=text)[0].fingerprint == first.fingerprint


def test_a_fingerprint_is_the_same_from_another_folder(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/a.tf").write_text("x\n", encoding="utf-8")
    (above,) = run(problem(file="sub/a.tf"), code=Code((Tree(tmp_path, tmp_path),)))
    (within,) = run(problem(file="a.tf"), code=Code((Tree(tmp_path, tmp_path / "sub"),)))
    assert above.fingerprint == within.fingerprint


def test_a_file_out_of_the_trees_has_no_text(tmp_path: Path) -> None:
    code = Code((Tree(tmp_path, tmp_path),))
    assert code.text("../x") is None
    assert code.identity("../x") == "../x"
    assert code.slice(Span("../x", 1, 1, 1, 2)) is None
