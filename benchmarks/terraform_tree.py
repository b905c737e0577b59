"""Made-up Terraform: one role, and a tree of ten resources a file with a web identity role in every tenth file."""

from __future__ import annotations

from benchmarks.files import Files

FILES_A_FOLDER = 10

ONE_ROLE = """\
resource "aws_iam_role" "deploy" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:acme/shop:environment:production"
        }
      }
    }]
  })
}
"""
BUCKET = """\
resource "aws_s3_bucket" "bucket_{number}" {{
  bucket = "acme-${{var.environment}}-{number}"
  tags = {{
    Name  = "bucket {number}"
    Owner = local.owner
  }}
}}

"""
BUCKET_POLICY = """\
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


def one_role() -> Files:
    """The smallest commit that a hook sees: one file with one right role."""
    return {"main.tf": ONE_ROLE}


def nothing_relevant(files: int = 20) -> Files:
    """Files in which no trust policy can be."""
    return {f"bucket{number:02}.tf": BUCKET.format(number=number) for number in range(files)}


def tree(files: int) -> Files:
    """So many `.tf` files of ten resources each, ten in a folder with its locals."""
    made: dict[str, str] = {}
    for number in range(files):
        folder = f"stack{number // FILES_A_FOLDER:04}"
        with_role = number % FILES_A_FOLDER == 0
        buckets = range(4 if with_role else 5)
        blocks = [(BUCKET + BUCKET_POLICY).format(number=f"{number}_{index}") for index in buckets]
        if with_role:
            made[f"{folder}/locals.tf"] = LOCALS
            blocks.append(ROLE.format(number=number))
        made[f"{folder}/file{number:04}.tf"] = "\n".join(blocks)
    return made
