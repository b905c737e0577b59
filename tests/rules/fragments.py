"""Completes the examples of the rules: a part of a statement becomes a file that can be checked."""

import json
import re
from collections.abc import Iterator
from textwrap import indent

# What an example leaves out, by the host that it names.
DEFAULT = ("sts.amazonaws.com", ["system:serviceaccount:shop:orders"])
CLAIMS = {
    "gitlab.com": ("https://gitlab.com", ["project_path:acme/app:ref_type:branch:ref:main"]),
    "token.actions.githubusercontent.com": (
        "sts.amazonaws.com",
        ["repo:acme/app:environment:production", "repo:acme@*/app@*:environment:production"],
    ),
    "accounts.google.com": ("104199887766554433221", ["104199887766554433221"]),
}
BUILT_IN = ("accounts.google.com", "cognito-identity.amazonaws.com")
HOST = re.compile(
    r"oidc-provider/(?:https://)?([a-z0-9.-]+\.[a-z]+)\b|[\"'](?:https://)?([a-z0-9.-]+\.[a-z]+):[a-z_]+[\"']"
    r"|openid_connect_provider\.(gitlab)\b|(?:Federated(?: =|:) \"?)([a-z-]+\.[a-z.]+)"
)
ELEMENTS = ("Sid", "Effect", "Principal", "Action", "Resource", "Condition")
SURROUNDINGS = {
    "aws_iam_openid_connect_provider.gitlab": """
resource "aws_iam_openid_connect_provider" "gitlab" {
  url            = "https://gitlab.com"
  client_id_list = ["https://gitlab.com"]
}
""",
    "data.aws_iam_policy_document.trust": """
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
""",
    "var.issuer": 'variable "issuer" {}\n',
    "!Ref Pool": """
  Pool:
    Type: AWS::Cognito::IdentityPool
    Properties:
      AllowUnauthenticatedIdentities: true
  Attachment:
    Type: AWS::Cognito::IdentityPoolRoleAttachment
    Properties:
      IdentityPoolId: !Ref Pool
      Roles:
        unauthenticated: !GetAtt Ci.Arn
""",
    "${Issuer}": "Parameters:\n  Issuer:\n    Type: String\n",
    "the parameter is Repository": "Parameters:\n  Repository:\n    Type: String\n",
    "${Repository}": "Parameters:\n  Repository:\n    Type: String\n",
}


def completed(language: str, example: str) -> str:
    """The example with what is missing around it."""
    first = next(line for line in example.splitlines() if line and line[0] not in "# }")
    word = first.split()[0].strip('":')
    if word in ("resource", "Resources"):
        return example
    role = role_in_terraform if language == "hcl" else role_in_a_template
    surroundings = "".join(text for mark, text in SURROUNDINGS.items() if mark in example)
    return role(word, example) + surroundings


def role_in_terraform(word: str, example: str) -> str:
    if word == "principals":
        return (
            'data "aws_iam_policy_document" "trust" {\n  statement {\n    actions = ["sts:AssumeRoleWithWebIdentity"]\n'
            f"{indent(example, ' ' * 4)}{blocks('gitlab.com')}  }}\n}}\n"
            'resource "aws_iam_role" "ci" {\n'
            "  assume_role_policy = data.aws_iam_policy_document.trust.json\n}\n"
        )
    if word != "assume_role_policy":
        version = (re.findall(r'Version = "(.*)"', example) or ["2012-10-17"])[0]
        inner = example if word == "Statement" else f"Statement = [{{\n{statement('hcl', word, example)}}}]\n"
        example = f'assume_role_policy = jsonencode({{\nVersion = "{version}"\n{inner}}})\n'
    return f'resource "aws_iam_role" "ci" {{\n{example}}}\n'


def blocks(host: str) -> str:
    aud, subjects = CLAIMS[host]
    pairs = (("aud", [aud]), ("sub", subjects))
    return "".join(
        f'condition {{\n  test = "StringEquals"\n  variable = "{host}:{claim}"\n  values = {json.dumps(values)}\n}}\n'
        for claim, values in pairs
    )


def role_in_a_template(word: str, example: str) -> str:
    if word != "AssumeRolePolicyDocument":
        body = indent(statement("yaml", word, example), " " * 6)
        example = f'AssumeRolePolicyDocument:\n  Version: "2012-10-17"\n  Statement:\n    -\n{body}'
    return f"Resources:\n  Ci:\n    Type: AWS::IAM::Role\n    Properties:\n{indent(example, ' ' * 6)}"


def statement(language: str, word: str, example: str) -> str:
    """The elements of one statement: those of the example, and the right ones for the rest."""
    write = pair_in_hcl if language == "hcl" else pair_in_yaml
    named = next((next(filter(None, groups)) for groups in HOST.findall(example)), "")
    host = {"gitlab": "gitlab.com"}.get(named, named) or ("" if "Principal" in example else "gitlab.com")
    lines = [write("Effect", "Allow")]
    if not re.search(r"^Principal", example, re.MULTILINE):
        arn = f"arn:aws:iam::123456789012:oidc-provider/{host}"
        lines.append(write("Principal", {"Federated": host if host in BUILT_IN else arn}))
    if not re.search(r"^Action", example, re.MULTILINE):
        lines.append(write("Action", "sts:AssumeRoleWithWebIdentity"))
    if word not in ELEMENTS:
        rest = "".join(f"{write(operator, keys)}" for operator, keys in missing(host, example))
        lines.append(
            f"Condition = {{\n{example}{rest}}}\n"
            if language == "hcl"
            else f"Condition:\n{indent(example + rest, '  ')}"
        )
        return "".join(lines)
    if "Condition" not in example and host:
        lines.append(write("Condition", dict(missing(host, ""))))
    return "".join(lines) + example


def missing(host: str, example: str) -> Iterator[tuple[str, dict[str, object]]]:
    """The conditions that an example leaves out, under operators that it has not."""
    aud, subjects = CLAIMS.get(host, DEFAULT)
    free = [
        operator for operator in ("StringLike", "StringEquals", "StringEqualsIgnoreCase") if operator not in example
    ]
    if ":sub" not in example:
        yield free.pop(0), {f"{host}:sub": subjects}
    if ":aud" not in example:
        yield free.pop(0), {f"{host}:aud": aud}


def pair_in_hcl(name: str, value: object) -> str:
    if isinstance(value, dict):
        return f"{name} = {{\n{''.join(pair_in_hcl(json.dumps(key), item) for key, item in value.items())}}}\n"
    return f"{name} = {json.dumps(value)}\n"


def pair_in_yaml(name: str, value: object) -> str:
    return f"{name}: {json.dumps(value)}\n"
