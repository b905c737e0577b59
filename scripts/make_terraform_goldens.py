"""Makes the answers that tests/terraform/test_goldens.py holds the extraction against: what a real apply stores.

    python scripts/make_terraform_goldens.py PLUGIN_DIR ENDPOINT [NAME…]

PLUGIN_DIR is a provider mirror with hashicorp/aws, ENDPOINT a running moto server in place of AWS (`moto_server`).
Each folder of tests/terraform/goldens is applied; its `expected.json` gets the roles' policies, the rendered policy
documents, the providers and the outputs. Each folder of tests/terraform/outcomes is applied in several workspaces; its
`expected.json` gets the roles' policies in each, or null where Terraform refuses the configuration. Each folder of
tests/terraform/supposed is applied without arguments and with the variables of each entry of its `given.json`; its
`expected.json` gets the roles' policies of each apply. The issuer of a cluster, which moto makes up, gets one host in
all of them.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from real_terraform import RealTerraform, RefusedError

TESTS = Path(__file__).parents[1] / "tests" / "terraform"
GOLDENS, OUTCOMES, SUPPOSED = TESTS / "goldens", TESTS / "outcomes", TESTS / "supposed"
WORKSPACES = ("default", "dev", "prod")
CLUSTER = "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"


def main() -> None:
    """Make the answers of the named folders, or of all."""
    plugins, endpoint, *names = sys.argv[1:]
    terraform = RealTerraform(plugins, endpoint)
    for folder in sorted(GOLDENS.iterdir()):
        if folder.is_dir() and (not names or folder.name in names):
            answer = applied(terraform, folder)
            (folder / "expected.json").write_text(json.dumps(answer, indent=1, sort_keys=True) + "\n")
            print(folder.name, len(answer["roles"]), "roles", len(answer["documents"]), "documents")
    for folder in sorted(OUTCOMES.iterdir()):
        if folder.is_dir() and (not names or folder.name in names):
            outcomes = {name: roles_in(name, terraform, folder) for name in WORKSPACES}
            (folder / "expected.json").write_text(json.dumps(outcomes, indent=1, sort_keys=True) + "\n")
            print(folder.name, {name: None if roles is None else len(roles) for name, roles in outcomes.items()})
    for folder in sorted(SUPPOSED.iterdir()):
        if not names or folder.name in names:
            worlds = [{"variables": {}}, *json.loads((folder / "given.json").read_text())]
            answers = [applied(terraform, folder, world["variables"])["roles"] for world in worlds]
            (folder / "expected.json").write_text(json.dumps(answers, indent=1, sort_keys=True) + "\n")
            print(folder.name, *map(len, answers), "roles")


def roles_in(workspace: str, terraform: RealTerraform, folder: Path) -> dict[str, Any] | None:
    """The roles' policies after an apply in a workspace, None if Terraform refuses the configuration there."""
    try:
        roles: dict[str, Any] = applied(terraform, folder, workspace=workspace)["roles"]
    except RefusedError as error:
        print(error)
        return None
    return roles


def applied(
    terraform: RealTerraform, folder: Path, variables: dict[str, Any] | None = None, workspace: str = "default"
) -> dict[str, Any]:
    """What Terraform's state holds after an apply of a copy of the folder, with these values of variables.

    Raises `RefusedError`.
    """
    terraform.forget()
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "configuration"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("expected.json", "given.json"))
        given = Path(scratch) / "given.tfvars.json"
        given.write_text(json.dumps(variables or {}))
        terraform.init(copy)
        if workspace != "default":
            terraform.run(copy, "workspace", "new", workspace)
        terraform.run(copy, "apply", "-auto-approve", "-input=false", "-no-color", f"-var-file={given}")
        state = without_hosts(terraform.run(copy, "show", "-json"))
        return answer(json.loads(state).get("values", {"root_module": {}}))


def without_hosts(state: str) -> str:
    """The text of a state with the host that the tests expect for each cluster's issuer."""
    for resource in _resources(json.loads(state).get("values", {"root_module": {}})["root_module"]):
        if resource["type"] == "aws_eks_cluster":
            host = resource["values"]["identity"][0]["oidc"][0]["issuer"].removeprefix("https://")
            state = state.replace(host, CLUSTER)
    return state


def answer(values: dict[str, Any]) -> dict[str, Any]:
    """The parts of a state that the tests compare."""
    resources = {resource["address"]: resource for resource in _resources(values["root_module"])}

    def each(kind: str) -> dict[str, Any]:
        return {address: one["values"] for address, one in resources.items() if one["type"] == kind}

    def managed(kind: str) -> dict[str, Any]:
        return {address: one for address, one in each(kind).items() if ".data." not in f".{address}"}

    return {
        "roles": {address: json.loads(one["assume_role_policy"]) for address, one in managed("aws_iam_role").items()},
        "documents": {address: one["minified_json"] for address, one in each("aws_iam_policy_document").items()},
        "providers": {
            address: {"url": one["url"], "client_id_list": one["client_id_list"]}
            for address, one in managed("aws_iam_openid_connect_provider").items()
        },
        "outputs": {name: output["value"] for name, output in values.get("outputs", {}).items()},
    }


def _resources(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from module.get("resources", ())
    for child in module.get("child_modules", ()):
        yield from _resources(child)


if __name__ == "__main__":
    main()
