"""Plans and states of real Terraform (scripts/make_plan_goldens.py): the rules find what they find in the code."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assumelint.judge import judge
from assumelint.model import Extraction
from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform import extract, extract_plan
from assumelint.text.tree import Tree
from assumelint.views import Project

PLANS = Path(__file__).parent / "plans"
FOLDERS = sorted(path.parent for path in PLANS.glob("*/main.tf"))
FILES = ("first.json", "second.json", "state.json", "terraform.tfstate")
STATES = FILES[2:]

# The first apply stores these keys with https://, and the second takes it away. See module-output/state.json.
UNTIL_SECOND_APPLY = {
    "module-output": {"aws_iam_role.encoded", "aws_iam_role.rendered"},
    "literal-principal": {"aws_iam_role.encoded", "aws_iam_role.output"},
}
# Roles whose policies a first plan shows by references only.
BY_REFERENCES = {
    "cluster": {"aws_iam_role.reader"},
    "encoded": {"aws_iam_role.right", "aws_iam_role.scheme"},
    "merged": {"aws_iam_role.sensitive"},
    "module-output": {"aws_iam_role.encoded"},
}
# What of the others a first plan does not show.
HIDDEN = {
    "edges": {
        ("mixed-issuers", "warning", "aws_iam_role.both"),
        ("name-only-subject", "note", "aws_iam_role.conditions"),
        ("name-only-subject", "note", "aws_iam_role.keys"),
    },
}

Judged = set[tuple[str, str, str]]


def judged(extraction: Extraction) -> Judged:
    found = judge(Project.of(extraction))
    return {(each.rule.id, each.severity.value, each.address) for each in found}


def code(folder: Path) -> Extraction:
    return extract([folder], Tree(folder, folder), Inputs())


def plan(folder: Path, name: str) -> Extraction:
    return extract_plan(folder / name, Tree(folder, folder))


def stored_with_scheme(folder: Path, name: str) -> set[str]:
    return UNTIL_SECOND_APPLY.get(folder.name, set()) if name in STATES else set()


def known_by_apply(folder: Path, name: str, found: Judged) -> Judged:
    """What is found because an apply tells the issuer of a cluster."""
    is_known = folder.name == "cluster" and name != "first.json"
    return {each for each in found if is_known and each[0] == "missing-audience"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("name", FILES)
def test_the_rules_find_what_they_find_in_the_code(folder: Path, name: str) -> None:
    late = stored_with_scheme(folder, name)
    expected = {each for each in judged(code(folder)) if each[2] not in late}
    expected |= {("issuer-key-mismatch", "error", address) for address in late}
    found = judged(plan(folder, name))
    assert found - known_by_apply(folder, name, found) == expected - known_by_apply(folder, name, expected)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("name", FILES)
def test_roles_and_providers_are_those_of_the_code(folder: Path, name: str) -> None:
    written, found = code(folder), plan(folder, name)
    assert {role.address for role in found.roles} == {role.address for role in written.roles}
    assert all(role.policy is not None for role in found.roles)
    # What a cluster's issuer is, only an apply tells.
    urls = {each.address: str(each.url) for each in found.providers if folder.name != "cluster"}
    assert urls == {each.address: str(each.url) for each in written.providers if folder.name != "cluster"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_first_plan_without_its_code_has_no_finding_of_its_own(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "first.json", tmp_path)
    found = plan(tmp_path, "first.json")
    hidden = {role.address for role in found.roles if role.policy is None}
    assert hidden == BY_REFERENCES.get(folder.name, set())
    assert all(bool(role.unknown) == (role.policy is None) for role in found.roles)
    expected = {each for each in judged(code(folder)) if each[2] not in hidden} - HIDDEN.get(folder.name, set())
    assert judged(found) == expected - known_by_apply(folder, "state.json", expected)


def test_what_a_second_apply_mends_is_a_note() -> None:
    for name, roles in UNTIL_SECOND_APPLY.items():
        notes = [note.message for note in plan(PLANS / name, "first.json").notes]
        assert len(notes) == len(roles)
        assert all("second apply" in message for message in notes)
        assert not plan(PLANS / name, "second.json").notes
        (note,) = code(PLANS / name).notes
        assert note.span.file == "github/main.tf"


def test_other_configurations_have_no_such_note() -> None:
    others = [folder for folder in FOLDERS if folder.name not in UNTIL_SECOND_APPLY]
    assert not any(code(folder).notes or plan(folder, "first.json").notes for folder in others)


def test_what_is_deleted_is_not_there() -> None:
    """Beside a role that is deleted, the plan has one that stays, one that is updated and one that is replaced."""
    found = plan(PLANS / "changed", "first.json")
    assert [(role.address, str(role.name)) for role in found.roles] == [
        ("aws_iam_role.replaced", "replaced"),
        ("aws_iam_role.same", "same"),
        ("aws_iam_role.updated", "updated"),
    ]
    assert {each.address: str(each.url) for each in found.providers} == {
        "aws_iam_openid_connect_provider.github": "https://token.actions.githubusercontent.com",
        "aws_iam_openid_connect_provider.gitlab": "https://gitlab.com/",
    }


def test_instances_of_a_raw_state_have_their_addresses() -> None:
    assert [role.address for role in plan(PLANS / "instances", "terraform.tfstate").roles] == [
        'aws_iam_role.team["any"]',
        'aws_iam_role.team["app"]',
        'aws_iam_role.team["loose"]',
        'aws_iam_role.team["x.y"]',
    ]


def test_a_finding_in_a_raw_state_is_where_the_policy_is() -> None:
    folder = PLANS / "encoded"
    (found,) = judge(Project.of(plan(folder, "terraform.tfstate")))
    line = (folder / "terraform.tfstate").read_text().splitlines()[found.hit.span.line - 1]
    assert line.lstrip().startswith('"assume_role_policy"')
    assert "https://gitlab.com:aud" in line[found.hit.span.column - 1 : found.hit.span.end_column - 1]


def test_unknown_values_are_kept_apart(tmp_path: Path) -> None:
    """A reference that is a part of several values does not make them one value."""
    shutil.copy(PLANS / "edges" / "first.json", tmp_path)
    policies = {role.address: role.policy for role in plan(tmp_path, "first.json").roles}
    keys, both = policies["aws_iam_role.keys"], policies["aws_iam_role.both"]
    assert keys is not None
    names = {str(condition.key) for condition in keys.statements[0].conditions}
    assert names == {"${known after apply}", "${known after apply (2)}"}
    assert both is not None
    first, second = both.statements[0].principals or ()
    assert first.value.is_hole
    assert first.value.shape != second.value.shape
