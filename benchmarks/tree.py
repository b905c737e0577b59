"""A Terraform tree of any size: ten resources a file, a web identity role in every tenth file, spread over folders."""

from __future__ import annotations

from pathlib import Path

FILES_A_FOLDER = 10

BUCKET = """\
resource "aws_s3_bucket" "bucket_{number}" {{
  bucket = "acme-${{var.environment}}-{number}"
  tags = {{
    Name  = "bucket {number}"
    Owner = local.owner
  }}
}}

resource "aws_s3_bucket_policy" "bucket_{number}" {{
  bucket = aws_s3_bucket.bucket_{number}.id
  policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [{{
      Effect    = "Allow"
      Principal = {{ AWS = "arn:aws:iam::123456789012:root" }}
      Action    = ["s3:GetObject", "s3:PutObject"]
      Resource  = "${{aws_s3_bucket.bucket_{number}.arn}}/*"
    }}]
  }})
}}
"""
ROLE = """\
data "aws_iam_policy_document" "trust_{number}" {{
  statement {{
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {{
      type        = "Federated"
      identifiers = ["arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"]
    }}

    condition {{
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }}

    condition {{
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = [for branch in local.branches : "repo:acme/${{local.repository}}-{number}:ref:refs/heads/${{branch}}"]
    }}
  }}
}}

resource "aws_iam_role" "role_{number}" {{
  name               = "role-{number}"
  assume_role_policy = data.aws_iam_policy_document.trust_{number}.json
}}
"""
LOCALS = """\
variable "environment" {
  type    = string
  default = "production"
}

locals {
  owner      = "team-platform"
  repository = "shop"
  branches   = ["main", "release"]
}
"""


def write_tree(root: Path, files: int) -> None:
    """Write so many `.tf` files of ten resources each; every tenth has one web identity role."""
    for number in range(files):
        folder = root / f"stack{number // FILES_A_FOLDER:04}"
        if number % FILES_A_FOLDER == 0:
            folder.mkdir()
            (folder / "locals.tf").write_text(LOCALS, encoding="utf-8")
        blocks = [BUCKET.format(number=f"{number}_{index}") for index in range(5 if number % 10 else 4)]
        if number % 10 == 0:
            blocks.append(ROLE.format(number=number))
        (folder / f"file{number:04}.tf").write_text("\n".join(blocks), encoding="utf-8")
