"""Makes the answers that tests/terraform/test_goldens.py holds the extraction against: what a real apply stores.

    python scripts/make_terraform_goldens.py PLUGIN_DIR ENDPOINT [NAME…]

PLUGIN_DIR is a provider mirror with hashicorp/aws, ENDPOINT a running moto server in place of AWS (`moto_server`).
Each folder of tests/terraform/goldens is applied; its `expected.json` gets the roles' policies, the rendered policy
documents, the providers and the outputs. Each folder of tests/terraform/outcomes is applied in several workspaces; its
`expected.json` gets the roles' policies in each, or null where Terraform refuses the configuration.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1] / "tests" / "terraform"
GOLDENS, OUTCOMES = TESTS / "goldens", TESTS / "outcomes"
WORKSPACES = ("default", "dev", "prod")


class RefusedError(Exception):
    """Terraform refuses a configuration."""


def main() -> None:
    """Make the answers of the named folders, or of all."""
    plugins, endpoint, *names = sys.argv[1:]
    for folder in sorted(GOLDENS.iterdir()):
        if folder.is_dir() and (not names or folder.name in names):
            answer = applied(folder, plugins, endpoint)
            (folder / "expected.json").write_text(json.dumps(answer, indent=1, sort_keys=True) + "\n")
            print(folder.name, len(answer["roles"]), "roles", len(answer["documents"]), "documents")
    for folder in sorted(OUTCOMES.iterdir()):
        if folder.is_dir() and (not names or folder.name in names):
            outcomes = {name: roles_in(name, folder, plugins, endpoint) for name in WORKSPACES}
            (folder / "expected.json").write_text(json.dumps(outcomes, indent=1, sort_keys=True) + "\n")
            print(folder.name, {name: None if roles is None else len(roles) for name, roles in outcomes.items()})


def roles_in(workspace: str, folder: Path, plugins: str, endpoint: str) -> dict[str, Any] | None:
    """The roles' policies after an apply in a workspace, None if Terraform refuses the configuration there."""
    try:
        roles: dict[str, Any] = applied(folder, plugins, endpoint, workspace)["roles"]
    except RefusedError as error:
        print(error)
        return None
    return roles


def applied(folder: Path, plugins: str, endpoint: str, workspace: str = "default") -> dict[str, Any]:
    """What Terraform's state holds after an apply of a copy of the folder. Raises `RefusedError`."""
    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/moto-api/reset", method="POST")).read()
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "configuration"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("expected.json"))
        empty = Path(scratch) / "empty.tfrc"
        empty.touch()
        environment = os.environ | {
            "TF_CLI_CONFIG_FILE": str(empty),
            "CHECKPOINT_DISABLE": "1",
            "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "example",
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": endpoint,
        }

        def terraform(*arguments: str) -> str:
            command = ["terraform", *arguments]
            done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                raise RefusedError(f"{folder.name}: {done.stdout}{done.stderr}")
            return done.stdout

        terraform("init", f"-plugin-dir={plugins}", "-backend=false", "-input=false", "-no-color")
        if workspace != "default":
            terraform("workspace", "new", workspace)
        terraform("apply", "-auto-approve", "-input=false", "-no-color")
        return answer(json.loads(terraform("show", "-json")).get("values", {"root_module": {}}))


def answer(values: dict[str, Any]) -> dict[str, Any]:
    """The parts of a state that the tests compare."""
    resources = {resource["address"]: resource for resource in _resources(values["root_module"])}

    def each(kind: str) -> dict[str, Any]:
        return {address: one["values"] for address, one in resources.items() if one["type"] == kind}

    managed = {address: one for address, one in each("aws_iam_role").items() if ".data." not in f".{address}"}
    return {
        "roles": {address: json.loads(one["assume_role_policy"]) for address, one in managed.items()},
        "documents": {address: one["minified_json"] for address, one in each("aws_iam_policy_document").items()},
        "providers": {
            address: {"url": one["url"], "client_id_list": one["client_id_list"]}
            for address, one in each("aws_iam_openid_connect_provider").items()
        },
        "outputs": {name: output["value"] for name, output in values.get("outputs", {}).items()},
    }


def _resources(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from module.get("resources", ())
    for child in module.get("child_modules", ()):
        yield from _resources(child)


if __name__ == "__main__":
    main()
