"""`assumelint explain`, through the command."""

from __future__ import annotations

import base64
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assumelint.cli import main

ISSUER = "token.actions.githubusercontent.com"
PROVIDER = f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}"
ACTION = "sts:AssumeRoleWithWebIdentity"
AUD, SUB = f"{ISSUER}:aud", f"{ISSUER}:sub"
CLAIMS = {"iss": f"https://{ISSUER}", "aud": "sts.amazonaws.com", "sub": "repo:acme/app:ref:refs/heads/main"}
RIGHT = {"StringEquals": {AUD: "sts.amazonaws.com"}, "StringLike": {SUB: "repo:acme/app:*"}}

Explain = Callable[..., dict[str, Any]]


def document(condition: Any = None, principal: Any = PROVIDER, **elements: Any) -> dict[str, Any]:
    statement = {"Sid": "Ci", "Effect": "Allow", "Principal": {"Federated": principal}, "Action": ACTION}
    return {"Version": "2012-10-17", "Statement": [statement | {"Condition": condition or RIGHT} | elements]}


def jwt(claims: Any, header: Any = None) -> str:
    parts = [json.dumps(part).encode() for part in (header or {"alg": "RS256"}, claims)]
    return ".".join(base64.urlsafe_b64encode(raw).rstrip(b"=").decode() for raw in (*parts, b"secret signature"))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def write(name: str, content: Any) -> str:
    Path(name).write_text(content if isinstance(content, str) else json.dumps(content, indent=2), "utf-8")
    return name


@pytest.fixture
def explain(capsys: pytest.CaptureFixture[str]) -> Explain:
    """Runs the command on a policy and claims; returns its JSON."""

    def run(policy: Any, claims: Any, *options: str) -> dict[str, Any]:
        words = ["explain", "--policy", write("p.json", policy), "--claims", write("c.json", claims)]
        assert main([*words, "--output-format", "json", *options]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return run


def test_the_json_of_a_denial(explain: Explain) -> None:
    answer = explain(document({"StringEquals": {SUB: "repo:acme/app:*"}}), CLAIMS)
    assert (answer["decision"], answer["error"]) == ("denied_implicit", "AccessDenied")
    (statement,) = answer["statements"]
    assert (statement["sid"], statement["effect"], statement["matched"]) == ("Ci", "Allow", False)
    assert [check["what"] for check in statement["checks"]] == [
        "principal",
        f"action {ACTION}",
        f"condition StringEquals {SUB}",
    ]
    assert [check["matched"] for check in statement["checks"]] == [True, True, False]
    assert statement["checks"][2] == {
        "what": f"condition StringEquals {SUB}",
        "matched": False,
        "expected": "repo:acme/app:*",
        "actual": CLAIMS["sub"],
        "why": "under this operator, * and ? stand for themselves",
        "reason": "wildcard-is-literal",
    }
    assert answer["advice"][-1].endswith(f'"StringLike": {{"{SUB}": "repo:acme/app:*"}}')


def test_an_allowed_call_needs_no_advice(explain: Explain) -> None:
    answer = explain(document(), CLAIMS)
    assert (answer["decision"], answer["error"], answer["advice"]) == ("allowed", None, [])
    assert answer["provider"] == PROVIDER


def test_an_explicit_deny(explain: Explain) -> None:
    policy = document()
    policy["Statement"].append({"Effect": "Deny", "Principal": "*", "Action": "*"})
    answer = explain(policy, CLAIMS)
    assert (answer["decision"], answer["error"]) == ("denied_explicit", "AccessDenied")
    assert "it has no condition" in answer["advice"][0]
    policy["Statement"][1] |= {"Sid": "No", "Condition": RIGHT}
    advice = explain(policy, CLAIMS)["advice"][0]
    assert '"No"' in advice
    assert f"StringEquals {AUD} and StringLike {SUB}" in advice


@pytest.mark.parametrize(
    ("change", "ending"),
    [
        ({"condition": {"StringEquals": {AUD: "sts.amazon.com"}}}, f'write: "{AUD}": "sts.amazonaws.com"'),
        ({"condition": {"StringEquals": {SUB: "nothing like it"}}}, f'"{SUB}": "{CLAIMS["sub"]}"'),
        ({"condition": {"StringLike": {SUB: ["a", "b"]}}}, f'"{SUB}": ["a", "b", "{CLAIMS["sub"]}"]'),
        (
            {"condition": {"ForAnyValue:StringEqualsIfExists": {SUB: "repo:*"}}},
            f'"ForAnyValue:StringLikeIfExists": {{"{SUB}": "repo:*"}}',
        ),
        ({"condition": {"StringEquals": {SUB: CLAIMS["sub"].upper()}}}, f'"{SUB}": "{CLAIMS["sub"]}"'),
        ({"condition": {"StringEquals": {f"https://{SUB}": "x"}}}, f'"{SUB}": "x"'),
        ({"condition": {"StringEquals": {"other:sub": []}}}, f'"{SUB}": "…"'),
        ({"condition": {"StringEquals": {f"{ISSUER}:environment": "prod"}}}, "have the issuer send environment"),
        ({"condition": {"Null": {SUB: "true"}}}, "or use a token without sub"),
        ({"condition": {"StringNotEquals": {SUB: CLAIMS["sub"]}}}, "take its value off the list"),
        ({"condition": {"StringEqual": {SUB: "x"}}}, 'did you mean "StringEquals"?'),
        ({"condition": {"NumericEquals": {SUB: "x"}}}, "change the value"),
        ({"condition": {"StringEquals": {SUB: "${aws:username}"}}}, f'"{SUB}": "{CLAIMS["sub"]}"'),
        ({"condition": {"StringEquals": {SUB: []}}}, f'"{SUB}": "{CLAIMS["sub"]}"'),
        (
            {"principal": PROVIDER.replace("1234", "4321")},
            f'"Principal": {{"Federated": "{PROVIDER.replace("1234", "4321")}"}}',
        ),
        ({"principal": f"{PROVIDER}s"}, f'"Principal": {{"Federated": "{PROVIDER}"}}'),
        ({"Action": "sts:AssumeRole"}, f'"Action": "{ACTION}"'),
        ({"Action": ["sts:AssumeRole", "sts:TagSession"]}, f'"Action": ["sts:TagSession", "{ACTION}"]'),
        ({"NotAction": ACTION, "Action": None}, f'in place of NotAction: "Action": "{ACTION}"'),
        ({"Effect": "Deny", "condition": {"StringEquals": {SUB: "x"}}}, f"Effect Allow for {PROVIDER}"),
    ],
)
def test_the_advice_ends_in_what_to_change(explain: Explain, change: dict[str, Any], ending: str) -> None:
    policy = document(**change)
    if "NotAction" in change:
        del policy["Statement"][0]["Action"]
    options = ["--provider", PROVIDER.replace("1234", "4321")] if "4321" in str(change) else []
    answer = explain(policy, CLAIMS, *options)
    if options:  # the policy names this provider: nothing to mend
        assert answer["decision"] == "allowed"
        answer = explain(policy, CLAIMS, "--provider", PROVIDER)
        ending = ending.replace("4321", "1234")
    assert answer["decision"] == "denied_implicit"
    assert answer["advice"][-1].endswith(ending)


def test_variables_need_the_version(explain: Explain) -> None:
    policy = document({"StringEquals": {"sts:RoleSessionName": "${aws:FederatedProvider}"}}) | {"Version": "2008-10-17"}
    assert explain(policy, CLAIMS, "--session-name", "x")["advice"][-1].endswith('"Version": "2012-10-17"')


def test_the_subject_that_hcp_terraform_must_be_asked_for(explain: Explain) -> None:
    provider = "arn:aws:iam::123456789012:oidc-provider/app.terraform.io"
    policy = document({"StringEquals": {"app.terraform.io:aud": "a"}}, provider)
    answer = explain(policy, {"iss": "https://app.terraform.io", "aud": "a", "sub": "organization:o"})
    assert answer["advice"][-1].endswith('"StringEquals": {"app.terraform.io:sub": "organization:o"}')
    assert [check["what"] for check in answer["statements"][0]["checks"]][-1] == "key app.terraform.io:sub"


def test_session_tags_need_their_action(explain: Explain) -> None:
    answer = explain(document(), CLAIMS | {"https://aws.amazon.com/tags": {"principal_tags": {"Team": ["x"]}}})
    assert answer["decision"] == "denied_implicit"
    assert answer["statements"][0]["matched"] is True
    assert "carries session tags" in answer["advice"][-1]
    assert answer["advice"][-1].endswith(f'"Action": ["{ACTION}", "sts:TagSession"]')
    answer = explain(document(Action="sts:AssumeRole*"), CLAIMS | {"https://aws.amazon.com/source_identity": "me"})
    assert "sets a source identity" in answer["advice"][-1]


def test_a_near_statement_is_chosen_over_a_far_one(explain: Explain) -> None:
    policy = document({"StringEquals": {SUB: "x", AUD: "y"}})
    policy["Statement"].insert(0, {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": ACTION})
    assert len(explain(policy, CLAIMS)["advice"]) == 2


def test_what_is_not_known_is_asked_for(explain: Explain) -> None:
    condition = {
        "StringEquals": {"sts:RoleSessionName": "x"},
        "IpAddress": {"aws:SourceIp": "10.0.0.0/8"},
        "Bool": {"sts:RoleAuthorizedByIdp": "true"},
    }
    claims = CLAIMS | {"https://aws.amazon.com/roles": ["arn:aws:iam::123456789012:role/x"]}
    answer = explain(document(condition), claims)
    assert (answer["decision"], answer["error"]) == ("depends", None)
    assert [check["matched"] for check in answer["statements"][0]["checks"]] == [True, True, None, None, None]
    other = document(condition) | {"Statement": document(condition)["Statement"] + document(principal="x")["Statement"]}
    assert len(explain(other, claims)["advice"]) == len(answer["advice"])
    for option in ("--session-name NAME", "--context aws:SourceIp=VALUE", "--role-arn ARN"):
        assert any(step.endswith(option) for step in answer["advice"])
    options = (
        "--session-name",
        "x",
        "--context",
        "aws:SourceIp=10.1.2.3",
        "--role-arn",
        "arn:aws:iam::123456789012:role/x",
    )
    assert explain(document(condition), claims, *options)["decision"] == "allowed"


def test_several_values_of_a_context_key(explain: Explain) -> None:
    condition = {"ForAllValues:StringEquals": {"aws:VpceOrgPaths": ["a", "b"]}}
    options = ["--context", "aws:VpceOrgPaths=a", "--context", "AWS:vpceorgpaths=b"]
    assert explain(document(condition), CLAIMS, *options)["decision"] == "allowed"
    assert (
        explain(document(condition), CLAIMS, *options, "--context", "aws:VpceOrgPaths=c")["decision"]
        == "denied_implicit"
    )


@pytest.mark.parametrize(
    ("claims", "options", "error", "advice"),
    [
        ({"exp": 1000}, [], None, None),
        ({"exp": 1000}, ["--at", "2026-01-01"], "ExpiredTokenException", "expired at 1970-01-01T00:16:40Z"),
        ({"exp": 1_000_001_000}, ["--at", "1000001300"], None, None),
        ({"exp": 10**30}, ["--at", "1000001300"], None, None),
        (
            {"iss": f"https://{ISSUER}/"},
            ["--provider", PROVIDER],
            "InvalidIdentityToken",
            "Create an identity provider",
        ),
        ({"iss": f"http://{ISSUER}"}, ["--provider", PROVIDER], "InvalidIdentityToken", "Create an identity provider"),
        ({"iss": "https://x.example"}, ["--provider", PROVIDER], "InvalidIdentityToken", "Create an identity provider"),
        ({}, ["--client-id", "other"], "InvalidIdentityToken", 'Add "sts.amazonaws.com" to the client ids'),
        ({}, ["--client-id", "other", "--client-id", "sts.amazonaws.com"], None, None),
        ({}, ["--provider", PROVIDER, "--role-account", "210987654321"], "InvalidIdentityToken", "role's account"),
        ({"https://aws.amazon.com/roles": "x"}, ["--role-arn", "y"], "InvalidIdentityToken", 'put "y" into the claim'),
    ],
)
def test_a_token_that_fails_before_the_policy(
    explain: Explain, claims: dict[str, Any], options: list[str], error: str | None, advice: str | None
) -> None:
    answer = explain(document(), CLAIMS | claims, *options)
    assert answer["decision"] == ("allowed" if error is None else "invalid_token")
    assert answer["error"] == error
    assert answer["statements"][0]["matched"] is True
    if advice is not None:
        assert advice in answer["advice"][-1]
        assert [check["matched"] for check in answer["token"]].count(False) == 1


@pytest.mark.parametrize(
    ("options", "principal", "provider"),
    [
        ([], PROVIDER, PROVIDER),
        (["--provider", "accounts.google.com"], PROVIDER, "accounts.google.com"),
        (["--provider", ISSUER], PROVIDER, PROVIDER),
        (["--provider", f"https://{ISSUER}"], PROVIDER, PROVIDER),
        (["--role-account", "210987654321"], PROVIDER, PROVIDER.replace("123456789012", "210987654321")),
        (["--role-arn", "arn:aws:iam::222222222222:role/x"], PROVIDER, PROVIDER.replace("123456789012", "2" * 12)),
        ([], PROVIDER.replace("token.", "tokens."), PROVIDER),
        ([], PROVIDER.replace("token.", "tokens.").replace("aws:", "aws-cn:"), PROVIDER.replace("aws:", "aws-cn:")),
        ([], "cognito-identity.amazonaws.com", PROVIDER.replace("123456789012", "${the role's account}")),
        ([], [f"{PROVIDER}/x", PROVIDER], PROVIDER),
        ([], [PROVIDER.replace("123456789012", "*"), PROVIDER], PROVIDER),
        ([], PROVIDER.replace("123456789012", "*"), PROVIDER.replace("123456789012", "${the role's account}")),
    ],
)
def test_the_provider_is_the_one_that_iss_leads_to(
    explain: Explain, options: list[str], principal: Any, provider: str
) -> None:
    assert explain(document(principal=principal), CLAIMS, *options)["provider"] == provider


def test_built_in_providers(explain: Explain) -> None:
    cognito = {"StringEquals": {"cognito-identity.amazonaws.com:aud": "pool"}}
    policy = document(cognito, "cognito-identity.amazonaws.com")
    assert explain(policy, {"iss": "https://cognito-identity.amazonaws.com", "aud": "pool"})["decision"] == "allowed"
    google = {"StringEquals": {"accounts.google.com:sub": "7"}}
    policy = document(google, "accounts.google.com")
    assert explain(policy, {"iss": "accounts.google.com", "sub": "7"})["decision"] == "allowed"
    assert explain(policy, {"sub": "7"})["decision"] == "allowed"


def test_get_role_output_is_a_policy_too(explain: Explain) -> None:
    assert explain({"Role": {"AssumeRolePolicyDocument": document()}}, CLAIMS)["decision"] == "allowed"
    assert explain({"AssumeRolePolicyDocument": document()}, CLAIMS)["decision"] == "allowed"


def test_a_token_is_judged_as_it_is_now(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1e9)
    policy = write(
        "p.json", document({"DateEquals": {"aws:CurrentTime": "2001-09-09T01:46:40Z", "aws:EpochTime": "1e9"}})
    )
    words = ["explain", "--policy", policy, "--output-format", "json", "--token"]
    for exp, decision in ((999_999_700, "allowed"), (999_999_699, "invalid_token")):
        assert main([*words, write("t", jwt(CLAIMS | {"iat": 1, "exp": exp}))]) == 0
        captured = capsys.readouterr()
        assert json.loads(captured.out)["decision"] == decision
        assert "c2VjcmV0" not in captured.out
        assert "secret" not in captured.out
    assert main([*words, write("t", jwt({"iss": CLAIMS["iss"]}, {"alg": "HS256"}))]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["error"] == "InvalidIdentityToken"
    advice = "".join(answer["advice"])
    for text in ("Missing a required claim: aud", "exp must be a whole number", "RS256 to RS512"):
        assert text in advice


def test_a_token_from_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    raw = jwt(CLAIMS | {"iat": 1, "exp": 9}).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert main(["explain", "--policy", write("p.json", document()), "--token", "-", "--at", "5"]) == 0
    assert capsys.readouterr().out.startswith("allowed\n")


def test_the_record_of_a_denied_call(capsys: pytest.CaptureFixture[str]) -> None:
    identity = {
        "principalId": f"{PROVIDER}:sts.amazonaws.com:repo:acme/app:ref:refs/heads/main",
        "userName": "repo:acme/app:ref:refs/heads/main",
        "identityProvider": PROVIDER,
    }
    record: dict[str, Any] = {"userIdentity": identity, "eventName": ACTION[4:]}
    record |= {"requestParameters": {"roleSessionName": "s"}}
    words = ["explain", "--output-format", "json", "--event", write("e.json", {"Records": [record]}), "--policy"]
    for condition, decision in (
        (RIGHT | {"StringNotEquals": {"sts:RoleSessionName": "t"}}, "allowed"),
        ({"StringLike": {SUB: "repo:acme/lib:*"}}, "denied_implicit"),
        ({"StringLike": {f"{ISSUER}:actor": "x"}}, "depends"),
    ):
        assert main([*words, write("p.json", document(condition))]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert answer["decision"] == decision
    assert answer["advice"][-1].endswith("--claims FILE, with all claims of the token")
    for error, advice in ((None, 0), ("AccessDenied", 1)):
        write("e.json", record | {"errorCode": error})
        assert main([*words, write("p.json", document())]) == 0
        assert len(json.loads(capsys.readouterr().out)["advice"]) == advice


TEMPLATE = """\
Parameters:
  Repository: {Type: String}
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/HOST
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                HOST:aud: sts.amazonaws.com
              StringLike:
                HOST:sub: !Sub repo:acme/${Repository}:*
  Late:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: !Ref Repository
  Oidc:
    Type: AWS::IAM::OIDCProvider
    Properties:
      Url: https://HOST
      ClientIdList: [sts.amazonaws.com]
  Other:
    Type: AWS::IAM::OIDCProvider
    Properties:
      Url: https://other.example
  Open:
    Type: AWS::IAM::OIDCProvider
    Properties:
      Url: https://open.example
      ClientIdList: [!Ref Repository]
""".replace("HOST", ISSUER)


@pytest.mark.parametrize(
    ("options", "claims", "decision"),
    [
        (["--var", "Repository=app"], CLAIMS, "allowed"),
        (["--var", "Repository=app", "--role-account", "123456789012"], CLAIMS, "allowed"),
        (["--var", "Repository=app", "--provider", PROVIDER], CLAIMS, "allowed"),
        (["--var", "Repository=app", "--provider", PROVIDER.replace("aws", "aws-cn")], CLAIMS, "allowed"),
        (["--var", "Repository=app", "--role-arn", "arn:aws-cn:iam::222222222222:role/x"], CLAIMS, "allowed"),
        (["--var", "Repository=lib"], CLAIMS, "denied_implicit"),
        ([], CLAIMS, "depends"),
        ([], CLAIMS | {"sub": "repo:other/app:x"}, "denied_implicit"),
        (["--var", "Repository=app"], CLAIMS | {"aud": "x"}, "invalid_token"),
    ],
)
def test_a_role_in_the_code(capsys: pytest.CaptureFixture[str], options: list[str], claims: Any, decision: str) -> None:
    words = ["explain", "--role", "Deploy", write("t.yaml", TEMPLATE), "--claims", write("c.json", claims)]
    assert main([*words, "--output-format", "json", *options]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["decision"] == decision
    if decision == "depends":
        assert "hangs on a value that the code does not tell" in answer["advice"][0]


CODE = f"""\
variable "conditions" {{}}
resource "aws_iam_role" "ci" {{
  assume_role_policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [{{
      Effect    = "Allow"
      Principal = {{ Federated = "{PROVIDER}" }}
      Action    = "{ACTION}"
      Condition = var.conditions
    }}]
  }})
}}
"""


def test_conditions_that_the_code_does_not_tell(capsys: pytest.CaptureFixture[str]) -> None:
    code, claims = write("main.tf", CODE), write("c.json", CLAIMS)
    assert main(["explain", "--role", "aws_iam_role.ci", code, "--claims", claims]) == 0
    out = capsys.readouterr().out
    assert out.startswith("not decided: it depends on what is not known\n")
    assert "      ? unknown part\n          why      the code does not tell all of this statement\n" in out
    assert "unknown part hangs on a value that the code does not tell" in out


@pytest.mark.parametrize("host", ["other.example", "open.example"])
def test_a_provider_whose_audiences_are_not_known(capsys: pytest.CaptureFixture[str], host: str) -> None:
    template = write("t.yaml", TEMPLATE.replace(f"/{ISSUER}", f"/{host}", 1).replace(f"{ISSUER}:", f"{host}:"))
    claims = write("c.json", CLAIMS | {"iss": f"https://{host}"})
    words = ["explain", "--role", "Deploy", template, "--claims", claims, "--output-format", "json"]
    assert main(words) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["decision"] == "depends"
    assert [check["what"] for check in answer["token"]] == ["token iss"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--claims", "c.json"], "which trust policy?"),
        (["--policy", "p.json"], "which token?"),
        (["--policy", "no.json", "--claims", "c.json"], "no.json: No such file"),
        (["--policy", "p.json", "--claims", "bad.json"], "bad.json:2:1: not JSON"),
        (["--policy", "p.json", "--claims", "nan.json"], "nan.json: not JSON: NaN is not JSON"),
        (["--policy", "p.json", "--claims", "list.json"], "list.json: expected a JSON object"),
        (["--policy", "p.json", "--claims", "deep.json"], "deep.json: not JSON: nested too deeply"),
        (["--policy", "p.json", "--claims", "latin.json"], "latin.json: not UTF-8"),
        (["--policy", "bad.json", "--claims", "c.json"], "bad.json:2:1: "),
        (["--policy", "c.json", "--claims", "c.json"], "not a trust policy"),
        (["--policy", "p.json", "--token", "c.json"], "hand claims over with --claims"),
        (["--policy", "p.json", "--event", "c.json"], "no record of AssumeRoleWithWebIdentity"),
        (["--policy", "p.json", "--event", "bad.json"], "not JSON"),
        (["--policy", "p.json", "--claims", "c.json", "--at", "soon"], "--at soon: expected"),
        (["--policy", "p.json", "--claims", "c.json", "--at", "1e99"], "--at 1e99: expected"),
        (["--policy", "p.json", "--claims", "c.json", "--context", "x"], "expected KEY=VALUE"),
        (["--policy", "p.json", "--claims", "c.json", "--context", " =x"], "expected KEY=VALUE"),
        (["--policy", "two.json", "--claims", "empty.json"], "say with --provider"),
        (["--role", "Deplo", "t.yaml", "--claims", "c.json"], 'did you mean "Deploy"?'),
        (["--role", "Late", "t.yaml", "--claims", "c.json"], "does not tell its trust policy"),
        (["--policy", "p.json", "--claims", "c.json", "--token", "t"], "not allowed with"),
        (["--cases", "no.jsonl"], "no.jsonl: No such file"),
    ],
)
def test_bad_input_ends_with_a_message_and_2(
    capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    for name, content in {
        "p.json": document(),
        "two.json": document(principal=["accounts.google.com", PROVIDER]),
        "c.json": CLAIMS,
        "empty.json": {},
        "bad.json": "{\n,}",
        "list.json": [1],
        "nan.json": '{"exp": NaN}',
        "deep.json": "[" * 100_000,
        "t.yaml": TEMPLATE,
    }.items():
        write(name, content)
    Path("latin.json").write_bytes(b'{"sub": "\xe9"}')
    assert main(["explain", *words]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err


def test_cases_are_answered_in_order_and_a_bad_line_does_not_stop_the_rest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    right = {"id": "a", "policy": document(), "request": {"provider": PROVIDER, "claims": CLAIMS}}
    lines: list[Any] = [
        right,
        right | {"id": 2, "request": {"claims": CLAIMS | {"sub": "x"}}},
        right | {"policy": [1]},
        right | {"request": {"claims": [1]}},
        right | {"request": {"claims": CLAIMS, "provider": 7}},
        [1],
        right | {"request": {"claims": CLAIMS, "action": "sts:AssumeRole"}},
        right | {"policy": json.loads("[" * 400 + "]" * 400)},
        right | {"policy": {"Statement": json.loads("[" * 900 + "]" * 900)}},
        right
        | {"id": "b", "policy": document({"NumericEquals": {SUB: 1.50}}), "request": {"claims": CLAIMS | {"sub": 1.5}}},
        right | {"id": "c", "request": {"claims": CLAIMS | {"exp": 1}, "context": {"aws:SourceIp": "1.2.3.4"}}},
    ]
    file = write("cases.jsonl", "\ufeff" + "\n".join(["{", "", *map(json.dumps, lines)]) + "\n")
    assert main(["explain", "--cases", file]) == 2
    captured = capsys.readouterr()
    found = [json.loads(line) for line in captured.out.splitlines()]
    assert [(case["id"], case["decision"]) for case in found] == [
        (None, None),
        ("a", "allowed"),
        (2, "denied_implicit"),
        ("a", None),
        ("a", None),
        ("a", None),
        (None, None),
        ("a", None),
        ("a", None),
        ("a", None),
        ("b", "allowed"),
        ("c", "allowed"),
    ]
    assert captured.err.splitlines()[0].startswith("cases.jsonl:1: not JSON")
    assert [case.get("problem", "")[:30] for case in found if "problem" in case][1] == "policy: not a trust policy: th"
    assert len(captured.err.splitlines()) == 8


def test_issuers_of_the_configuration(explain: Explain) -> None:
    provider = "arn:aws:iam::123456789012:oidc-provider/id.corp.example"
    policy = document({"StringEquals": {"id.corp.example:team": "core"}}, provider)
    claims = {"iss": "https://id.corp.example", "sub": "x", "team": "core"}
    assert explain(policy, claims)["statements"][0]["checks"][2]["reason"] == "claim-not-mapped"
    write(
        ".assumelint.toml",
        '[[issuers]]\nid = "corp"\nlike = "generic"\nhosts = ["id.corp.example"]\n[issuers.claims]\nteam = {}\n',
    )
    assert explain(policy, claims)["decision"] == "allowed"


CHECKLIST = f"""\
denied: no statement allows it (AccessDenied)
  provider {PROVIDER}
  ✓ token iss

  ✗ statement 1 "Ci", Allow, does not apply (p.json:4)
      ✓ principal
      ✓ action {ACTION}
      ✓ condition StringEquals {AUD}
          policy   sts.amazonaws.com
          token    sts.amazonaws.com
      ✗ condition StringLike {SUB}
          policy   repo:acme/lib:* | repo:acme/api:*
          token    repo:acme/app:ref:refs/heads/main
          why      no value of the policy fits: they part after "repo:acme/ap"

  → p.json:16 condition StringLike {SUB}: the policy has "repo:acme/lib:*" or "repo:acme/api:*", \
the token "repo:acme/app:ref:refs/heads/main"; no value of the policy fits: they part after "repo:acme/ap"
       If this token should get in, write
       "{SUB}": ["repo:acme/lib:*", "repo:acme/api:*", "repo:acme/app:ref:refs/heads/main"]
"""


def test_the_checklist(capsys: pytest.CaptureFixture[str]) -> None:
    policy = document(RIGHT | {"StringLike": {SUB: ["repo:acme/lib:*", "repo:acme/api:*"]}})
    assert main(["explain", "--policy", write("p.json", policy), "--claims", write("c.json", CLAIMS)]) == 0
    assert capsys.readouterr().out == CHECKLIST


def test_the_checklist_where_only_ascii_can_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for encoding in ("ascii", "latin-1"):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding=encoding)
        monkeypatch.setattr(sys, "stdout", stream)
        policy = write("p.json", document({"StringEquals": {SUB: "x"}}))
        assert main(["explain", "--policy", policy, "--claims", write("c.json", CLAIMS)]) == 0
        stream.flush()
        text = raw.getvalue().decode("ascii")
        assert "      x condition StringEquals" in text
        assert "      + principal" in text
        assert "  -> p.json:" in text


def test_the_checklist_of_other_ends(capsys: pytest.CaptureFixture[str]) -> None:
    def shown(policy: Any, claims: Any, *options: str) -> str:
        main(["explain", "--policy", write("p.json", policy), "--claims", write("c.json", claims), *options])
        return capsys.readouterr().out

    denies = document() | {"Statement": [*document()["Statement"], {"Effect": "Deny", "Principal": "*", "Action": "*"}]}
    assert "  ✗ statement 2, Deny, applies (p.json:20)" in shown(denies, CLAIMS)
    other = document() | {"Statement": [*document()["Statement"], {"Effect": "Deny", "Action": "*"}]}
    assert "  - statement 2, Deny, does not apply" in shown(other, CLAIMS)
    assert "statement 1, no effect, applies" in shown({"Statement": {"Principal": "*", "Action": "*"}}, CLAIMS)
    expired = shown(document(), CLAIMS | {"exp": 1}, "--at", "2026-01-01")
    assert "refused before the policy" in expired
    assert "(ExpiredTokenException)" in expired
    assert "  ✗ token exp\n          token    1\n          why      expired at 1970-01-01T00:00:01Z\n" in expired
    alone = shown(document(), {"exp": 1}, "--at", "2026-01-01")
    assert f"  provider {PROVIDER}\n  ✗ token exp\n" in alone
    unknown = shown(document({"StringEquals": {"sts:RoleSessionName": "x"}}), CLAIMS)
    assert "not decided" in unknown
    assert (
        "      ? condition StringEquals sts:RoleSessionName\n          policy   x\n          token    (not known)\n"
        in unknown
    )
    empty = shown(document({"ForAnyValue:StringEquals": {f"{ISSUER}:amr": "x"}}), CLAIMS | {"amr": []})
    assert "          token    (empty)\n" in empty
    absent = shown(document({"StringNotEquals": {f"{ISSUER}:amr": "x"}}), CLAIMS)
    assert "          token    (absent)\n          why      the request has no value" in absent


def test_text_from_files_cannot_move_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    claims = CLAIMS | {"sub": "a\x1b[2Jb\u202ec\n::error::x"}
    policy = write("p.json", document({"StringEquals": {SUB: "\x1b[31m"}}))
    assert main(["explain", "--policy", policy, "--claims", write("c.json", claims)]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert not any(line.startswith("::") for line in out.splitlines())


def test_colour_where_it_is_wanted(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert main(["explain", "--policy", write("p.json", document()), "--claims", write("c.json", CLAIMS)]) == 0
    assert capsys.readouterr().out.startswith("\x1b[1;32mallowed\x1b[0m\n")
