variable "create_role" { default = false }
variable "provider_url" { default = "" }
variable "provider_urls" {
  type    = list(string)
  default = []
}
variable "aws_account_id" { default = "" }
variable "role_name" { default = null }
variable "role_path" { default = "/" }
variable "oidc_fully_qualified_subjects" {
  type    = set(string)
  default = []
}
variable "oidc_subjects_with_wildcards" {
  type    = set(string)
  default = []
}

data "aws_caller_identity" "here" {}
data "aws_partition" "here" {}

locals {
  account = var.aws_account_id == "" ? data.aws_caller_identity.here.account_id : var.aws_account_id
  hosts   = [for url in distinct(concat(var.provider_urls, [var.provider_url])) : replace(url, "https://", "")]
}

# One statement for all providers: a token has but one of the keys that it asks for.
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [for host in local.hosts : "arn:${data.aws_partition.here.partition}:iam::${local.account}:oidc-provider/${host}"]
    }
    dynamic "condition" {
      for_each = length(var.oidc_fully_qualified_subjects) == 0 ? [] : local.hosts
      content {
        test     = "StringEquals"
        variable = "${condition.value}:sub"
        values   = var.oidc_fully_qualified_subjects
      }
    }
    dynamic "condition" {
      for_each = length(var.oidc_subjects_with_wildcards) == 0 ? [] : local.hosts
      content {
        test     = "StringLike"
        variable = "${condition.value}:sub"
        values   = var.oidc_subjects_with_wildcards
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count              = var.create_role ? 1 : 0
  name               = var.role_name
  path               = var.role_path
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

output "this_iam_role_arn" { value = try(aws_iam_role.this[0].arn, "") }
output "this_iam_role_name" { value = try(aws_iam_role.this[0].name, "") }
