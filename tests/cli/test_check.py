"""`check` and `policies` on files: what is read, what is said where, and the exit code."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assumelint.cli import main
from assumelint.report import FORMATS

HOST = "gitlab.com"


def policy(**changes: object) -> str:
    statement: dict[str, object] = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{HOST}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {
                f"{HOST}:aud": "https://gitlab.com",
                f"{HOST}:sub": "project_path:acme/app:ref_type:branch:ref:main",
            }
        },
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement | changes]}, indent=2)


BROKEN = policy(Action="sts:AssumeRole")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def call(*words: str) -> tuple[int, str, str]:
        code = main(words)
        return code, *capsys.readouterr()

    return call


def findings(run: Run, *words: str) -> list[dict[str, Any]]:
    _, out, _ = run("check", "--output-format", "json", *words)
    return list(json.loads(out)["findings"])


def test_a_folder_without_anything(run: Run) -> None:
    assert run("check") == (0, "No findings. No role or trust policy was found.\n", "")
    code, out, _ = run("policies", "--output-format", "json")
    printed = json.loads(out)
    assert (code, printed["roles"], printed["providers"], printed["documents"]) == (0, [], [], [])
    assert printed["supposed"] == []
    assert set(printed["summary"].values()) == {0}
    assert run("policies") == (0, "No role or trust policy was found.\n", "")


def test_a_right_policy_is_silent_and_understood(run: Run, tmp_path: Path) -> None:
    (tmp_path / "trust.json").write_text(policy())
    assert run("check") == (0, "No findings. 1 trust policy without a role, which trusts a web identity.\n", "")
    code, out, _ = run("policies", "--output-format", "json")
    (document,) = json.loads(out)["documents"]
    assert (code, document["file"], document["line"]) == (0, "trust.json", 1)
    assert document["policy"] == json.loads(policy())
    code, out, _ = run("policies")
    assert out.startswith("trust.json (document) at trust.json:1\n  {\n")


def test_a_broken_policy_is_found_where_it_is_broken(run: Run, tmp_path: Path) -> None:
    (tmp_path / "trust.json").write_text(BROKEN)
    code, out, err = run("check")
    assert (code, err) == (1, "")
    assert out.startswith("error[missing-web-identity-action]: ")
    assert " --> trust.json:9:17\n" in out
    (finding,) = findings(run)
    assert (finding["file"], finding["line"], finding["column"], finding["end_column"]) == ("trust.json", 9, 17, 33)


@pytest.mark.parametrize("output_format", FORMATS)
def test_every_format_fails_alike(output_format: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "trust.json").write_text(BROKEN)
    code, out, err = run("check", "--output-format", output_format)
    assert (code, err) == (1, "")
    assert "missing-web-identity-action" in out
    assert run("check", "--exit-zero", "--output-format", output_format)[0] == 0


def test_what_fails_is_up_to_fail_on(run: Run, tmp_path: Path) -> None:
    (tmp_path / "trust.json").write_text(policy(Condition={"StringEquals": {f"{HOST}:aud": "https://gitlab.com"}}))
    worst = min(("error", "warning", "note").index(finding["severity"]) for finding in findings(run))
    for index, level in enumerate(("error", "warning", "note")):
        assert run("check", "--fail-on", level)[0] == int(worst <= index)


def test_rules_are_selected_and_ignored(run: Run, tmp_path: Path) -> None:
    (tmp_path / "trust.json").write_text(BROKEN)
    assert run("check", "--select", "syntax-error,invalid-json")[0] == 0
    assert run("check", "--ignore", "missing-web-identity-action")[0] == 0
    (tmp_path / ".assumelint.toml").write_text('ignore = ["missing-web-identity-action"]\n')
    assert run("check")[0] == 0
    assert run("check", "--select", "missing-web-identity-action")[0] == 0, "what is ignored stays ignored"
    (tmp_path / ".assumelint.toml").write_text('select = ["syntax-error"]\n')
    assert run("check")[0] == 0
    assert run("check", "--select", "missing-web-identity-action")[0] == 1, "the command line goes first"


def test_excluded_files_are_read_where_they_are_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old/trust.json").write_text(BROKEN)
    (tmp_path / ".assumelint.toml").write_text('exclude = ["old"]\n')
    assert run("check")[0] == 0
    assert run("check", "old")[0] == 1
    assert run("check", "old/trust.json")[0] == 1


def test_paths_are_shown_from_the_working_directory(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "b/trust.json").write_text(BROKEN)
    monkeypatch.chdir(tmp_path / "a")
    assert findings(run, "../b")[0]["file"] == "../b/trust.json"
    assert findings(run, str(tmp_path / "b/trust.json"))[0]["file"] == "../b/trust.json"
    assert findings(run, "../b", "../b/trust.json") == findings(run, "../b")


def test_a_named_file_that_no_source_reads_is_said_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    code, out, err = run("check", "notes.txt")
    assert (code, out) == (0, "No findings. No role or trust policy was found.\n")
    assert err == "assumelint: notes.txt: not a kind of file that is read by itself\n"


def test_a_broken_file_is_a_finding_and_the_others_are_checked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(BROKEN.replace('"2012-10-17",', '"2012-10-17"'))
    (tmp_path / "b.json").write_text(BROKEN)
    assert [finding["file"] for finding in findings(run)] == ["a.json", "b.json"]


def test_sarif_is_written_beside_the_report(run: Run, tmp_path: Path) -> None:
    (tmp_path / "trust.json").write_text(BROKEN)
    code, out, _ = run("check", "--output-format", "concise", "--sarif-file", "out.sarif")
    assert code == 1
    assert out.startswith("trust.json:9:17: error[missing-web-identity-action] ")
    document = json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))
    assert [result["ruleId"] for result in document["runs"][0]["results"]] == ["missing-web-identity-action"]
    code, _, err = run("check", "--sarif-file", "no/such/folder")
    assert code == 2
    assert "--sarif-file no/such/folder: No such file or directory" in err


def test_in_github_actions_a_summary_is_written(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "trust.json").write_text(BROKEN)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    run("check", "--output-format", "github")
    assert "missing-web-identity-action" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no/summary.md"))
    code, _, err = run("check")
    assert code == 1
    assert "assumelint: the job summary could not be written" in err


def test_links_out_of_the_tree_are_not_read(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "trust.json").write_text(BROKEN)
    (tmp_path / "tree/trust.json").symlink_to("../trust.json")
    monkeypatch.chdir(tmp_path / "tree")
    assert run("check") == (0, "No findings. No role or trust policy was found.\n", "")


def test_progress_is_for_a_terminal_that_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    from io import StringIO
    from time import sleep

    from assumelint import progress

    monkeypatch.setattr(progress, "DELAY", 0.01)
    stream = StringIO()
    with progress.progress(stream):
        sleep(0.05)
    assert stream.getvalue() == ""
    monkeypatch.setattr(stream, "isatty", lambda: True)
    with progress.progress(stream):
        sleep(0.2)
    assert stream.getvalue() == f"\r{progress.MESSAGE}\r\x1b[K"
    monkeypatch.setattr(progress, "DELAY", 60)
    with progress.progress(stream):
        pass
    assert stream.getvalue() == f"\r{progress.MESSAGE}\r\x1b[K"


TERRAFORM = """\
resource "aws_iam_role" "@" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/gitlab.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = {
          "gitlab.com:aud" = "https://gitlab.com"
          "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main"
        }
      }
    }]
  })
}
"""


def test_a_named_terraform_file_is_judged_without_its_siblings(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.tf").write_text(TERRAFORM.replace("@", name))
    (tmp_path / "c.tf").write_text('resource "aws_iam_role" "c" {\n  assume_role_policy = "{\n}\n')
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/d.tf").write_text(TERRAFORM.replace("@", "d"))
    assert [finding["file"] for finding in findings(run, "a.tf")] == ["a.tf"]
    assert [finding["file"] for finding in findings(run, "a.tf", "sub")] == ["a.tf", "sub/d.tf"]
    everything = findings(run)
    assert [finding["file"] for finding in everything] == ["a.tf", "b.tf", "c.tf", "sub/d.tf"]
    assert everything[2]["rule"] == "syntax-error"


def test_a_policy_in_a_named_file_counts_for_the_role_beside_it(run: Run, tmp_path: Path) -> None:
    head, _, rest = TERRAFORM.replace("@", "a").partition("jsonencode(")
    (tmp_path / "role.tf").write_text(head + "jsonencode(local.trust)\n}\n")
    (tmp_path / "trust.tf").write_text("locals {\n  trust = " + rest.rpartition(")")[0] + "\n}\n")
    assert [finding["file"] for finding in findings(run, "trust.tf")] == ["trust.tf"]
    (listed,) = json.loads(run("policies", "role.tf", "--output-format", "json")[1])["roles"]
    assert listed["address"] == "aws_iam_role.a"


def test_a_plan_is_judged(run: Run, tmp_path: Path) -> None:
    role = {
        "address": "aws_iam_role.r",
        "mode": "managed",
        "type": "aws_iam_role",
        "name": "r",
        "values": {"name": "r", "assume_role_policy": BROKEN},
    }
    plan = {"format_version": "1.2", "planned_values": {"root_module": {"resources": [role]}}}
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    (finding,) = findings(run)
    assert (finding["rule"], finding["role"]) == ("missing-web-identity-action", "aws_iam_role.r")
    (listed,) = json.loads(run("policies", "--output-format", "json")[1])["roles"]
    assert listed["policy"] == json.loads(BROKEN)


def test_providers_and_unknown_policies_are_printed_for_people(run: Run, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "aws_iam_openid_connect_provider" "g" {\n  url = "https://gitlab.com"\n}\n'
        'resource "aws_iam_openid_connect_provider" "h" {\n  url = "https://x.io"\n  client_id_list = ["a", "b"]\n}\n'
        'variable "trust" {}\nresource "aws_iam_role" "r" {\n  assume_role_policy = var.trust\n}\n'
    )
    out = run("policies")[1]
    assert "aws_iam_role.r (aws_iam_role) at main.tf:9\n" in out
    assert "aws_iam_openid_connect_provider.g (aws_iam_openid_connect_provider) at main.tf:1\n" in out
    assert "  client ids  (not given)\n" in out
    assert "  client ids  a, b\n" in out


def test_variables_fill_what_the_code_leaves_open_the_later_one_wins(run: Run, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('variable "name" {}\nresource "aws_iam_role" "r" {\n  name = var.name\n}\n')
    (tmp_path / "x.tfvars").write_text('name = "file"\n')

    def name(*words: str) -> str:
        return str(json.loads(run("policies", "--output-format", "json", *words)[1])["roles"][0]["name"])

    assert name() == "${var.name}"
    assert name("--var", "name=word") == "word"
    assert name("--var", "name=word", "--var-file", "x.tfvars") == "file"
    assert name("--var-file", "x.tfvars", "--var", "name=word") == "word"


def test_verbose_says_what_could_not_be_followed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "aws_iam_role" "r" {\n  name = "r"\n}\nmodule "m" {\n  source = "acme/iam/aws"\n}\n'
    )
    assert run("policies")[2] == ""
    assert "main.tf:" in run("policies", "--verbose")[2]
