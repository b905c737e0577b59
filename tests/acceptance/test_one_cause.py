"""One cause is one finding, at the place to mend."""

import json
from pathlib import Path

import pytest

from assumelint.cli import main

SLASH = """\
resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com/"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "ci" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.github.arn }
      Condition = {
        StringEquals = {
          "${aws_iam_openid_connect_provider.github.url}:aud" = "sts.amazonaws.com"
          "${aws_iam_openid_connect_provider.github.url}:sub" = "repo:acme/app:ref:refs/heads/main"
        }
      }
    }]
  })
}
"""


def test_a_wrong_url_is_reported_where_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "main.tf").write_text(SLASH)
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--output-format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(finding["rule"], finding["line"], finding["help"]) for finding in found] == [
        ("provider-url", 2, 'url            = "https://token.actions.githubusercontent.com"')
    ]


DEFAULT_AUDIENCE = SLASH.replace("githubusercontent.com/", "githubusercontent.com").replace(
    '= "sts.amazonaws.com"', '= "https://github.com/acme"'
)


def test_an_audience_that_the_provider_refuses_too_is_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "main.tf").write_text(DEFAULT_AUDIENCE)
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--output-format", "json"]) == 1
    found = [finding for finding in json.loads(capsys.readouterr().out)["findings"] if finding["severity"] != "note"]
    assert [(finding["rule"], finding["severity"], finding["line"]) for finding in found] == [
        ("wrong-audience", "error", 15)
    ]
