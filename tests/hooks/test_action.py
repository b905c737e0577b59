"""The GitHub Action: its steps are run as a runner would, from an archive of the repository."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/gitlab.com"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": {
                    "gitlab.com:aud": "https://gitlab.com",
                    "gitlab.com:sub": "project_path:acme/shop:ref_type:branch:ref:main",
                }
            },
        }
    ],
}


@pytest.fixture
def action() -> dict[str, Any]:
    """The action as its metadata describes it."""
    found = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def body() -> ModuleType:
    """The body of the action, loaded by its path as the runner does."""
    spec = importlib.util.spec_from_file_location("github_action", ROOT / "hooks/github_action.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def unpacked(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the repository, unpacked as a runner does: no git in it."""
    folder = tmp_path_factory.mktemp("actions") / "v1"
    done = subprocess.run(["git", "-C", str(checkout), "archive", "HEAD"], check=True, capture_output=True)
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def test_inputs_reach_the_shell_through_the_environment_only(action: dict[str, Any]) -> None:
    for step in action["runs"]["steps"]:
        assert "${{" not in step["run"]
    used = " ".join(str(step["env"]) for step in action["runs"]["steps"])
    assert set(re.findall(r"inputs\.([\w-]+)", used)) == set(action["inputs"])


@pytest.mark.parametrize("path", sorted((ROOT / ".github/workflows").glob("*.yml")), ids=lambda path: path.name)
def test_workflows_pin_what_they_use_and_ask_for_little(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert "timeout-minutes" in job
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            assert step.get("uses", "./") == "./" or re.search(r"@[0-9a-f]{40}$", step["uses"])


def test_every_input_becomes_an_argument(body: ModuleType) -> None:
    inputs = {
        "ASSUMELINT_PATHS": "infra 'my stacks'\nmore",
        "ASSUMELINT_FAIL_ON": "error",
        "ASSUMELINT_SELECT": "",
        "ASSUMELINT_IGNORE": "any-ref, broad-subject",
        "ASSUMELINT_CONFIG": "-x",
        "ASSUMELINT_EXIT_ZERO": "true",
    }
    assert body.arguments(inputs) == [
        "--output-format=github",
        "--fail-on=error",
        "--ignore=any-ref, broad-subject",
        "--config=-x",
        "--exit-zero",
        "--",
        "infra",
        "my stacks",
        "more",
    ]
    assert body.arguments({}) == ["--output-format=github", "--", "."]


@pytest.mark.parametrize(
    "inputs",
    [{"ASSUMELINT_EXIT_ZERO": "yes"}, {"ASSUMELINT_SARIF_FILE": "a\nfindings=0"}, {"ASSUMELINT_PATHS": "'"}],
)
def test_inputs_that_make_no_sense_are_refused(inputs: dict[str, str], body: ModuleType) -> None:
    with pytest.raises(ValueError, match=r"."):
        body.arguments(inputs)


def test_an_old_python_is_told_so(
    body: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10))
    assert body.main() == 2
    assert capsys.readouterr().out.startswith("::error::assumelint needs Python 3.11")


@pytest.mark.usefixtures("index")
def test_a_whole_run(action: dict[str, Any], unpacked: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    (workspace / "iam").mkdir(parents=True)
    (workspace / "iam/trust.json").write_text(json.dumps(POLICY, indent=2), encoding="utf-8")
    code, log, outputs = run(action, unpacked, tmp_path, {"paths": "iam", "sarif-file": "out.sarif"})
    assert code == 1, log
    assert "iam/trust.json:9:17: error[missing-web-identity-action]" in log
    assert "\n::error title=assumelint (missing-web-identity-action),file=iam/trust.json,line=9," in log
    assert outputs == {"findings": "1", "sarif-file": "out.sarif"}
    assert (workspace / "out.sarif").exists()
    assert "missing-web-identity-action" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    mended = json.dumps(POLICY, indent=2).replace('"sts:AssumeRole"', '"sts:AssumeRoleWithWebIdentity"')
    (workspace / "iam/trust.json").write_text(mended, encoding="utf-8")
    code, log, outputs = run(action, unpacked, tmp_path, {})
    assert (code, outputs) == (0, {"findings": "0"}), log
    assert log.endswith("No findings. 1 trust policy without a role, which trusts a web identity.\n")


@pytest.mark.usefixtures("index")
def test_a_run_that_cannot_be(action: dict[str, Any], unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "workspace").mkdir()
    code, log, outputs = run(action, unpacked, tmp_path, {"exit-zero": "maybe"})
    assert (code, outputs) == (2, {})
    assert log.startswith("::error::assumelint: exit-zero must be")


def run(action: dict[str, Any], unpacked: Path, home: Path, inputs: dict[str, str]) -> tuple[int, str, dict[str, str]]:
    """Run the steps as a runner does: the exit code, the log, and the outputs of the last step."""
    (home / "output").write_text("", encoding="utf-8")
    values = {name: spec["default"] for name, spec in action["inputs"].items()} | inputs
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PATH", "PIP", "HOME", "LANG"))}
    environment = kept | {
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(unpacked),
        "GITHUB_WORKSPACE": str(home / "workspace"),
        "GITHUB_OUTPUT": str(home / "output"),
        "GITHUB_STEP_SUMMARY": str(home / "summary.md"),
        "RUNNER_TEMP": str(unpacked.parent),
    }
    (step,) = action["runs"]["steps"]
    filled = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: values[found[1]], value)
        for name, value in step["env"].items()
    }
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=home / "workspace",
        env=environment | filled,
        capture_output=True,
        text=True,
        check=False,
    )
    sys.stderr.write(done.stderr)
    lines = (home / "output").read_text(encoding="utf-8").splitlines()
    return done.returncode, done.stdout, dict(line.split("=", 1) for line in lines)


def test_what_the_body_does_once_it_is_installed(
    body: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(body, "install", lambda source, environment: Path(sys.executable).with_name("assumelint"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    for name in [name for name in os.environ if name.startswith("ASSUMELINT_")]:
        monkeypatch.delenv(name)
    (tmp_path / "trust.json").write_text(json.dumps(POLICY), encoding="utf-8")
    assert body.main() == 1
    assert "::error title=assumelint (missing-web-identity-action),file=trust.json," in capfd.readouterr().out
    assert (tmp_path / "output").read_text(encoding="utf-8") == "findings=1\n"
    monkeypatch.setenv("ASSUMELINT_SARIF_FILE", "out.sarif")
    assert body.main() == 1
    assert (tmp_path / "output").read_text(encoding="utf-8") == "findings=1\nfindings=1\nsarif-file=out.sarif\n"
    monkeypatch.setenv("ASSUMELINT_PATHS", "nowhere")
    monkeypatch.delenv("GITHUB_OUTPUT")
    assert body.main() == 2


def test_the_environment_is_made_once(body: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[list[str]] = []
    monkeypatch.setattr(body.venv, "create", lambda home, with_pip: (home / "bin").mkdir(parents=True))
    monkeypatch.setattr(body.subprocess, "run", lambda command, **_: made.append(command))
    command = body.install(Path("/x/v1"), {"RUNNER_TEMP": str(tmp_path)})
    assert command == tmp_path / "assumelint-v1/bin/assumelint"
    assert made[0][-1] == "/x/v1"
    assert "--compile" in made[0]
    command.touch()
    body.install(Path("/x/v1"), {"RUNNER_TEMP": str(tmp_path)})
    assert len(made) == 1
