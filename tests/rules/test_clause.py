"""Clauses in the advice can be pasted: each form reads back what was to be written."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assumelint import clause
from assumelint.model import Form

WORDS = st.text(alphabet="abcXYZ019:/*@._- {}\"'#,[]&%!|>\\", min_size=1, max_size=20)


def read(form: Form, text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader) if form is Form.YAML else json.loads("{" + text + "}")


@settings(max_examples=300, deadline=None)
@given(form=st.sampled_from((Form.JSON, Form.YAML)), key=WORDS, values=st.lists(WORDS, min_size=1, max_size=3))
def test_what_is_written_reads_back(form: Form, key: str, values: list[str]) -> None:
    wanted: Any = values[0] if len(values) == 1 else values
    assert read(form, clause.condition(form, "StringLike", key, values)) == {"StringLike": {key: wanted}}
    assert read(form, clause.values(form, key, values)) == {key: wanted}
    assert read(form, clause.key(form, key, values[0])) == {key: values[0]}
    assert read(form, clause.action(form, values)) == {"Action": wanted}
    assert read(form, clause.principal(form, "Federated", key)) == {"Principal": {"Federated": key}}
    assert read(form, clause.version(form, key)) == {"Version": key}


def test_blocks_of_terraform() -> None:
    form = Form.HCL_BLOCK
    assert clause.condition(form, "StringLike", "gitlab.com:sub", ["a", "b"]) == (
        'condition {\n  test     = "StringLike"\n  variable = "gitlab.com:sub"\n  values   = ["a", "b"]\n}'
    )
    assert clause.values(form, "gitlab.com:sub", ["a"]) == 'values = ["a"]'
    assert clause.key(form, "gitlab.com:sub") == 'variable = "gitlab.com:sub"'
    assert clause.operator(form, "StringLike") == 'test = "StringLike"'
    assert clause.action(form, ["sts:TagSession"]) == 'actions = ["sts:TagSession"]'
    assert clause.version(form, "2012-10-17") == 'version = "2012-10-17"'
    assert clause.principal(form, "Federated", "x") == (
        'principals {\n  type        = "Federated"\n  identifiers = ["x"]\n}'
    )


def test_objects_of_terraform() -> None:
    form = Form.HCL_OBJECT
    assert clause.condition(form, "ForAnyValue:StringLike", "k", ["a"]) == '"ForAnyValue:StringLike" = { "k" = "a" }'
    assert clause.condition(form, "StringLike", "k", ["a", "b"]) == 'StringLike = { "k" = ["a", "b"] }'
    assert clause.values(form, "k", ["a"]) == '"k" = "a"'
    assert clause.key(form, "k", "v") == '"k" = "v"'
    assert clause.operator(form, "StringLike") == "StringLike"
    assert clause.action(form, ["a"]) == 'Action = "a"'
    assert clause.version(form, "2012-10-17") == 'Version = "2012-10-17"'
    assert clause.principal(form, "Federated", "x") == 'Principal = { Federated = "x" }'


@pytest.mark.parametrize("value", ["*", "0123", "true", "null", "2012-10-17", "- a", "a: b", "a #b", "a:", "{a}", ""])
def test_what_yaml_would_take_for_something_else_is_quoted(value: str) -> None:
    assert yaml.safe_load(clause.key(Form.YAML, "k", value)) == {"k": value}


def test_plain_yaml_stays_plain() -> None:
    assert clause.key(Form.YAML, "gitlab.com:sub", "repo:acme@*/app:*") == "gitlab.com:sub: repo:acme@*/app:*"
