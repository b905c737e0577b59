"""Documents read as trust policies."""

import json
from typing import Any

import pytest

from assumelint.model import Form, Statement, TrustPolicy
from assumelint.policy import read_policy
from assumelint.text import Hole, Span, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence, to_plain

HERE = Span("p.json", 1, 1, 1, 2)
UNKNOWN = Hole("var.x", HERE)
MANY = Hole("var.x", HERE, many=True)


def node(value: Any) -> Node:
    match value:
        case dict():
            return Mapping(tuple((Text.of(key, HERE), node(item)) for key, item in value.items()), HERE)
        case list():
            return Sequence(tuple(node(item) for item in value), HERE)
        case str():
            return Text.of(value, HERE)
        case bool() | int() | None:
            return Scalar(value, json.dumps(value), HERE)
        case _:
            known: Node = value
            return known


def policy(statement: Any, **more: Any) -> TrustPolicy:
    found = read_policy(node({"Version": "2012-10-17", "Statement": statement, **more}), Form.JSON)
    assert found is not None
    return found


def statement(**elements: Any) -> Statement:
    return policy(elements).statements[0]


@pytest.mark.parametrize("document", ["text", ["list"], {"Version": "2012-10-17"}, UNKNOWN])
def test_what_has_no_statement_is_no_policy(document: Any) -> None:
    assert read_policy(node(document), Form.JSON) is None


def test_a_single_statement_and_a_list_of_one_read_alike() -> None:
    assert policy({"Effect": "Allow"}).statements == policy([{"Effect": "Allow"}]).statements


def test_an_unknown_statement_leaves_the_policy_incomplete() -> None:
    assert policy([{"Effect": "Allow"}]).complete
    assert not policy([{"Effect": "Allow"}, UNKNOWN]).complete
    assert not policy(UNKNOWN).complete


def test_values_stand_alone_or_in_lists() -> None:
    one, two = statement(Action="sts:A"), statement(Action=["sts:A", "sts:B"])
    assert one.actions is not None
    assert [text.literal for text in one.actions.items] == ["sts:A"]
    assert two.actions is not None
    assert [text.literal for text in two.actions.items] == ["sts:A", "sts:B"]


def test_numbers_and_booleans_are_compared_by_their_json_text() -> None:
    found = statement(Condition={"Bool": {"aws:x": [True, 3600, None, {}]}}).conditions[0]
    assert [text.literal for text in found.values.items] == ["true", "3600"]


def test_an_unknown_list_may_hold_more() -> None:
    found = statement(Action=["sts:A", MANY]).actions
    assert found is not None
    assert (len(found.items), found.complete) == (1, False)
    whole = statement(Action=UNKNOWN).actions
    assert whole is not None
    assert (str(whole.items[0]), whole.complete) == ("${var.x}", False)


def test_principals_are_flat() -> None:
    found = statement(Principal={"AWS": "1", "Federated": ["a", "b"]}).principals
    assert found is not None
    assert [(str(p.kind), str(p.value)) for p in found] == [("AWS", "1"), ("Federated", "a"), ("Federated", "b")]
    star = statement(Principal="*").principals
    assert star is not None
    assert [(p.kind, p.value.literal) for p in star] == [(None, "*")]


def test_absent_is_not_empty() -> None:
    bare = statement(Effect="Allow")
    assert (bare.principals, bare.actions, bare.conditions, bare.complete) == (None, None, (), True)


@pytest.mark.parametrize("principal", [UNKNOWN, {"AWS": UNKNOWN}, {"AWS": [MANY]}])
def test_an_unknown_principal_is_said_so(principal: Any) -> None:
    assert not statement(Principal=principal).principals_complete


@pytest.mark.parametrize("condition", [UNKNOWN, {"StringEquals": UNKNOWN}])
def test_an_unknown_condition_is_said_so(condition: Any) -> None:
    assert not statement(Condition=condition).conditions_complete


def test_a_malformed_condition_is_dropped() -> None:
    assert statement(Condition="x").conditions == ()
    assert statement(Condition={"StringEquals": "x"}).conditions == ()


def test_of_a_duplicate_key_the_last_counts() -> None:
    first, second = Text.of("a:aud", HERE), Text.of("a:aud", HERE)
    block = Mapping(((first, node("one")), (second, node("two"))), HERE)
    found = statement(Condition={"StringEquals": block}).conditions
    assert [[value.literal for value in condition.values.items] for condition in found] == [["two"]]


def test_elements_are_kept_as_written() -> None:
    found = statement(Resource="*", Effect="Allow")
    assert [element.name.literal for element in found.elements] == ["Resource", "Effect"]
    assert found.element("Sid") is None
    assert found.element("Resource") is not None


def test_the_form_of_a_clause_may_depend_on_its_place() -> None:
    found = read_policy(node({"Statement": {"Condition": {"StringLike": {"k": "v"}}}}), lambda span: Form.YAML)
    assert found is not None
    assert found.statements[0].conditions[0].form is Form.YAML
    assert found.statements[0].conditions[0].span == HERE


def test_a_document_prints_its_unknowns() -> None:
    document = Mapping(((Text.of("a", HERE), node([UNKNOWN, True, "x"])),), HERE, rest=(Hole("var.more", HERE),))
    assert to_plain(document) == {"a": ["${var.x}", True, "x"], "${var.more}": "${var.more}"}
    assert document.get("b") is None
