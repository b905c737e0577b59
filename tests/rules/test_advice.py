"""Advice is proved: pasted where it belongs, its finding is gone and no other error or warning has come.

Every policy of the suites of causes is written in every form, and every finding's fix and clause is made and checked
again. A sentence is no clause, and a clause with a placeholder (`<owner>`) waits for somebody who knows the value.
"""

import json
import runpy
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import indent
from types import SimpleNamespace
from typing import Any

import hcl2
import pytest
import yaml

Plain = Any
Files = dict[str, str]
Finding = dict[str, Any]
CheckAll = Callable[[Files], list[Finding]]
HERE = Path(__file__).parent
SUITES = ("test_claim_causes.py", "test_key_causes.py", "test_principal_causes.py", "test_subject_causes.py")
SHARED = SimpleNamespace(**runpy.run_path(str(HERE / "conftest.py")))
MAKE = SHARED.MAKE
HOST, BOTH = MAKE.GITHUB, ["repo:acme/app:environment:ci", "repo:acme@*/app@*:environment:ci"]
ISSUER = ("ForAllValues:StringEquals", f"{HOST}:iss", f"https://{HOST}")
SPECIAL = (
    MAKE.github("repo:acme/app", "StringEquals"),
    MAKE.github(["repo:acme/app", *BOTH], "StringEquals"),
    MAKE.github("repo:acme/app:environment:ci", "StringEquals"),
    MAKE.github(["repo:acme/app:ref:refs/heads/*", *BOTH], "StringEquals"),
    MAKE.trust(HOST, BOTH, None),
    MAKE.extra(MAKE.github(BOTH), ISSUER),
    MAKE.extra(MAKE.github(BOTH, aud=None), ISSUER, ("ForAllValues:StringEquals", f"{HOST}:aud", "sts.amazonaws.com")),
    MAKE.extra(MAKE.github(BOTH), ISSUER, ("ForAllValues:StringEquals", f"{HOST}:aud", "sts.amazonaws.com")),
    MAKE.trust(HOST, BOTH, "sts.amazonaws.com", "ForAllValues:StringLike"),
    MAKE.Policy({"Federated": "graph.facebook.com"}, (("StringEquals", "graph.facebook.com:id", "1"),)),
    MAKE.trust(MAKE.GITLAB, "project_path:acme/app:ref_type:branch:ref:*", "*"),
    MAKE.Policy(
        {"Federated": MAKE.arn(HOST)}, (("StringLike", f"{HOST}:sub", BOTH), ("StringLike", f"{HOST}:aud", "*"))
    ),
)
POLICIES = [policy.document() for policy in SPECIAL] + [
    case[2].document() for suite in SUITES for case in runpy.run_path(str(HERE / suite))["causes"](SHARED.MAKE).values()
]


def role_with(policy: str, more: str = "") -> str:
    return f'{more}resource "aws_iam_role" "ci" {{\n  assume_role_policy = {policy}\n}}\n'


def in_a_file(policy: Plain) -> Files:
    return {"main.tf": role_with('file("${path.module}/trust.json")'), "trust.json": json.dumps(policy, indent=2)}


def in_a_template(policy: Plain) -> Files:
    text = json.dumps(policy, indent=2).replace("${", "$${")
    return {"main.tf": role_with('templatefile("${path.module}/trust.json.tpl", {})'), "trust.json.tpl": text}


def in_a_module(policy: Plain) -> Files:
    """The policy is the argument of a module that makes the role."""
    module = role_with("jsonencode(var.policy)", 'variable "policy" {}\n\n')
    call = f'module "ci" {{\n  source = "./role"\n  policy = {indent(SHARED.hcl(policy), "  ").strip()}\n}}\n'
    return {"main.tf": call, "role/main.tf": module}


def single(form: str) -> Callable[[Plain], Files]:
    name, write = SHARED.FORMS[form]
    return lambda policy: {name: write(policy)}


FORMS: dict[str, Callable[[Plain], Files]] = {
    **{form: single(form) for form in SHARED.FORMS},
    "file": in_a_file,
    "template": in_a_template,
    "module argument": in_a_module,
}
LANGUAGES = {"main.tf": "hcl", "template.yaml": "yaml"}


def parsed(clause: str, form: str, finding: Finding) -> Plain:
    """What a clause says, None for a sentence."""
    try:
        if form == "data source":
            return hcl2.loads(clause + "\n")
        if finding["file"].endswith(".tf") and form != "heredoc":
            return hcl2.loads(f"it = {{\n{clause}\n}}\n")["it"]
        if form == "YAML object":
            found = yaml.load(clause, yaml.BaseLoader)
            return found if isinstance(found, dict) else None
        return json.loads("{" + clause + "}")
    except Exception:  # each parser has errors of its own: it is no clause
        return None


def bare(value: Plain) -> Plain:
    """The value without the quotes that the parser of HCL keeps."""
    match value:
        case dict():
            return {bare(key): bare(item) for key, item in value.items() if not str(key).startswith("__")}
        case list():
            return [bare(item) for item in value]
        case str():
            return value.strip('"').replace("$${", "${")
        case _:
            return value


def pasted(policy: Plain, clause: Plain, token: str) -> Plain:
    """The policy with a clause pasted over what a finding points at, or beside it."""
    changed = json.loads(json.dumps(policy))
    statement = changed["Statement"][0]
    conditions = statement.setdefault("Condition", {})
    place = next(iter(places(conditions, token)), None)
    for block in clause.get("condition", []):  # the blocks of a data source
        for operator, key in [(operator, key) for operator, keys in conditions.items() for key in keys]:
            if (operator, key) == place or key.rpartition(":")[2] == block["variable"].rpartition(":")[2]:
                del conditions[operator][key]
        conditions.setdefault(block["test"], {})[block["variable"]] = block["values"]
    for name, value in clause.items():
        if name in ("Version", "version"):
            changed["Version"] = value
        elif name in ("Principal", "Action", "Condition"):
            statement[name] = value
        elif name == "actions":
            statement["Action"] = value
        elif name == "principals":
            statement["Principal"] = {value[0]["type"]: value[0]["identifiers"]}
        elif place is not None and name == "values":
            conditions[place[0]][place[1]] = value
        elif place is not None and name == "test":
            conditions.setdefault(value, {})[place[1]] = conditions[place[0]].pop(place[1])
        elif place is not None and name == "variable":
            conditions[place[0]][value] = conditions[place[0]].pop(place[1])
        elif name == "condition":
            continue
        elif isinstance(value, dict):
            if place is not None and place[0] not in clause:
                conditions.pop(place[0], None)
            conditions[name] = value
        elif place is not None:
            conditions[place[0]].pop(place[1])
            conditions[place[0]][name] = value
    kept = clause.get("Condition") or {operator: keys for operator, keys in conditions.items() if keys}
    changed["Statement"][0] = {**statement, "Condition": kept}
    if not kept:
        del changed["Statement"][0]["Condition"]
    return changed


def places(conditions: Plain, token: str) -> Iterator[tuple[str, str]]:
    for operator, keys in conditions.items():
        for key, values in keys.items():
            if token in (operator, key) or token in SHARED.listed(values):
                yield operator, key


def identity(finding: Finding) -> tuple[str, str]:
    return finding["rule"], finding["message"]


def worse(before: list[Finding], after: list[Finding], finding: Finding) -> list[str]:
    """What is wrong after a change: the finding itself, and errors and warnings that were not there."""
    left = Counter(identity(other) for other in before if other is not finding and other["severity"] != "note")
    new = Counter(identity(other) for other in after if other["severity"] != "note") - left
    same = [other for other in after if identity(other) == identity(finding)]
    return [*map(str, new), *(f"still {other['rule']}" for other in same)]


def of_one_block(files: dict[str, str], finding: Finding) -> dict[str, str] | None:
    """The files with the operator of one `condition` block replaced: the others keep theirs. None for other advice."""
    if not finding["help"].startswith("test "):
        return None
    lines = files[finding["file"]].split("\n")
    (*_, at) = (at for at, line in enumerate(lines[: finding["line"]]) if line.lstrip().startswith("test "))
    lines[at] = finding["help"]
    return {**files, finding["file"]: "\n".join(lines)}


@pytest.mark.parametrize("form", FORMS)
def test_advice_is_proved(
    form: str, check_all: CheckAll, mend: Callable[[str, Finding], str], record_property: Callable[[str, object], None]
) -> None:
    counted: Counter[str] = Counter()
    faults = []
    for policy in POLICIES:
        before = check_all(FORMS[form](policy))
        for finding in before:
            files = FORMS[form](policy)
            token = SHARED.pointed_at(files[finding["file"]], finding).strip('"').replace("$${", "${")
            if finding["fix"] is not None:
                counted["fixes"] += 1
                (changed,) = {edit["file"] for edit in finding["fix"]["edits"]}
                after = check_all({**files, changed: mend(files[changed], finding["fix"])})
                faults += [(finding["rule"], "fix", token, each) for each in worse(before, after, finding)]
            counted["clauses with a placeholder"] += "<" in finding["help"]
            clause = bare(parsed(finding["help"], form, finding)) if "<" not in finding["help"] else None
            if clause:
                counted["clauses"] += 1
                after = check_all(of_one_block(files, finding) or FORMS[form](pasted(policy, clause, token)))
                faults += [(finding["rule"], finding["help"], token, each) for each in worse(before, after, finding)]
            counted["sentences"] += bool(finding["help"]) and not clause and "<" not in finding["help"]
            counted["none"] += not finding["help"]
    for what, number in counted.items():
        record_property(what, number)
    assert faults == []
    assert counted["fixes"] > len(POLICIES) // 3
