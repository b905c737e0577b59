"""Configuration: found upward, understood entirely or refused with a place and a suggestion."""

from pathlib import Path

import pytest

from assumelint.config import Config, Exemption, find_config
from assumelint.errors import UsageError
from assumelint.rule import Group, by_group


def put(folder: Path, text: str, name: str = ".assumelint.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def refusal(tmp_path: Path, text: str, name: str = ".assumelint.toml") -> str:
    put(tmp_path, text, name)
    with pytest.raises(UsageError) as refused:
        find_config(tmp_path, None)
    return str(refused.value)


def test_without_a_file_everything_runs(tmp_path: Path) -> None:
    config = find_config(tmp_path, None)
    assert config == Config(tmp_path)
    assert config.select is None
    assert config.fail_on == "warning"


EVERYTHING = """
select = ["syntax-error", "missing-audience"]
ignore = ["missing-audience"]
fail-on = "error"
exclude = ["legacy", "*.json"]

[[per-path-ignores]]
path = "old/**"
rules = ["syntax-error"]
reason = "goes away in June"

[[per-role-ignores]]
role = "module.ci*"
reason = "reviewed"

[[issuers]]
id = "keycloak"
"""


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    config = find_config(put(tmp_path, EVERYTHING), None)
    assert config.file == ".assumelint.toml"
    assert config.select == frozenset({"syntax-error", "missing-audience"})
    assert config.ignore == frozenset({"missing-audience"})
    assert config.fail_on == "error"
    assert config.path_exemptions == (Exemption("old/**", frozenset({"syntax-error"}), "goes away in June"),)
    assert config.role_exemptions == (Exemption("module.ci*", None, "reviewed"),)
    assert [each.id for each in config.issuers] == ["keycloak"]


def test_a_group_stands_for_its_rules(tmp_path: Path) -> None:
    (tmp_path / ".assumelint.toml").write_text('select = ["audience", "any-ref"]\nignore = ["wrong-audience"]\n')
    config = find_config(tmp_path, None)
    assert config.select == frozenset(rule.id for rule in by_group()[Group.AUDIENCE]) | {"any-ref"}
    assert config.ignore == {"wrong-audience"}


def test_the_nearest_file_upward_counts(tmp_path: Path) -> None:
    put(tmp_path, 'fail-on = "error"\n')
    put(tmp_path / "a", '[tool.assumelint]\nfail-on = "note"\n', "pyproject.toml")
    put(tmp_path / "a/b", '[tool.other]\nx = "assumelint"\n', "pyproject.toml")
    assert find_config(tmp_path / "a/b", None).fail_on == "note"
    assert find_config(tmp_path / "a/b", None).folder == tmp_path / "a"
    assert find_config(tmp_path, None).fail_on == "error"


def test_beside_a_pyproject_our_own_file_counts(tmp_path: Path) -> None:
    put(tmp_path, '[tool.assumelint]\nfail-on = "note"\n', "pyproject.toml")
    put(tmp_path, 'fail-on = "error"\n')
    assert find_config(tmp_path, None).fail_on == "error"


def test_a_file_that_is_given_counts_alone(tmp_path: Path) -> None:
    put(tmp_path, 'fail-on = "error"\n')
    put(tmp_path / "x", 'fail-on = "note"\n', "other.toml")
    assert find_config(tmp_path, "x/other.toml").fail_on == "note"
    put(tmp_path / "x", "", "pyproject.toml")
    assert find_config(tmp_path, "x/pyproject.toml") == Config(tmp_path / "x")
    with pytest.raises(UsageError, match=r"--config gone\.toml: no such file"):
        find_config(tmp_path, "gone.toml")


def test_excluded_paths(tmp_path: Path) -> None:
    config = find_config(put(tmp_path, 'exclude = ["examples", "infra/*.json"]\n'), None)
    excluded = config.excluder(str(tmp_path))
    assert excluded(str(tmp_path / "a/examples"))
    assert excluded(str(tmp_path / "infra/x.json"))
    assert not excluded(str(tmp_path / "infra/deep/x.json"))
    assert not config.excluder(str(tmp_path / "examples"))(str(tmp_path / "examples/a.tf")), "asked for by name"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fail-on = ", ".assumelint.toml: not valid TOML: Invalid value (at end of document)"),
        ("\nfail_on = 'error'", '.assumelint.toml:2: unknown key "fail_on", did you mean "fail-on"?'),
        ("zzz = 1", '.assumelint.toml:1: unknown key "zzz"'),
        ("# select\nselect = 'a'", '.assumelint.toml:2: "select" must be a list of strings'),
        (
            "\nselect = [\n'sintax-error']",
            '.assumelint.toml:3: unknown rule "sintax-error", did you mean "syntax-error"?',
        ),
        ("fail-on = 'never'", '.assumelint.toml:1: "fail-on" must be one of error, warning, note'),
        ("issuers = 1", '.assumelint.toml:1: "issuers" must be an array of tables ([[…issuers]])'),
        (
            "[[per-path-ignores]]\nreason = 'x'",
            '.assumelint.toml:1: an entry of "per-path-ignores" needs "path", a pattern',
        ),
        (
            "[[per-role-ignores]]\nrole = 'aws_iam_role.x'",
            '.assumelint.toml:2: "per-role-ignores" for "aws_iam_role.x" needs a "reason"',
        ),
        (
            "[[per-path-ignores]]\npath = 'a'\nrule = []\nreason = 'x'",
            '.assumelint.toml:3: unknown key "rule" in "per-path-ignores", did you mean "rules"?',
        ),
    ],
)
def test_what_is_not_understood_is_refused(text: str, message: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, text) == message


def test_a_table_that_is_none(tmp_path: Path) -> None:
    assert refusal(tmp_path, "[tool]\nassumelint = 1\n", "pyproject.toml") == "pyproject.toml:2: expected a table"


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / ".assumelint.toml").write_bytes(b"\xff")
    with pytest.raises(UsageError, match="not valid TOML"):
        find_config(tmp_path, None)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UsageError, match=r"\.assumelint\.toml: Permission denied"):
        find_config(tmp_path, None)
