"""Trust policies as JSON text, judged by all rules."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assumelint.cli import main
from assumelint.judge import Judgement, judge
from assumelint.model import Extraction, Form, IdentityProvider, Role, Severity, Values
from assumelint.policy import read_policy
from assumelint.sources.read.json import parse_json
from assumelint.sources.terraform.plan.references import referred
from assumelint.text import Span, Text
from assumelint.views import Project


@dataclass(frozen=True)
class Found:
    """A finding, with the token of the policy that it points at."""

    rule: str
    severity: Severity
    token: str
    judgement: Judgement


def whole(text: str, file: str = "trust.json") -> Text:
    lines = text.split("\n")
    return Text.of(text, Span(file, 1, 1, len(lines), len(lines[-1]) + 1), exact=True)


def with_holes(text: str) -> Text:
    """The text, each `⟨reference⟩` in it a hole, with what its source would know of it."""
    given = whole(text)
    parts: list[Any] = []
    rest = 0
    while (start := text.find("⟨", rest)) >= 0:
        end = text.index("⟩", start)
        parts += given.cut(rest, start).parts
        parts.append(referred(text[start + 1 : end], given.span_of(start, end + 1), ""))
        rest = end + 1
    return Text((*parts, *given.cut(rest).parts), given.span)


def token_at(text: str, span: Span) -> str:
    lines = text.split("\n")
    if span.line != span.end_line:
        return lines[span.line - 1][span.column - 1 :] + " …"
    return lines[span.line - 1][span.column - 1 : span.end_column - 1]


def provider(url: str, *client_ids: str) -> IdentityProvider:
    span = Span("oidc.tf", 1, 1, 1, 2)
    ids = Values(tuple(Text.of(each, span) for each in client_ids)) if client_ids else None
    kind = "aws_iam_openid_connect_provider"
    return IdentityProvider(f"{kind}.x", kind, span, Text.of(url, span), ids, root="trust.json")


def judged(
    policy: Mapping[str, Any] | str,
    *,
    kind: str = "aws_iam_role",
    form: Form = Form.JSON,
    remote: tuple[str, str] | None = None,
    providers: tuple[tuple[str, ...], ...] = (),
) -> list[Found]:
    text = policy if isinstance(policy, str) else json.dumps(policy, indent=2, ensure_ascii=False)
    node = parse_json(with_holes(text))
    role = Role("aws_iam_role.ci", kind, Span("trust.json", 1, 1, 1, 2), None, node, read_policy(node, form))
    given = (role,)
    extraction = Extraction(
        roles=() if kind == "document" else given,
        documents=given if kind == "document" else (),
        providers=tuple(provider(*each) for each in providers),
    )
    return [
        Found(
            judgement.rule.id,
            judgement.hit.severity or judgement.rule.severity,
            token_at(text, judgement.hit.span).strip('"') if judgement.hit.span.file == "trust.json" else "",
            judgement,
        )
        for judgement in judge(Project.of(extraction, remote))
    ]


# One policy in each way of writing it.

Plain = Any
FORMS: dict[str, tuple[str, Callable[[Plain], str]]] = {}


def form(name: str, file: str) -> Callable[[Callable[[Plain], str]], Callable[[Plain], str]]:
    def remember(write: Callable[[Plain], str]) -> Callable[[Plain], str]:
        FORMS[name] = file, write
        return write

    return remember


def indented(text: str, margin: int) -> str:
    return "".join(" " * margin + line for line in text.splitlines(keepends=True))


def listed(value: Plain) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def hcl(value: Plain) -> str:
    match value:
        case Mapping():
            return "{\n" + "".join(indented(f'"{key}" = {hcl(item)}\n', 2) for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(hcl(item) for item in value) + "]"
        case _:
            return json.dumps(value).replace("${", "$${")


@form("data source", "main.tf")
def data_source(policy: Plain) -> str:
    blocks = "".join(indented(_statement_block(statement), 2) for statement in policy["Statement"])
    return (
        f'data "aws_iam_policy_document" "trust" {{\n  version = {hcl(policy["Version"])}\n{blocks}}}\n\n'
        'resource "aws_iam_role" "ci" {\n'
        "  assume_role_policy = data.aws_iam_policy_document.trust.json\n}\n"
    )


def _statement_block(statement: Plain) -> str:
    lines = []
    if statement["Effect"] != "Allow":
        lines.append(f"effect = {hcl(statement['Effect'])}")
    lines.append(f"actions = {hcl(listed(statement['Action']))}")
    for kind, value in statement["Principal"].items():
        lines.append(f"principals {{\n  type        = {hcl(kind)}\n  identifiers = {hcl(listed(value))}\n}}")
    for operator, keys in statement.get("Condition", {}).items():
        for key, value in keys.items():
            body = f"  test     = {hcl(operator)}\n  variable = {hcl(key)}\n  values   = {hcl(listed(value))}\n"
            lines.append(f"condition {{\n{body}}}")
    return "statement {\n" + "".join(indented(line, 2) + "\n" for line in lines) + "}\n"


@form("jsonencode", "main.tf")
def jsonencode(policy: Plain) -> str:
    return (
        f'resource "aws_iam_role" "ci" {{\n  assume_role_policy = jsonencode({indented(hcl(policy), 2).strip()})\n}}\n'
    )


@form("heredoc", "main.tf")
def heredoc(policy: Plain) -> str:
    text = json.dumps(policy, indent=2).replace("${", "$${")
    return f'resource "aws_iam_role" "ci" {{\n  assume_role_policy = <<-EOF\n{indented(text, 4)}\n  EOF\n}}\n'


def _role(properties: str) -> str:
    return f"Resources:\n  Ci:\n    Type: AWS::IAM::Role\n    Properties:\n{properties}"


def yaml(value: Plain) -> str:
    match value:
        case Mapping():
            return "".join(f"{json.dumps(key)}:{_nested(item)}" for key, item in value.items())
        case list():
            return "".join("- " + indented(yaml(item), 2).lstrip() for item in value)
        case _:
            return json.dumps(value) + "\n"


def _nested(value: Plain) -> str:
    return " " + yaml(value) if isinstance(value, str) else "\n" + indented(yaml(value), 2)


@form("YAML object", "template.yaml")
def yaml_object(policy: Plain) -> str:
    return _role(f"      AssumeRolePolicyDocument:\n{indented(yaml(policy), 8)}")


@form("YAML !Sub", "template.yaml")
def yaml_sub(policy: Plain) -> str:
    text = json.dumps(policy, indent=2).replace("${", "${!")
    return _role(f"      AssumeRolePolicyDocument: !Sub |\n{indented(text, 8)}\n")


@form("JSON template", "template.json")
def json_template(policy: Plain) -> str:
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": policy}}
    return json.dumps({"Resources": {"Ci": role}}, indent=2)


@form("plain JSON", "trust.json")
def plain_json(policy: Plain) -> str:
    return json.dumps(policy, indent=2)


# A shorthand for policies of one statement.

GITHUB = "token.actions.githubusercontent.com"
GITLAB = "gitlab.com"
EKS = "oidc.eks.eu-west-1.amazonaws.com/id/A1B2C3D4E5F60718293A4B5C6D7E8F90"
TERRAFORM = "app.terraform.io"
CIRCLECI = "oidc.circleci.com/org/3e1b2c4d-0000-4000-8000-1234567890ab"
COGNITO = "cognito-identity.amazonaws.com"


def arn(host: str) -> str:
    return f"arn:aws:iam::123456789012:oidc-provider/{host}"


@dataclass(frozen=True)
class Policy:
    """One statement. `conditions` are operator, key and value."""

    principal: Mapping[str, Any]
    conditions: tuple[tuple[str, str, Any], ...]
    action: Any = "sts:AssumeRoleWithWebIdentity"
    version: str = "2012-10-17"

    def document(self) -> dict[str, Any]:
        condition: dict[str, dict[str, Any]] = {}
        for operator, key, value in self.conditions:
            condition.setdefault(operator, {})[key] = value
        statement: dict[str, Any] = {"Effect": "Allow", "Principal": dict(self.principal), "Action": self.action}
        if condition:
            statement["Condition"] = condition
        return {"Version": self.version, "Statement": [statement]}


def trust(host: str, sub: Any, aud: Any = "sts.amazonaws.com", operator: str = "StringLike") -> Policy:
    conditions = [("StringEquals", f"{host}:aud", aud)] if aud is not None else []
    conditions += [(operator, f"{host}:sub", sub)] if sub is not None else []
    return Policy({"Federated": host if host == COGNITO else arn(host)}, tuple(conditions))


def github(sub: Any, operator: str = "StringLike", aud: Any = "sts.amazonaws.com") -> Policy:
    return trust(GITHUB, sub, aud, operator)


def keyed(key: str, host: str = GITHUB, sub: str = "repo:acme/app:environment:production") -> Policy:
    """A policy whose subject stands under a key of its own."""
    return Policy(
        {"Federated": arn(host)},
        (("StringEquals", f"{host}:aud", "sts.amazonaws.com"), ("StringLike", key, sub)),
    )


def extra(policy: Policy, *conditions: tuple[str, str, Any]) -> Policy:
    return replace(policy, conditions=(*policy.conditions, *conditions))


RIGHT = github("repo:acme/app:environment:production")
ORDERS = trust(EKS, "system:serviceaccount:shop:orders")
WORKSPACE = "organization:acme:project:Default Project:workspace:network:run_phase:*"

MAKE = SimpleNamespace(
    GITHUB=GITHUB,
    GITLAB=GITLAB,
    EKS=EKS,
    TERRAFORM=TERRAFORM,
    CIRCLECI=CIRCLECI,
    COGNITO=COGNITO,
    RIGHT=RIGHT,
    ORDERS=ORDERS,
    WORKSPACE=WORKSPACE,
    Policy=Policy,
    arn=arn,
    extra=extra,
    github=github,
    keyed=keyed,
    replace=replace,
    trust=trust,
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a module's `causes` in every form."""
    if hasattr(metafunc.module, "causes") and "case" in metafunc.fixturenames:
        cases = metafunc.module.causes(MAKE)
        metafunc.parametrize("case", cases.values(), ids=range(len(cases)))
        metafunc.parametrize("form", FORMS)


def pointed_at(source: str, finding: dict[str, Any]) -> str:
    assert finding["line"] == finding["end_line"]
    line: str = source.splitlines()[finding["line"] - 1]
    return line[finding["column"] - 1 : finding["end_column"] - 1]


def rule_and_line(finding: dict[str, Any]) -> tuple[str, int]:
    return finding["rule"], finding["line"]


def written(form: str, token: str) -> str:
    """A string as it stands in a source of that form."""
    quoted = json.dumps(token)
    escaped = {"YAML !Sub": "${!", "YAML object": "${", "JSON template": "${", "plain JSON": "${"}.get(form, "$${")
    return quoted.replace("${", escaped)


@pytest.fixture
def judge_policy() -> Callable[..., list[Found]]:
    return judged


@pytest.fixture
def check_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[dict[str, str]], list[dict[str, Any]]]:
    """The findings in some files."""

    def run(files: dict[str, str]) -> list[dict[str, Any]]:
        for name, source in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(source, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        main(["check", "--output-format", "json"])
        findings: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["findings"]
        return findings

    return run


@pytest.fixture
def check(
    check_all: Callable[[dict[str, str]], list[dict[str, Any]]],
) -> Callable[[dict[str, str]], list[dict[str, Any]]]:
    """The findings in some files, notes left out."""
    return lambda files: [finding for finding in check_all(files) if finding["severity"] != "note"]


@pytest.fixture
def assert_mended(
    check: Callable[[dict[str, str]], list[dict[str, Any]]], mend: Callable[[str, dict[str, Any]], str]
) -> Callable[[str, str], None]:
    """Each fix alone: once it is made, its finding is gone, and no other error or warning has come."""

    def run(name: str, source: str) -> None:
        before = check({name: source})
        for finding in before:
            if finding["fix"] is not None:
                left = Counter(rule_and_line(other) for other in before if other is not finding)
                after = check({name: mend(source, finding["fix"])})
                assert not Counter(map(rule_and_line, after)) - left, finding

    return run


@pytest.fixture
def assert_found(
    check: Callable[[dict[str, str]], list[dict[str, Any]]], assert_mended: Callable[[str, str], None]
) -> Callable[[Any, str], None]:
    def run(case: Any, form: str) -> None:
        rule, token, policy, _ = case
        name, write = FORMS[form]
        source = write(policy.document())
        found = check({name: source})
        assert [finding["rule"] for finding in found] == [rule]
        assert pointed_at(source, found[0]) == written(form, token)
        assert found[0]["role"] in ("aws_iam_role.ci", "Ci", "trust.json")
        assert_mended(name, source)

    return run


@pytest.fixture
def assert_silent(check: Callable[[dict[str, str]], list[dict[str, Any]]]) -> Callable[[Any, str], None]:
    def run(case: Any, form: str) -> None:
        name, write = FORMS[form]
        assert check({name: write(case[3].document())}) == []

    return run
