"""The models of published modules against what the real modules make (scripts/make_model_goldens.py)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform import extract
from assumelint.text.document import to_plain
from assumelint.text.tree import Tree

from .test_goldens import plain

CASES = sorted(path.parent for path in Path(__file__).parent.glob("models/*/expected.json"))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_model_makes_the_roles_of_the_module(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())["roles"]
    found = extract([folder], Tree(folder, folder), Inputs())
    assert not found.problems
    assert not found.unfollowed
    made = {role.address: plain(None if role.node is None else to_plain(role.node)) for role in found.roles}
    # A model leaves out the roles of its module that trust no web identity, such as those of a cluster's nodes.
    relevant = {
        address: policy for address, policy in expected.items() if address in made or "Web" in json.dumps(policy)
    }
    assert made == {address: plain(policy) for address, policy in relevant.items()}
