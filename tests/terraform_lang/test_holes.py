"""What stays known of values that are known in part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assumelint.sources.terraform.lang.values.types import STRING, ListType, MapType
from assumelint.sources.terraform.lang.values.value import ObjectValue, TupleValue, Unknown, Value
from assumelint.text import HoleKind

Shown = Callable[[str], str]


@pytest.mark.parametrize(
    ("expression", "json"),
    [
        ('"repo:${var.org}/app:*"', '"repo:${var.org}/app:*"'),
        ("upper(var.x)", '"${upper(var.x)}"'),
        ('lower("A${var.h}B")', '"a${lower(var.h)}b"'),
        ('replace(var.url, "https://", "")', '"${replace(var.url, "https://", "")}"'),
        ('replace("https://oidc.${var.h}.io/x", "https://", "")', '"oidc.${replace(var.h, "https://", "")}.io/x"'),
        ('replace("https:/${var.h}", "https://", "")', '"${replace("…", "https://", "")}"'),
        ('replace("https://a/${var.h}", "/^https:\\\\/\\\\//", "")', '"a/${var.h}"'),
        ('trimprefix("https://a/${var.h}", "https://")', '"a/${var.h}"'),
        ('trimsuffix("${var.h}/x/", "/")', '"${var.h}/x"'),
        ('trim("/${var.h}/x/", "/")', '"${trim(var.h)}x"'),
        ('trimspace(" a${var.h}b ")', '"a${var.h}b"'),
        ('join(",", ["a", var.b, "c"])', '"a,${var.b},c"'),
        ('join(",", concat(["a"], var.more, ["z"]))', '"a${var.more}z"'),
        ('format("%s:sub", var.host)', '"${var.host}:sub"'),
        ('format("repo:%s/%s:*", "acme", var.repo)', '"repo:acme/${var.repo}:*"'),
        ('formatlist("repo:%s:*", ["a", var.b])', '["repo:a:*","repo:${var.b}:*"]'),
        ('formatlist("repo:%s:*", var.repos)', '[${formatlist("repo:%s:*", var.repos)}]'),
        ('substr("repo:acme/${var.h}", 5, 4)', '"acme"'),
        ('substr("repo:acme/${var.h}", 5, -1)', '"acme/${var.h}"'),
        ('split("/", "a/b${var.h}c/d")', '["a",${split(var.h)},"d"]'),
        ('element(split("/", "a/b/${var.h}"), 1)', '"b"'),
        ('concat(["a"], var.xs)', '["a",${var.xs}]'),
        ("[for x in var.xs : upper(x)]", "[${var.xs}]"),
        ("[for x in [1, 2] : x if x == var.n]", "[${x == var.n},${x == var.n}]"),
        ('{ for x in var.xs : x => 1 }', "{${var.xs}}"),
        ('{ "${var.host}:sub" = "a", "${var.host}:aud" = "b" }', '{"${var.host}:sub":"a","${var.host}:aud":"b"}'),
        ('merge({ a = 1 }, { b = var.b })', '{"a":1,"b":${var.b}}'),
        ('merge(var.m, { a = 1 })', '{"a":1,${var.m}}'),
        ('merge({ a = 1 }, var.m)', '{"a":${merge(…, var.m)},${var.m}}'),
        ('var.c ? "a" : "a"', '"a"'),
        ('var.c ? "a" : "b"', '"${var.c ? "a" : "b"}"'),
        ('var.c ? { a = 1, b = 2 } : { a = 1, b = 3 }', '{"a":1,"b":${(var.c ? … : …).b}}'),
        ('flatten([["a"], var.xs])', '["a",${var.xs}]'),
        ('distinct(["a", var.b])', '["a",${var.b}]'),
        ('compact(["a", var.b, ""])', '["a",${var.b}]'),
        ('keys({ a = var.x })', '["a"]'),
        ('lookup({ a = 1 }, "a", var.x)', "1"),
        ('lookup(var.m, "a", "b")', '${lookup(var.m, "a", "b")}'),
        ('coalesce(var.x, "b")', '"${coalesce(var.x, "b")}"'),
        ('jsondecode("{\\"a\\":\\"${var.x}\\"}").a', '"${var.x}"'),
        ('try(var.x.y, "d")', "${var.x.y}"),
        ('try(upper("${var.x}"), "d")', '${try(upper("…"), "d")}'),
        ('data.aws_caller_identity.me.account_id', "${data.aws_caller_identity.me.account_id}"),
        ('[1, var.x, 3][2]', "3"),
        ('concat(var.xs, [1])[0]', "${var.xs[0]}"),
        ('var.xs[*].arn', "[${var.xs[*].arn}]"),
        ('tolist(["a", var.b])', '["a","${var.b}"]'),
        ('toset(["b", var.x, "a"])', '["a","b","${var.x}"]'),
        ('timestamp()', '"${timestamp()}"'),
        ('provider::aws::arn_parse("arn:a:b::${var.x}:r").resource', '"${provider::aws::arn_parse("…").resource}"'),
        ('provider::other::thing("a")', '${provider::other::thing("a")}'),
        ('urlencode("a b${var.x}")', '"a+b${urlencode(var.x)}"'),
        ('base64encode("a${var.x}")', '"${base64encode("…")}"'),
        ('-var.n', "${-var.n}"),
        ('var.n + 1', "${var.n + 1}"),
        ('false && var.b', "false"),
        ('true || var.b', "true"),
        ('var.a == null', "${var.a == null}"),
        ('"a" == "b${var.x}"', "false"),
        ('"ab" == "a${var.x}"', '${"ab" == "…"}'),
        ('["a", var.x] == ["b", "c"]', "false"),
        ('contains(["a", var.x], "a")', "true"),
        ('contains(["b", var.x], "a")', "${contains(…, \"a\")}"),
        ('startswith("repo:${var.x}", "repo:")', "true"),
        ('startswith("repo:${var.x}", "role:")', "false"),
        ('startswith("repo:${var.x}", "repo:a")', '${startswith("…", "repo:a")}'),
        ('endswith("${var.x}:sub", ":sub")', "true"),
        ('strcontains("a-${var.x}", "a-")', "true"),
        ('length([var.x, 1])', "2"),
        ('length(var.xs)', "${length(var.xs)}"),
        ('can(var.x)', "${can(var.x)}"),
        ('can(tobool("no"))', "false"),
        ('setunion(["a"], ["b"])', '["a","b"]'),
        ('"%{ if var.c }a%{ else }b%{ endif }c"', '"${if var.c}c"'),
        ('"%{ if var.c }a%{ else }a%{ endif }c"', '"ac"'),
        ('"x%{ for v in var.xs }${v}%{ endfor }y"', '"x${var.xs}y"'),
        ('{ a = 1, (var.k) = 2 }', '{"a":${…},"${var.k}":2}'),
        ('zipmap([var.k, "a"], [1, 2])', '{"a":2,"${var.k}":1}'),
        ('1 / 0', "${1 / 0}"),
    ],
)  # fmt: skip
def test_what_is_known_is_kept(shown: Shown, expression: str, json: str) -> None:
    unquoted = shown(expression)
    assert unquoted.replace('\\"', '"') == json


def test_what_is_known_of_a_hole_counts(world: Any, shown: Shown) -> None:
    world.kinds = {"account": HoleKind.ACCOUNT, "partition": HoleKind.PARTITION}
    arn = '"arn:${var.partition}:iam::${var.account}:oidc-provider/a/b"'
    assert shown(f'split("/", {arn})[1]') == '"a"'
    assert shown(f'element(split(":", {arn}), 4)') == '"${var.account}"'
    assert shown(f"provider::aws::arn_parse({arn}).account_id") == '"${var.account}"'
    assert shown(f"provider::aws::arn_parse({arn}).resource") == '"oidc-provider/a/b"'
    assert shown(f"lower({arn})").startswith('"arn:${var.partition}:')
    assert shown(f"try({arn}, 1)") == arn
    assert shown('startswith(var.account, "arn:")') == "false"


def test_types_of_unknown_values(world: Any, value: Callable[[str], Value], shown: Shown) -> None:
    world.types = {"name": STRING, "list": ListType(STRING), "map": MapType(STRING)}
    assert shown("[var.name]") == '["${var.name}"]'
    assert shown("{ a = var.list[0] }") == '{"a":"${var.list[0]}"}'
    found = value("var.map.a")
    assert isinstance(found, Unknown)
    assert found.type == STRING
    assert shown('var.name == ["a"]') == "false"


def test_unknown_keys_do_not_hide_later_ones(value: Callable[[str], Value]) -> None:
    found = value("{ (var.k) = 2, a = 1 }")
    assert isinstance(found, ObjectValue)
    assert not isinstance(found.members["a"][1], Unknown)


def test_a_splat_over_unknown_is_a_list(value: Callable[[str], Value]) -> None:
    found = value("var.xs[*].id")
    assert isinstance(found, TupleValue)
    assert isinstance(found.items[0], Unknown)
    assert found.items[0].hole.many


def test_a_branch_that_may_not_be_taken_may_fail(shown: Shown) -> None:
    assert shown('"%{ if var.c }${{}.a}%{ endif }b"') == '"${if var.c}b"'
    assert shown("var.c ? {}.a : 1") == "${var.c ? ….a : 1}"


def test_unknown_members_may_stand_anywhere_in_the_order(shown: Shown) -> None:
    assert shown('values(merge({ b = "x" }, var.m))[0]').startswith("${")
    assert shown('[for v in merge(var.m, { b = "x" }) : v]') == '[${var.m},"x"]'
    assert shown('{ for i, v in [var.h, "a"] : v => i... }["a"]') == "[${i},1]"


def test_what_unknown_parts_decide_is_no_fault(shown: Shown) -> None:
    assert shown("tomap({ a = [], b = var.h })").startswith("${")
    assert shown('tolist(["a", var.h, []])').startswith("${")
