"""Whole configurations against what a real `terraform apply` made of them (scripts/make_terraform_goldens.py)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from assumelint.model import Extraction
from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform import extract
from assumelint.sources.terraform.config.collected.root_modules import root_module
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.lang.expressions.evaluate import evaluate
from assumelint.sources.terraform.lang.values.documents import to_node
from assumelint.text.document import to_plain
from assumelint.text.tree import Tree

GOLDENS = sorted(path.parent for path in Path(__file__).parent.glob("goldens/*/expected.json"))

# What only the account tells: its id, and the partition where no region is set.
_ACCOUNT = re.compile(r"\$\{(?:[^}]*account_id|data\.aws_caller_identity\.\w+\.id)\}")
# The issuer of a cluster, as the script writes it.
_URL = re.compile(r"\$\{(?:data\.)?aws_eks_cluster\.[\w\"\[\]]+\.identity\[0\]\.oidc\[0\]\.issuer\}")
_HOST = re.compile(r'\$\{(?:replace|trim)\([\w.\[\]"]*aws_eks_cluster\.[^}]*\)\}')
CLUSTER = "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
_PARTITION = re.compile(r"\$\{[^}]*partition\}")


def plain(value: Any) -> Any:
    """A document with the account's facts filled in, lists in one order (of sets the provider prints hash order)."""
    match value:
        case dict():
            return {plain(key): sorted_values(key, plain(item)) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
        case str():
            value = _HOST.sub(CLUSTER, _URL.sub(f"https://{CLUSTER}", value))
            return _PARTITION.sub("aws", _ACCOUNT.sub("123456789012", value)).replace("${dns_suffix}", "amazonaws.com")
        case _:
            return value


def sorted_values(key: str, value: Any) -> Any:
    if key != "Statement" and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return sorted(value)
    return value


def extraction(folder: Path) -> Extraction:
    return extract([folder], Tree(folder, folder), Inputs(workspace="default"))


@pytest.mark.parametrize("folder", GOLDENS, ids=lambda folder: folder.name)
def test_roles_are_what_terraform_makes(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())
    found = extraction(folder)
    assert not found.problems
    made = [role for role in found.roles if not role.supposed]
    roles = {role.address: plain(None if role.node is None else to_plain(role.node)) for role in made}
    assert roles == {address: plain(policy) for address, policy in expected["roles"].items()}


@pytest.mark.parametrize("folder", GOLDENS, ids=lambda folder: folder.name)
def test_providers_are_what_terraform_makes(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())["providers"]
    found = {
        provider.address: {
            "url": plain(str(provider.url)).removeprefix("https://"),
            "client_id_list": sorted(map(str, provider.client_ids.items)) if provider.client_ids else [],
        }
        for provider in extraction(folder).providers
    }
    assert found == expected


@pytest.mark.parametrize("folder", GOLDENS, ids=lambda folder: folder.name)
def test_outputs_are_what_terraform_prints(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())["outputs"]
    root = root_module(Project(Tree(folder, folder), Inputs(workspace="default")), folder)
    for name, wanted in expected.items():
        value = root.declared.outputs[name].block().body.attribute("value")
        assert value is not None
        assert plain(to_plain(to_node(evaluate(value.value, root.scope())))) == plain(wanted), name


@pytest.mark.parametrize("folder", GOLDENS, ids=lambda folder: folder.name)
def test_documents_are_rendered_as_the_provider_does(folder: Path) -> None:
    """Each document is read through a role, which is made to hold it, so that it counts whoever uses it."""
    expected = json.loads((folder / "expected.json").read_text())["documents"]
    root = root_module(Project(Tree(folder, folder), Inputs(workspace="default")), folder)
    for address, wanted in expected.items():
        if address.startswith("data.aws_iam_policy_document."):
            from assumelint.sources.terraform.syntax import parse_expression
            from assumelint.text import Span, Text

            place = Span("test", 1, 1, 1, 1)
            reference = parse_expression(Text.of(f"{address}.minified_json", place))
            value = to_plain(to_node(evaluate(reference, root.scope())))
            assert isinstance(value, str)
            assert plain(json.loads(plain(value))) == plain(json.loads(wanted)), address
