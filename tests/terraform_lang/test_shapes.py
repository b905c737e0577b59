"""What is known of the items of lists whose length is unknown: for every list, Terraform's result has the shape."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform import extract
from assumelint.sources.terraform.lang.values import from_node, to_node
from assumelint.sources.terraform.lang.values.shapes import entry_shape, shape_of
from assumelint.sources.terraform.lang.values.types import STRING, ListType, MapType, ObjectType, Type
from assumelint.sources.terraform.lang.values.value import (
    MapValue,
    ObjectValue,
    SetValue,
    StringValue,
    Unknown,
    Value,
    every_member,
    is_many,
)
from assumelint.text import HOLE_MARK, Text
from assumelint.text.document import to_plain
from assumelint.text.tree import Tree

SUBJECT = "token.actions.githubusercontent.com:sub"
STRINGS = ListType(STRING)
OBJECT = ObjectType({"repo": STRING, "branches": STRINGS})
TYPES: dict[str, Type] = {
    "xs": STRINGS,
    "ys": STRINGS,
    "m": MapType(STRING),
    "os": ListType(OBJECT),
    "mo": MapType(OBJECT),
    "lists": ListType(STRINGS),
}
# An expression, and its items as `to_plain` writes them: once each, however many there are.
SHAPES: tuple[tuple[str, object], ...] = (
    ('[for x in var.xs : "repo:acme/${x}"]', ["repo:acme/${x}"]),
    ('[for x in var.xs : format("repo:acme/%s:*", x)]', ["repo:acme/${x}:*"]),
    ('[for i, x in var.xs : "${i}-${x}"]', ["${i}-${x}"]),
    ('[for k, v in var.m : "${k}=${v}"]', ["${k}=${v}"]),
    ('[for o in var.os : "repo:${o.repo}:*"]', ["repo:${o.repo}:*"]),
    ('[for x in var.xs : "a-${x}" if x != "b"]', ["a-${x}"]),
    ('[for x in ["a", "b"] : "r-${x}" if contains(var.xs, x)]', ["r-a", "r-b"]),
    ('[for x in var.xs : upper("a") if false]', []),
    ('[for s in [for x in var.xs : "a-${x}"] : "${s}-z"]', ["a-${x}-z"]),
    ('concat(["z"], [for x in var.xs : "a-${x}"])', ["z", "a-${x}"]),
    ('formatlist("repo:%s:*", var.xs)', ["repo:${var.xs[*]}:*"]),
    ('formatlist("repo:%s/%s", "acme", var.xs)', ["repo:acme/${var.xs[*]}"]),
    ('formatlist("<%s>", [for x in var.xs : "a-${x}"])', ["<a-${x}>"]),
    ('formatlist("r:%s", concat(["z"], var.xs))', ["r:z", "r:${var.xs}"]),
    ('flatten([for o in var.os : [for b in o.branches : "${o.repo}:${b}"]])', ["${o.repo}:${b}"]),
    ('flatten([for o in var.os : ["${o.repo}:a", "${o.repo}:b"]])', ["${o.repo}:a", "${o.repo}:b"]),
    ('flatten([["q"], [for x in var.xs : ["a-${x}"]]])', ["q", "a-${x}"]),
    ("flatten(var.lists)", ["${flatten(var.lists)}"]),
    ('[for p in setproduct(["a", "b"], var.xs) : join(":", p)]', ["a:${var.xs[*]}", "b:${var.xs[*]}"]),
    ('[for p in setproduct(var.xs, var.ys) : "${p[0]}/${p[1]}"]', ["${var.xs[*]}/${var.ys[*]}"]),
    ('setproduct(["a"], [for x in var.xs : "r-${x}"])', [["a", "r-${x}"]]),
    ('toset([for x in var.xs : "a-${x}"])', ["a-${x}"]),
    ('tolist(toset([for x in var.xs : "a-${x}"]))', ["a-${x}"]),
    ('distinct(concat(["a-b"], [for x in var.xs : "a-${x}"]))', ["a-b", "a-${x}"]),
    ('compact(concat([""], [for x in var.xs : "a-${x}"]))', ["a-${x}"]),
    ('sort(concat(["z"], [for x in var.xs : "a-${x}"]))', ["z", "a-${x}"]),
    ('reverse(concat(["z"], [for x in var.xs : "a-${x}"]))', ["a-${x}", "z"]),
    ('setunion(["z"], [for x in var.xs : "a-${x}"])', ["z", "a-${x}"]),
    ('keys({ for x in toset(var.xs) : "k-${x}" => 1 })', ["k-${x}"]),
    ('values({ for x in toset(var.xs) : x => "v-${x}" })', ["v-${x}"]),
    ('{ for k, o in var.mo : "k-${k}" => "repo:${o.repo}" }', {"k-${k}": "repo:${o.repo}"}),
    ('merge({ z = "1" }, { for k, v in var.m : "k-${k}" => v })', {"z": "1", "k-${k}": "${v}"}),
    ('tomap({ for k, v in var.m : "k-${k}" => "v-${v}" })', {"k-${k}": "v-${v}"}),
    ('[for x in var.xs : { name = "n-${x}" }][*].name', ["n-${x}"]),
    ('[for k, v in { for x in toset(var.xs) : "k-${x}" => "v-${x}" } : "${k}+${v}"]', ["k-${x}+v-${x}"]),
    ('[for x in var.xs : jsondecode("[1]")[length(x)]]', ["${[for …]}"]),
    ('[for x in var.xs : [for y in var.ys : "${x}:${y}"]]', [["${x}:${y}"]]),
    ('[for x in var.xs : "a-${x}"] == ["b"]', "${…}"),
)
# Shapes that the code may refuse in the end leave the result open.
_ANY = re.compile(r"\$\{[^}]*…[^}]*\}")


def unknown_of(world: Any, value: Callable[[str], Value], expression: str) -> Value:
    world.variables, world.types = {}, TYPES
    return value(expression)


@pytest.mark.parametrize(("expression", "shape"), SHAPES)
def test_the_shape_of_items_is_known(world: Any, value: Callable[[str], Value], expression: str, shape: object) -> None:
    found = to_plain(to_node(unknown_of(world, value, expression)))
    if not _ANY.search(json.dumps(shape, ensure_ascii=False)):
        assert found == shape


def fits(shape: Value, plain: object) -> bool:
    """Whether some values of the holes make `shape` the value that Terraform computed."""
    match shape:
        case Unknown():
            return True
        case StringValue(text):
            return isinstance(plain, str) and text_fits(text, plain)
        case MapValue() | ObjectValue():
            return isinstance(plain, dict) and members_fit(shape, plain)
        case SetValue(items) if isinstance(plain, list):
            return any_order_fits(items, plain)
        case _ if isinstance(plain, list):
            return items_fit(shape.items, plain)  # type: ignore[union-attr]
        case _:
            return bool(to_plain(to_node(shape)) == plain) or str(to_plain(to_node(shape))) == str(plain)


def text_fits(text: Text, plain: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, text.flat.split(HOLE_MARK))), plain, re.DOTALL) is not None


def items_fit(items: Sequence[Value], plain: Sequence[object]) -> bool:
    """Whether a list has these items; from the first that stands for any number on, in any order."""
    if not items:
        return not plain
    if not is_many(items[0]):
        return bool(plain) and fits(items[0], plain[0]) and items_fit(items[1:], plain[1:])
    return any_order_fits(items, plain)


def any_order_fits(items: Sequence[Value], plain: Sequence[object]) -> bool:
    single = [item for item in items if not is_many(item)]
    if single:
        left = [item for item in items if item is not single[0]]
        places = (place for place, other in enumerate(plain) if fits(single[0], other))
        return any(any_order_fits(left, [*plain[:place], *plain[place + 1 :]]) for place in places)
    shapes = [shape_of(item.hole) for item in items if isinstance(item, Unknown)]
    return all(any(shape is None or fits(shape, other) for shape in shapes) for other in plain)


def members_fit(shape: MapValue | ObjectValue, plain: Mapping[str, object]) -> bool:
    for name, item in plain.items():
        if name in shape.members:
            if not fits(shape.members[name][1], item):
                return False
            continue
        entries = [*shape.partial, *(entry_shape(hole) for hole in shape.rest)]
        if not any(entry is None or (text_fits(entry[0], name) and fits(entry[1], item)) for entry in entries):
            return False
    return all(name in plain for name in shape.members) and len(every_member(shape)) <= len(plain)


WORDS = st.lists(st.sampled_from(("a", "b", "c-d", "e/f:g", "é")), max_size=3)
OBJECTS = st.fixed_dictionaries({"repo": st.sampled_from(("a", "b/c")), "branches": WORDS})
GIVEN = st.fixed_dictionaries(
    {
        "xs": WORDS,
        "ys": WORDS,
        "m": st.dictionaries(st.sampled_from("abz"), st.sampled_from(("v", "w:x"))),
        "os": st.lists(OBJECTS, max_size=3),
        "mo": st.dictionaries(st.sampled_from("abz"), OBJECTS),
        "lists": st.lists(WORDS, max_size=2),
    }
)
TYPED = {"xs": "tolist({})", "ys": "tolist({})", "m": "tomap({})", "os": "{}", "mo": "{}", "lists": "{}"}


def filled(expression: str, given: Mapping[str, object]) -> str:
    """The expression with a value in the place of each variable."""
    code = {name: TYPED[name].format(json.dumps(value, ensure_ascii=False)) for name, value in given.items()}
    return re.sub(r"var\.(\w+)", lambda found: code[found[1]], expression)


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")
@settings(
    max_examples=4,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(values=GIVEN)
def test_what_terraform_computes_has_the_shape(
    values: dict[str, object], world: Any, value: Callable[[str], Value], goldens: ModuleType
) -> None:
    answers = goldens.ask([filled(expression, values) for expression, _ in SHAPES])
    for (expression, _), (kind, computed) in zip(SHAPES, answers, strict=True):
        if kind == "ok":
            assert fits(unknown_of(world, value, expression), computed), (expression, computed)


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(values=GIVEN, which=st.sampled_from(SHAPES))
def test_what_the_evaluator_computes_has_the_shape(
    values: dict[str, object],
    which: tuple[str, object],
    world: Any,
    value: Callable[[str], Value],
    answer: Callable[[str], tuple[str, Any]],
) -> None:
    kind, computed = answer(filled(which[0], values))
    if kind == "ok":
        assert fits(unknown_of(world, value, which[0]), computed)


def test_a_shape_outlives_json(world: Any, value: Callable[[str], Value]) -> None:
    found = unknown_of(world, value, '{ sub = [for x in var.xs : "a-${x}"] }')
    again = from_node(to_node(found))
    assert to_plain(to_node(again)) == {"sub": ["a-${x}"]}


def test_lists_of_one_name_and_different_shapes_are_not_one(world: Any, value: Callable[[str], Value]) -> None:
    found = unknown_of(world, value, 'var.c ? [for x in var.xs : "a-${x}"] : [for x in var.xs : "b-${x}"]')
    assert isinstance(found, Unknown) or "a-" not in json.dumps(to_plain(to_node(found)))


def test_a_large_shape_is_dropped(world: Any, value: Callable[[str], Value]) -> None:
    nested = '"${x}"'
    for _ in range(12):
        nested = f"[{nested}, {nested}]"
    found = unknown_of(world, value, f"[for x in var.xs : {nested}]")
    assert to_plain(to_node(found)) == ["${var.xs}"]


def test_what_an_apply_stores_has_the_shape(tmp_path: Path) -> None:
    """The golden configuration without its values: what is known then is true of the policies with them."""
    folder = Path(__file__).parents[1] / "terraform" / "goldens" / "shapes"
    (tmp_path / "main.tf").write_text((folder / "main.tf").read_text(encoding="utf-8"), encoding="utf-8")
    stored = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["roles"]
    found = {role.address: role for role in extract([tmp_path], Tree(tmp_path, tmp_path), Inputs()).roles}
    shaped = 0
    for address, policy in stored.items():
        role = found.get(address)
        if role is None or role.policy is None or role.variant:
            continue
        for statement, known in zip(policy["Statement"], role.policy.statements, strict=False):
            (subjects,) = (each.values for each in known.conditions if each.key.literal == SUBJECT)
            given = statement["Condition"]["StringLike"][SUBJECT]
            given = [given] if isinstance(given, str) else given
            fitting = all(any(text_fits(text, value) for text in subjects.items) for value in given)
            assert fitting or not subjects.complete, address
            shaped += bool(subjects.complete and any(text.holes for text in subjects.items))
    assert shaped >= 18
