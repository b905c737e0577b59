variable "create" { default = true }
variable "name" { default = null }
variable "name_prefix" { default = null }
variable "path" { default = "/" }
variable "audience" { default = "sts.amazonaws.com" }
variable "provider_url" { default = "token.actions.githubusercontent.com" }
variable "subject_condition" { default = "StringLike" }
variable "subjects" {
  type    = list(string)
  default = []
}
variable "additional_trust_policy_conditions" { default = [] }

data "aws_caller_identity" "here" {}
data "aws_partition" "here" {}

locals {
  host = replace(var.provider_url, "https://", "")
}

data "aws_iam_policy_document" "trust" {
  statement {
    sid     = "GithubOidcAuth"
    actions = ["sts:TagSession", "sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:${data.aws_partition.here.partition}:iam::${data.aws_caller_identity.here.account_id}:oidc-provider/${local.host}"]
    }
    condition {
      test     = "ForAllValues:StringEquals"
      variable = "${local.host}:iss"
      values   = ["https://${local.host}"]
    }
    condition {
      test     = "ForAllValues:StringEquals"
      variable = "${local.host}:aud"
      values   = [var.audience]
    }
    condition {
      test     = var.subject_condition
      variable = "${local.host}:sub"
      values   = [for subject in var.subjects : "repo:${trimprefix(subject, "repo:")}"]
    }
    dynamic "condition" {
      for_each = var.additional_trust_policy_conditions
      iterator = extra
      content {
        test     = extra.value.test
        variable = extra.value.variable
        values   = extra.value.values
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count              = var.create ? 1 : 0
  name               = var.name
  name_prefix        = var.name_prefix
  path               = var.path
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

output "arn" { value = try(aws_iam_role.this[0].arn, null) }
output "name" { value = try(aws_iam_role.this[0].name, null) }
