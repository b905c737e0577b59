"""The formats for programs: concise, json, sarif, github, and the job summary."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

from assumelint.coverage import Coverage
from assumelint.model import Finding, Severity
from assumelint.report import Report, concise, github, sarif, summary
from assumelint.report import json as json_report
from assumelint.report.style import wants_colour
from assumelint.rule import all_rules
from assumelint.text import Span
from assumelint.text.code import Code

LOOKED = Coverage(roles=2, web_identity=1)


def test_concise_is_a_line_a_finding(finding: Finding, code: Code) -> None:
    assert concise.render(Report([finding], code, LOOKED), colour=False) == (
        'infra/ci.tf:3:15: error[wrong-audience] no GitHub token for AWS has the audience "sts.amazon.com"\n'
        "1 error. 2 roles, 1 of them trusts a web identity.\n"
    )


def test_json_has_the_shape_of_the_contract(finding: Finding, code: Code) -> None:
    assert json.loads(json_report.render(Report([finding], code, LOOKED), colour=True)) == {
        "version": 1,
        "findings": [
            {
                "rule": "wrong-audience",
                "severity": "error",
                "message": 'no GitHub token for AWS has the audience "sts.amazon.com"',
                "role": "aws_iam_role.deploy",
                "file": "infra/ci.tf",
                "line": 3,
                "column": 15,
                "end_line": 3,
                "end_column": 31,
                "related": [
                    {"file": "infra/oidc.tf", "line": 1, "column": 19, "message": "the provider accepts this one"}
                ],
                "witness": None,
                "help": 'values = ["sts.amazonaws.com"]',
                "fix": {
                    "applicability": "safe",
                    "edits": [
                        {
                            "file": "infra/ci.tf",
                            "line": 3,
                            "column": 16,
                            "end_line": 3,
                            "end_column": 30,
                            "text": "sts.amazonaws.com",
                        }
                    ],
                },
                "url": "https://example.com/rules.md#wrong-audience",
                "fingerprint": "0123456789abcdef",
            }
        ],
        "summary": {
            "error": 1,
            "warning": 0,
            "note": 0,
            "total": 1,
            "roles": 2,
            "documents": 0,
            "web_identity_roles": 1,
            "supposed_roles": 0,
            "providers": 0,
            "roles_not_judged": 0,
            "modules_not_followed": 0,
            "stacks_not_followed": 0,
        },
        "not_judged": [],
        "not_followed": [],
    }


def test_sarif_says_the_same(finding: Finding, code: Code) -> None:
    finding = replace(finding, witness={"sub": "repo:x/y"})
    document = json.loads(sarif.render(Report([finding], code, LOOKED), colour=False))
    jsonschema.Draft202012Validator(SARIF).validate(document)
    run = document["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(all_rules())
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "wrong-audience"
    assert result["level"] == "error"
    assert result["message"]["text"].startswith("no GitHub token")
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "infra/ci.tf"
    assert location["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 15, "endLine": 3, "endColumn": 31}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "aws_iam_role.deploy"
    assert result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "infra/oidc.tf"
    assert result["partialFingerprints"] == {"assumelint/v1": "0123456789abcdef"}
    assert result["properties"] == {"witness": {"sub": "repo:x/y"}}


def test_sarif_of_a_bare_finding_and_of_none(finding: Finding, code: Code) -> None:
    bare = Finding(
        "any-ref" if "any-ref" in all_rules() else "syntax-error", Severity.NOTE, "m", Span("a b.tf", 1, 1, 1, 1)
    )
    for findings in ([], [bare]):
        jsonschema.Draft202012Validator(SARIF).validate(
            json.loads(sarif.render(Report(findings, code, LOOKED), colour=False))
        )
    assert '"uri": "a%20b.tf"' in sarif.render(Report([bare], code, LOOKED), colour=False)


def test_sarif_keeps_the_worst_where_there_are_too_many(
    finding: Finding, code: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 2)
    note = replace(finding, severity=Severity.NOTE)
    results = json.loads(sarif.render(Report([note, note, finding], code, LOOKED), colour=False))["runs"][0]["results"]
    assert [result["level"] for result in results] == ["error", "note"]


def test_github_annotates_and_logs(finding: Finding, code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    finding = replace(finding, message="100%, a:b", span=Span("infra/a,b.tf", 3, 15, 3, 31))
    assert github.render(Report([finding], code, LOOKED), colour=False).splitlines() == [
        "infra/a,b.tf:3:15: error[wrong-audience] 100%, a:b",
        "1 error. 2 roles, 1 of them trusts a web identity.",
        "::error title=assumelint (wrong-audience),file=infra/a%2Cb.tf,line=3,endLine=3,col=15,endColumn=31"
        '::100%25, a:b%0AFix: values = ["sts.amazonaws.com"]%0Ahttps://example.com/rules.md#wrong-audience',
    ]


def test_github_gives_no_columns_over_several_lines(finding: Finding, code: Code) -> None:
    text = github.render(Report([replace(finding, span=Span("a.tf", 3, 15, 4, 2))], code, LOOKED), colour=False)
    assert ",line=3,endLine=4::" in text


def test_github_paths_start_at_the_workspace(
    finding: Finding, code: Code, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.chdir(tmp_path / "infra")
    text = github.render(Report([replace(finding, span=Span("ci.tf", 3, 15, 3, 31))], code, LOOKED), colour=False)
    assert ",file=infra/ci.tf,line=3" in text
    assert text.startswith("ci.tf:3:15: ")


def test_github_stays_within_the_limit_worst_first(finding: Finding, code: Code) -> None:
    def many(severity: Severity, count: int) -> list[Finding]:
        return [
            replace(finding, severity=severity, span=Span("a.tf", line, 1, line, 2)) for line in range(1, count + 1)
        ]

    findings = [*many(Severity.NOTE, 3), *many(Severity.ERROR, 12), *many(Severity.WARNING, 11)]
    lines = github.render(Report([*findings, findings[0]], code, LOOKED), colour=False).splitlines()
    levels = [line.split()[0] for line in lines if line.startswith("::")]
    assert levels == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 3
    assert lines[-1] == "3 more findings not annotated: GitHub shows 10 of a level for each step."


def test_the_summary_is_a_table_worst_first(finding: Finding) -> None:
    note = replace(finding, severity=Severity.NOTE, message="a | b <script> `x`")
    lines = summary.render([note, finding], LOOKED).splitlines()
    assert lines[:2] == ["### assumelint", ""]
    assert [line.split(" | ")[0] for line in lines[-2:]] == ["| error", "| note"]
    assert "a \\| b &lt;script\\> \\`x\\`" in lines[-1]
    assert "[wrong-audience](https://example.com/rules.md#wrong-audience)" in lines[-1]


def test_the_summary_of_nothing(tmp_path: Path) -> None:
    assert summary.render([], Coverage()) == "### assumelint\n\nNo findings. No role or trust policy was found.\n"


def test_the_summary_is_cut_at_a_row(finding: Finding) -> None:
    text = summary.render([finding] * 9000, LOOKED)
    assert 850_000 < len(text.encode()) < 900_000
    assert text.splitlines()[-1].endswith(" more in the log of this step.")
    assert all(line.count(" | ") == 4 for line in text.splitlines()[6:-2])


def test_the_summary_is_appended_in_github_actions_only(finding: Finding, tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_text("before\n", encoding="utf-8")
    summary.append([finding], LOOKED, {"GITHUB_STEP_SUMMARY": str(path)})
    assert path.read_text(encoding="utf-8") == "before\n"
    summary.append([finding], LOOKED, {"GITHUB_STEP_SUMMARY": str(path), "GITHUB_ACTIONS": "true"})
    assert path.read_text(encoding="utf-8").startswith("before\n### assumelint\n")


@pytest.mark.parametrize(
    ("environment", "terminal", "expected"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, False, True),
    ],
)
def test_colour(environment: dict[str, str], terminal: bool, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    from io import StringIO

    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream = StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    assert wants_colour(stream) is expected


def closed(required: tuple[str, ...] = (), **properties: object) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "additionalProperties": False, "properties": properties}


def items(of: object) -> dict[str, object]:
    return {"type": "array", "items": of}


# What the SARIF 2.1.0 specification demands of the parts that are used here, by section; anything else is refused.
POSITIVE = {"type": "integer", "minimum": 1}
MESSAGE = closed(("text",), text={"type": "string", "minLength": 1}, markdown={"type": "string"})  # 3.11, 3.12
REGION = closed(startLine=POSITIVE, startColumn=POSITIVE, endLine=POSITIVE, endColumn=POSITIVE)  # 3.30
ARTIFACT = closed(("uri",), uri={"type": "string", "format": "uri-reference"}, uriBaseId={"type": "string"})  # 3.4
PHYSICAL = closed(("artifactLocation",), artifactLocation=ARTIFACT, region=REGION)  # 3.29
LOGICAL = closed(fullyQualifiedName={"type": "string"}, kind={"const": "resource"})  # 3.33
LOCATION = closed(  # 3.28
    id={"type": "integer", "minimum": -1},
    physicalLocation=PHYSICAL,
    logicalLocations=items(LOGICAL),
    message=MESSAGE,
)
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RULE = closed(  # 3.49
    ("id",),
    id={"type": "string"},
    name={"type": "string", "pattern": "^[A-Z][A-Za-z]+$"},
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    helpUri={"type": "string", "pattern": "^https://"},
    defaultConfiguration=closed(level=LEVEL),
    properties=closed(
        tags={"type": "array", "items": {"type": "string"}, "uniqueItems": True}, precision={"type": "string"}
    ),
)
RESULT = closed(  # 3.27
    ("message", "ruleId", "locations"),
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations=items(LOCATION),
    relatedLocations=items(LOCATION) | {"uniqueItems": True},
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    properties={"type": "object"},
)
DRIVER = closed(  # 3.19
    ("name",),
    name={"const": "assumelint"},
    informationUri={"type": "string", "pattern": "^https://"},
    semanticVersion={"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
    rules=items(RULE) | {"uniqueItems": True},
)
RUN = closed(  # 3.14
    ("tool", "results"),
    tool=closed(("driver",), driver=DRIVER),
    columnKind={"const": "unicodeCodePoints"},
    originalUriBaseIds={"type": "object", "additionalProperties": closed(uri={"type": "string"}, description=MESSAGE)},
    results=items(RESULT),
)
SARIF = closed(("version", "runs"), version={"const": "2.1.0"}, runs=items(RUN)) | {
    "additionalProperties": True
}  # 3.13
