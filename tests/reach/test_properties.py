"""Reach against decide: whatever reach says of all tokens must hold for each one."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assumelint.issuers import issuer
from assumelint.issuers.model import Issuer
from assumelint.language.templates import Field, template_parts

HOSTS = {
    "github-actions": "token.actions.githubusercontent.com",
    "gitlab": "gitlab.com",
    "hcp-terraform": "app.terraform.io",
    "buildkite": "agent.buildkite.com",
    "eks": "oidc.eks.eu-west-1.amazonaws.com/id/ABC123",
}
Make = Callable[..., Any]
slow = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
VALUES = {"owner": ["acme", "evil"], "repo": ["app", "web.io"], "branch": ["main", "release/1"], "ref": ["main", "dev"]}


def subjects(of: Issuer) -> st.SearchStrategy[str]:
    """Subjects that the issuer really mints."""
    return st.sampled_from([form.template for form in of.subjects]).flatmap(lambda template: _filled(template, of))


def _filled(template: str, of: Issuer) -> st.SearchStrategy[str]:
    parts = [st.just(literal) if literal else _value(of.fields[name], of) for literal, name in template_parts(template)]
    return st.tuples(*parts).map("".join)


def _value(field: Field, of: Issuer) -> st.SearchStrategy[str]:
    if field.choices:
        one = st.sampled_from(field.choices).flatmap(lambda choice: _filled(choice, of))
        return st.lists(one, min_size=1, max_size=2).map(field.joined_by.join) if field.joined_by else one
    digits = set(field.characters) <= set("0-9a-f-") and "x" not in field.characters
    known = VALUES.get(field.name, ["12", "345"] if digits else [field.example, "a"])
    return st.sampled_from(known)


@st.composite
def patterns(draw: st.DrawFn, of: Issuer) -> str:
    """A subject with some of it replaced by wildcards, sometimes spoilt."""
    value = draw(subjects(of))
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(value)))
        end = draw(st.integers(start, min(len(value), start + 12)))
        value = value[:start] + draw(st.sampled_from(["*", "*", "?", "", ":", "x"])) + value[end:]
    return value


@pytest.mark.parametrize("id", HOSTS)
@slow
@given(data=st.data())
def test_reach_agrees_with_decide(trust: Make, id: str, data: st.DataObject) -> None:
    of = issuer(id)
    operator = data.draw(st.sampled_from(["StringLike", "StringEquals", "StringNotLike", "StringEqualsIgnoreCase"]))
    values = data.draw(st.lists(patterns(of), min_size=1, max_size=3))
    assume(len("".join(values)) < 900)
    made = trust(HOSTS[id], {operator: {"sub": values}})
    found = made.reach
    never = {str(each.value) for each in found.impossible}
    tokens = data.draw(st.lists(subjects(of), min_size=20, max_size=20))
    # The policy's own values, wildcards filled in, are tokens that are likely to fit.
    tokens += [value.replace("*", "a").replace("?", "a") for value in values if value not in never]
    for token in tokens:
        allowed = made.allows(sub=token, aud="sts.amazonaws.com")
        if allowed and token in tokens[:20]:
            assert not found.dead, token
            assert not (operator != "StringNotLike" and never == set(values)), token
    if found.witness is not None:
        assert made.allows(**found.witness.claims)
    for part in found.breadth:
        assert set(part.fields) <= set(of.fields)


@pytest.mark.parametrize("id", HOSTS)
@slow
@given(data=st.data())
def test_a_wider_policy_lets_no_less_in(trust: Make, id: str, data: st.DataObject) -> None:
    of = issuer(id)
    values = data.draw(st.lists(patterns(of), min_size=1, max_size=2))
    before = trust(HOSTS[id], {"StringLike": {"sub": values}}).reach
    after = trust(HOSTS[id], {"StringLike": {"sub": [*values, data.draw(patterns(of))]}}).reach
    assert before.dead or not after.dead
    assert before.witness is None or after.witness is not None
    assert {part.form for part in before.breadth} <= {part.form for part in after.breadth}


@pytest.mark.parametrize("id", HOSTS)
@slow
@given(data=st.data())
def test_an_unknown_part_never_kills(trust: Make, id: str, data: st.DataObject) -> None:
    of = issuer(id)
    value = data.draw(patterns(of))
    start = data.draw(st.integers(0, len(value)))
    end = data.draw(st.integers(start, len(value)))
    known = trust(HOSTS[id], {"StringLike": {"sub": value}}).reach
    holed = trust(HOSTS[id], {"StringLike": {"sub": f"{value[:start]}«var.part»{value[end:]}"}}).reach
    assert known.dead or not holed.dead


@pytest.mark.parametrize("id", ["github-actions", "gitlab", "hcp-terraform", "buildkite"])
@slow
@given(data=st.data())
def test_a_pinned_tenant_is_never_called_open(trust: Make, id: str, data: st.DataObject) -> None:
    """A value that begins with a written-out tenant lets no other tenant in."""
    of = issuer(id)
    form = data.draw(st.sampled_from([form for form in of.subjects if form.kind.value == "default"]))
    subject = data.draw(_filled(form.template, of))
    tenant = next(name for literal, name in template_parts(form.template) if name and of.fields[name].tenant)
    parts = template_parts(form.template)
    head = sum(len(literal) for literal, _ in parts[: [name for _, name in parts].index(tenant)])
    pinned = subject[: head + 1 + len(subject[head + 1 :].replace("/", ":").partition(":")[0])]
    tail = subject[len(pinned) :]
    cut = data.draw(st.integers(1, max(1, len(tail))))
    assert trust(HOSTS[id], {"StringLike": {"sub": f"{pinned}{tail[:cut]}*"}}).reach.witness is None
