"""Plan files: what a plan knows is taken from it, what it defers is rebuilt with holes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assumelint.model import Extraction
from assumelint.sources.terraform import extract_plan
from assumelint.text.document import to_plain
from assumelint.text.tree import Tree

PLANS = Path(__file__).parent / "plans"
ARN = "arn:${partition}:iam::${account_id}:oidc-provider/token.actions.githubusercontent.com"


@pytest.fixture(scope="module")
def plan() -> Extraction:
    return extract_plan(PLANS / "deferred.json", Tree(PLANS, PLANS))


def test_every_planned_role_is_listed(plan: Extraction) -> None:
    assert [role.address for role in plan.roles] == [
        'aws_iam_role.deferred["a"]',
        'aws_iam_role.deferred["b"]',
        "aws_iam_role.encoded",
        "aws_iam_role.known",
        "module.m[0].aws_iam_role.r",
    ]
    assert not plan.problems


def test_a_known_policy_is_taken_as_planned(plan: Extraction) -> None:
    known = next(role for role in plan.roles if role.address == "aws_iam_role.known")
    assert known.node is not None
    assert to_plain(known.node) == {
        "Statement": [{"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}}],
        "Version": "2012-10-17",
    }


def test_a_deferred_document_is_rebuilt(plan: Extraction) -> None:
    assert plan.roles[1].node is not None
    assert to_plain(plan.roles[1].node) == {
        "Version": "2012-10-17",
        "Id": "x",
        "Statement": [
            {"Sid": "S", "Effect": "Deny"},
            {
                "Sid": "B",
                "Effect": "Allow",
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Principal": {"Federated": ARN},
                "Condition": {
                    "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
                    "StringLike": {
                        "token.actions.githubusercontent.com:sub": ["repo:acme/b:*", "${known after apply}"]
                    },
                },
            },
        ],
    }


def test_an_argument_is_followed_to_the_caller(plan: Extraction) -> None:
    policy = plan.roles[4].policy
    assert policy is not None
    assert policy.statements[0].principals is not None
    assert str(policy.statements[0].principals[0].value) == ARN


def test_what_the_plan_hides_is_said(plan: Extraction) -> None:
    encoded = next(role for role in plan.roles if role.address == "aws_iam_role.encoded")
    assert encoded.node is None
    assert encoded.unknown == "it is known after apply only, and the plan does not tell what it is made of"
    assert not plan.notes


def test_providers_are_listed(plan: Extraction) -> None:
    (provider,) = plan.providers
    assert str(provider.url) == "https://token.actions.githubusercontent.com"
    assert provider.client_ids is not None
    assert [str(client) for client in provider.client_ids.items] == ["sts.amazonaws.com"]


@pytest.mark.parametrize("content", ["{", "[]", '{"planned_values": 3}', '{"planned_values": {"root_module": []}}', ""])
def test_what_is_no_plan_does_no_harm(content: str, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(content)
    found = extract_plan(tmp_path / "plan.json", Tree(tmp_path, tmp_path))
    assert not found.roles
    assert bool(found.problems) == (content in ("{", ""))


def shown(*resources: dict[str, object]) -> dict[str, object]:
    return {"format_version": "1.0", "terraform_version": "1.11.4", "values": {"root_module": {"resources": resources}}}


def role(name: str, **more: object) -> dict[str, object]:
    kind = {"mode": "managed", "type": "aws_iam_role", "name": name}
    return {"address": f"aws_iam_role.{name}", **kind, "values": {"name": name}, **more}


def read(content: object, folder: Path) -> Extraction:
    (folder / "read.json").write_text(json.dumps(content))
    return extract_plan(folder / "read.json", Tree(folder, folder))


def test_a_deposed_object_is_not_there(tmp_path: Path) -> None:
    found = read(shown(role("kept"), role("kept", deposed_key="11aa22bb")), tmp_path)
    assert [each.address for each in found.roles] == ["aws_iam_role.kept"]


def test_raw_states_tell_instances_of_modules(tmp_path: Path) -> None:
    def instance(**more: object) -> dict[str, object]:
        return {"attributes": {"name": "x"}, **more}

    kind = {"mode": "managed", "type": "aws_iam_role", "name": "r"}
    several = [instance(index_key=0), instance(index_key='a"b'), instance(deposed="11aa22bb")]
    resources = [
        {**kind, "module": 'module.m["k"]', "instances": several},
        {**kind, "mode": "data", "instances": [instance()]},
    ]
    state = {"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x", "resources": resources}
    found = read(state, tmp_path)
    assert [each.address for each in found.roles] == [
        'module.m["k"].aws_iam_role.r[0]',
        'module.m["k"].aws_iam_role.r["a\\"b"]',
    ]


@pytest.mark.parametrize("kind", ["aws_iam_openid_connect_provider", "awscc_iam_oidc_provider"])
@pytest.mark.parametrize(
    ("actions", "url", "read_as"),
    [
        (["create"], "https://gitlab.com", "https://gitlab.com"),
        (["create"], "gitlab.com", "gitlab.com"),
        (["delete", "create"], "https://gitlab.com/", "https://gitlab.com/"),
        (["create", "delete"], "https://gitlab.com/", "https://gitlab.com/"),
        (["update"], "gitlab.com", "https://gitlab.com"),
        (["no-op"], "gitlab.com", "https://gitlab.com"),
    ],
)
def test_only_a_new_provider_has_its_url_as_written(
    actions: list[str], url: str, read_as: str, kind: str, tmp_path: Path
) -> None:
    there = {"address": f"{kind}.p", "mode": "managed", "type": kind, "name": "p"}
    content = {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": [{**there, "values": {"url": url}}]}},
        "resource_changes": [
            {**there, "change": {"actions": actions, "after": {"url": url}, "after_unknown": {}}},
            {**there, "deposed": "11aa22bb", "change": {"actions": ["delete"], "after": None, "after_unknown": {}}},
        ],
    }
    (found,) = read(content, tmp_path).providers
    assert str(found.url) == read_as


def test_client_ids_that_are_known_after_apply_are_no_list(tmp_path: Path) -> None:
    there = {"address": "aws_iam_openid_connect_provider.p", "mode": "managed"}
    there["type"], there["name"] = "aws_iam_openid_connect_provider", "p"
    change = {"actions": ["create"], "after": {}, "after_unknown": {"client_id_list": True}}
    content = {
        "planned_values": {"root_module": {"resources": [{**there, "values": {"url": "https://gitlab.com"}}]}},
        "resource_changes": [{**there, "change": change}],
    }
    (found,) = read(content, tmp_path).providers
    assert found.client_ids is not None
    assert not found.client_ids.complete
