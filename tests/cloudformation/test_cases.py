"""The cases with known answers that lie beside the repository."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assumelint.model import Extraction
from assumelint.sources.cloudformation import extract
from assumelint.sources.inputs import Inputs
from assumelint.text.document import to_plain
from assumelint.text.tree import Tree

CASES = Path(__file__).parents[2].parent / "shared" / "cases" / "cloudformation"
NAMES = sorted(path.parent.name for path in CASES.glob("*/expected.json"))
HOLE = re.compile(r"\$\{[^}]*\}")

needs_cases = pytest.mark.skipif(not NAMES, reason=f"the cases are not at {CASES}")


def extracted(case: Path, *var_files: Path) -> Extraction:
    suffixes = (".yaml", ".yml", ".json", ".template")
    paths = sorted(path for path in case.rglob("*") if path.suffix in suffixes and path.name != "expected.json")
    return extract(paths, Tree(case, case), Inputs(var_files=var_files))


def normal(value: object) -> object:
    """Lists of one as the item, scalars as text, holes alike."""
    match value:
        case dict():
            return {HOLE.sub("${}", key): normal(inner) for key, inner in value.items()}
        case [single]:
            return normal(single)
        case list():
            return sorted((normal(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
        case bool():
            return str(value).lower()
        case None:
            return None
        case _:
            return HOLE.sub("${}", str(value))


@needs_cases
@pytest.mark.parametrize("name", NAMES)
def test_a_case_comes_out_right(name: str) -> None:
    case = CASES / name
    wanted = json.loads((case / "expected.json").read_text())
    found = extracted(case)
    listed = {(role.address, role.span.file): role for role in found.roles if not role.variant}
    for role in wanted.get("roles", []):
        mine = listed.pop((role["logical_id"], role["file"]), None)
        if mine is None and role.get("implicit"):
            continue
        assert mine is not None, role["logical_id"]
        assert (mine.span.line, mine.span.column) == (role["line"], role.get("column", mine.span.column))
        answers = [role["policy"], role.get("policy_alt"), *(each["policy"] for each in role.get("instances", []))]
        if role["policy"] is None:
            answers += [each["policy"] for each in role.get("variants", [])]
        assert normal(None if mine.node is None else to_plain(mine.node)) in [normal(answer) for answer in answers]
    assert not listed or "roles" not in wanted
    providers = {provider.address: provider for provider in found.providers}
    for provider in wanted.get("providers", []):
        assert normal(str(providers[provider["logical_id"]].url)) == normal(provider["url"])
    if "error" in wanted:
        first, last = wanted["at"].get("line_range") or [wanted["at"]["line"] - 1, wanted["at"]["line"] + 1]
        assert any(first <= problem.span.line <= last for problem in found.problems)
    elif "warnings" not in wanted:
        assert not found.problems


@needs_cases
@pytest.mark.parametrize("name", NAMES)
def test_each_outcome_of_a_case_is_judged(name: str) -> None:
    """Every variant that the case lists for other parameters is among the roles, marked as a variant or listed."""
    case = CASES / name
    wanted = json.loads((case / "expected.json").read_text())
    found = extracted(case)
    for role in wanted.get("roles", []):
        mine = [
            normal(None if each.node is None else to_plain(each.node))
            for each in found.roles
            if each.address == role["logical_id"]
        ]
        for variant in role.get("variants", []):
            if variant["policy"] is None or "parameter_file" in variant or "Fn::FindInMap" in json.dumps(role):
                continue
            # What a parameter's value does outside of conditions and mappings is not a world of its own.
            if not {"If", "Conditions", "FindInMap"} & set(wanted.get("features", [])):
                continue
            assert normal(variant["policy"]) in mine, variant.get("parameters")


@needs_cases
def test_a_parameter_file_of_a_case_is_heeded() -> None:
    case = CASES / "045-param-file-cli"
    wanted = json.loads((case / "expected.json").read_text())["roles"][0]
    for variant in wanted["variants"]:
        found = extracted(case, case / variant["parameter_file"])
        (role,) = (role for role in found.roles if not role.variant)
        assert role.node is not None
        assert normal(to_plain(role.node)) == normal(variant["policy"])
