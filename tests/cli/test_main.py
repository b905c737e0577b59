"""The command line as a whole: what is asked, what comes back, and as which exit code."""

import subprocess
import sys
from pathlib import Path

import pytest

from assumelint import __version__, cli
from assumelint.cli import main


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--version") == (0, f"assumelint {__version__}\n", "")


def test_help_names_every_command_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "--help")
    assert code == 0
    assert all(command in out for command in cli.COMMANDS)
    assert "0 nothing to report, 1 findings, 2 could not run, 3 internal error" in " ".join(out.split())


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, command, "--help")
    assert code == 0
    assert out.startswith(f"usage: assumelint {command} ")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "which command? (assumelint --help lists them)"),
        (("chekc",), 'unknown command "chekc", did you mean "check"?'),
        (("zzz",), 'unknown command "zzz"'),
        (("check", "--outputformat", "json"), 'unknown option --outputformat, did you mean "--output-format"?'),
        (("--zzz",), "unknown option --zzz"),
        (("check", "--fail-on", "never"), "argument --fail-on: invalid choice: 'never'"),
        (("check", "nowhere"), "no such file or folder: nowhere"),
        (("check", "--config", "nowhere.toml"), "--config nowhere.toml: no such file"),
        (("check", "--var", "x"), "--var x: expected NAME=VALUE"),
        (("check", "--var-file", "x"), "--var-file x: no such file"),
        (("check", "--select", "sintax-error"), '--select: unknown rule "sintax-error", did you mean "syntax-error"?'),
        (("check", "--ignore", "syntax-error,zzz"), '--ignore: unknown rule "zzz"'),
        (("rule", "sintax-error"), 'unknown rule "sintax-error", did you mean "syntax-error"?'),
        (("issuers", "github-action"), 'unknown issuer "github-action", did you mean "github-actions"?'),
    ],
)
def test_what_cannot_be_done(
    words: tuple[str, ...],
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = said(capsys, *words)
    assert (code, out) == (2, "")
    assert f"assumelint: error: {message}" in err.splitlines()[-1]


def test_an_internal_error_asks_to_be_reported(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> int:
        raise ZeroDivisionError("\x1b[2J")

    monkeypatch.setattr("assumelint.commands.rules.run", fail)
    code, out, err = said(capsys, "rules")
    assert (code, out) == (3, "")
    assert err.startswith("assumelint: internal error: ZeroDivisionError: \\x1b[2J\nThis is a fault of assumelint.")
    monkeypatch.setenv("ASSUMELINT_DEBUG", "1")
    assert "Traceback" in said(capsys, "rules")[2]


def test_an_interrupt_is_no_error(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("assumelint.commands.rules.run", interrupt)
    assert said(capsys, "rules") == (130, "", "")


def test_a_reader_that_goes_away_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "assumelint", "rules"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 1


def test_output_that_the_terminal_cannot_encode_is_escaped(tmp_path: Path) -> None:
    document = (
        '{"Version": "2012-10-17", "Statement": [{"Principal": {"Federated": "x"}, "Action": "sts:AssumeRole",}]}'
    )
    (tmp_path / "ä.json").write_text(document, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "assumelint", "check", "--output-format", "concise"],
        cwd=tmp_path,
        env={"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert b"\\xe4.json:1:" in done.stdout


def test_rules_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    import json

    code, out, _ = said(capsys, "rules")
    assert code == 0
    assert "  syntax-error " in out
    listed = json.loads(said(capsys, "rules", "--output-format", "json")[1])["rules"]
    (entry,) = [rule for rule in listed if rule["id"] == "syntax-error"]
    assert entry["severity"] == "error"
    code, out, _ = said(capsys, "rule", "syntax-error")
    assert code == 0
    assert out.startswith("syntax-error (error, ")
    assert entry["url"] in out


def test_issuers_are_listed_and_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".assumelint.toml").write_text(
        '[[issuers]]\nid = "our-github"\nname = "Our GitHub"\nlike = "github-actions"\nhosts = ["git.example.com"]\n'
    )
    code, out, _ = said(capsys, "issuers")
    assert code == 0
    assert any(line.split() == ["our-github", "yours", "Our", "GitHub"] for line in out.splitlines())
    assert any(line.startswith("github-actions ") for line in out.splitlines())
    assert "repo:{owner}/{repo}" in said(capsys, "issuers", "github-actions")[1]
    assert "git.example.com" in said(capsys, "issuers", "our-github")[1]


def test_an_issuer_that_is_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".assumelint.toml").write_text('\n[[issuers]]\nid = "x"\nhots = []\n')
    code, _, err = said(capsys, "check")
    assert code == 2
    assert "assumelint: error: .assumelint.toml:3: issuers: " in err
