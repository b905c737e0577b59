from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assumelint.issuers import IssuerError, catalogue, identify, ids, issuer, parse_issuer, parse_own_issuer
from assumelint.issuers.index import HABITS, HOSTS, MISTAKEN
from assumelint.issuers.model import Confidence, Issuer, Presence, SubjectKind, Tenancy
from assumelint.issuers.pages import index_module, page, render
from assumelint.language.intersection import intersect
from assumelint.language.patterns import Reading, automaton_of, read_pattern
from assumelint.language.templates import grammar_of
from assumelint.language.templates import render as fill
from assumelint.text import Span, Text

ROOT = Path(__file__).parents[2]
NOWHERE = Span("policy.json", 1, 1, 1, 1)
WITH_WILDCARDS = Reading(wildcards=True, variables=False)
GOOD: dict[str, Any] = {
    "id": "acme",
    "name": "Acme",
    "hosts": ["id.acme.com/{team}"],
    "fields": {"team": {"characters": "a-z", "example": "web", "tenant": True}},
    "subjects": [{"id": "job", "template": "team:{team}"}],
}


def _all() -> list[Issuer]:
    return list(catalogue())


@pytest.mark.parametrize("each", _all(), ids=lambda each: each.id)
def test_every_example_fits_its_form(each: Issuer) -> None:
    values = {name: field.example for name, field in each.fields.items()}
    templates = [form.template for form in each.subjects] + list(each.audiences.values) + list(each.hosts)
    templates += [form for claim in each.claims.values() for form in claim.forms]
    for template in templates:
        example = fill(template, values)
        pattern = read_pattern(Text.of(example.replace("{", "").replace("}", ""), NOWHERE), WITH_WILDCARDS)
        product = intersect(grammar_of((template,), each.fields), (automaton_of((pattern,), {}),))
        if "{" not in example:
            assert product is not None
            assert not product.empty, (template, example)


@pytest.mark.parametrize("each", _all(), ids=lambda each: each.id)
def test_every_issuer_is_found_by_its_hosts(each: Issuer) -> None:
    values = {name: field.example for name, field in each.fields.items()}
    for host in each.hosts:
        assert identify(Text.of(fill(host, values), NOWHERE)).issuer.id == each.id


@pytest.mark.parametrize("each", _all(), ids=lambda each: each.id)
def test_an_issuer_is_printed_with_what_matters(each: Issuer) -> None:
    printed = render(each)
    for template in (*each.hosts, *(form.template for form in each.subjects), *each.audiences.values, *each.sources):
        assert template in printed
    assert ("Effect" in printed) is not (each.retired or bool(each.refused))
    assert f"last checked: {each.checked}" in printed


@pytest.mark.parametrize("each", _all(), ids=lambda each: each.id)
def test_every_fact_has_a_source(each: Issuer) -> None:
    assert each.sources
    assert all(source.startswith("https://") for source in each.sources)
    assert date.fromisoformat(each.checked) >= date(2026, 11, 23)


def test_the_generated_files_are_fresh() -> None:
    issuers = catalogue()
    assert (ROOT / "src/assumelint/issuers/index.py").read_text(encoding="utf-8") == index_module(issuers)
    assert (ROOT / "docs/issuers.md").read_text(encoding="utf-8") == page(issuers)


def test_the_index_holds_no_host_twice() -> None:
    hosts = [host for each in catalogue() for host in each.hosts]
    assert sorted(hosts) == sorted(HOSTS)
    assert not set(MISTAKEN) & set(hosts)
    assert set(HABITS.values()) <= set(ids())


REQUIRED = {
    "cognito": "aud",
    "azure-sentinel": "sts:RoleSessionName",
    "buildkite": "sub",
    "codefresh": "sub",
    "dvc-studio": "sub",
    "github-actions": "sub",
    "github-audit-log": "sub",
    "github-vstoken": "sub",
    "gitlab": "sub",
    "turbonomic": "sub",
    "pulumi": "aud",
    "sandboxes-cloud": "aud",
    "scalr": "sub",
    "shisho-cloud": "sub",
    "hcp-terraform": "sub",
    "upbound": "sub",
    "vercel-global": "aud",
}


def test_iam_demands_what_its_documentation_lists() -> None:
    assert {each.id: each.required for each in catalogue() if each.required} == REQUIRED


def test_the_claims_that_sts_maps() -> None:
    github = issuer("github-actions")
    assert github.claim("Repository_ID") is not None
    assert github.claim("repository_owner") is None
    assert github.claim("event_name") is None
    assert set(issuer("gitlab-self-managed").claims) == {"aud", "oaud", "sub", "amr", "email"}
    assert issuer("buildkite").claims["organization_id"].presence is Presence.OPTIONAL
    assert set(issuer("facebook").claims) == {"app_id", "id"}
    assert issuer("google").claims["google/organization_number"].numeric
    assert issuer("circleci").claims["oidc.circleci.com/project-id"].source == "oidc.circleci.com/project-id"
    assert issuer("cognito").claims["amr"].many


def test_an_own_issuer_inherits() -> None:
    own = parse_own_issuer({"id": "ours", "like": "gitlab", "hosts": ["git.acme.com"], "claims": {}}, "pyproject.toml")
    assert own.subjects == issuer("gitlab").subjects
    assert set(own.claims) == {"aud", "oaud", "sub", "amr", "email"}
    merged = parse_own_issuer({"id": "ours", "like": "gitlab", "audience": {"free": False}}, "pyproject.toml")
    assert merged.audiences.values == ("https://gitlab.com",)
    assert not merged.audiences.free


def test_the_smallest_own_issuer() -> None:
    own = parse_own_issuer({"id": "keycloak", "hosts": ["id.acme.com/realms/ci"]}, "pyproject.toml")
    assert (own.name, own.tenancy, own.subjects_complete) == ("keycloak", Tenancy.ISSUER, False)
    assert own.confidence is Confidence.DOCUMENTED


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "Acme Corp"}, "where: id: expected words"),
        ({"id": 3}, "where: id: expected a string"),
        ({"colour": "red"}, "where: colour: no such key"),
        ({"hosts": "id.acme.com"}, "where: hosts: expected a list of strings"),
        ({"hosts": ["id.acme.com/{org}"]}, "where: hosts[0]: no field 'org'"),
        ({"tenancy": "city"}, "where: tenancy: expected one of issuer, subject, audience"),
        ({"retired": "yes"}, "where: retired: expected true or false"),
        ({"fields": []}, "where: fields: expected a table"),
        ({"fields": {"team": "a-z"}}, "where: fields.team: expected a table"),
        ({"fields": {"Team": {}}}, "where: fields.Team: expected a name"),
        ({"fields": {"team": {"characters": "z-a"}}}, "where: fields.team: characters: the range z-a runs backwards"),
        ({"fields": {"team": {"choices": ["{team}"]}}}, "leads back to itself"),
        ({"subjects": {"id": "x"}}, "where: subjects: expected a list"),
        ({"subjects": ["x"]}, "where: subjects[0]: expected a table"),
        ({"subjects": [{"id": "x"}]}, "where: subjects[0]: template: expected a string"),
        ({"subjects": [{"id": "x", "template": "{nobody}"}]}, "where: subjects[0].template: no field 'nobody'"),
        ({"audience": {"values": "x"}}, "where: audience: values: expected a list"),
        ({"audience": {"values": ["{x}"]}}, "where: audience.values[0]: no field 'x'"),
        ({"claims": {"team": 3}}, "where: claims.team: expected a template or a table"),
        ({"claims": {"team": {"presence": "rare"}}}, "where: claims.team: presence: expected one of"),
        ({"fixes": ["x"]}, "where: fixes[0]: expected a table with written and meant"),
        ({"sample": {"sub": "x"}}, "where: sample: sub: expected a list of strings"),
        ({"sample": {"sub": ["{x}"]}}, "where: sample.sub[0]: no field 'x'"),
        ({"sessions": ["{x}"]}, "where: sessions[0]: no field 'x'"),
        ({"checked": "today"}, "where: checked: expected a date as YYYY-MM-DD"),
        ({"confidence": "sure"}, "where: confidence: expected one of documented, reported, memory"),
    ],
)
def test_a_wrong_table_is_refused_by_key(change: dict[str, Any], message: str) -> None:
    parse_issuer(GOOD, "where")
    with pytest.raises(IssuerError) as error:
        parse_issuer(GOOD | change, "where")
    assert message in str(error.value)


def test_inherited_subjects_can_be_left_out() -> None:
    own = parse_own_issuer({"id": "ours", "like": "gitlab", "without": ["tag"]}, "pyproject.toml")
    assert [form.id for form in own.subjects] == [form.id for form in issuer("gitlab").subjects if form.id != "tag"]
    assert not any(form.kind is SubjectKind.IMMUTABLE for form in issuer("github-enterprise-server").subjects)


@pytest.mark.parametrize("like", ["nobody", 3, "../gitlab"])
def test_like_names_an_issuer(like: object) -> None:
    with pytest.raises(IssuerError, match="where: like: "):
        parse_own_issuer({"id": "ours", "like": like}, "where")


def test_an_unknown_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        issuer("nobody")


def test_a_key_that_sts_checks_is_the_issuers_own() -> None:
    checked = [(each, key) for each in catalogue() for key in each.checked_by_sts]
    assert [(each.id, key) for each, key in checked] == [("hcp-terraform", "app.terraform.io:sub")]
    for each, key in checked:
        host, _, claim = key.rpartition(":")
        assert host in each.hosts
        assert each.claim(claim) is not None
