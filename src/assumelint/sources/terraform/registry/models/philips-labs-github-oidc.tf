variable "conditions" { default = [] }
variable "default_conditions" { default = ["allow_main", "deny_pull_request"] }
variable "github_environments" { default = ["*"] }
variable "openid_connect_provider_arn" {}
variable "repo" { default = null }
variable "repo_mainline_branch" { default = "main" }
variable "role_name" { default = null }
variable "role_path" { default = "/github-actions/" }
variable "account_ids" { default = [] }
variable "custom_principal_arns" { default = [] }
variable "github_oidc_issuer" { default = "token.actions.githubusercontent.com" }

locals {
  subject = "${var.github_oidc_issuer}:sub"
  users   = concat([for account in var.account_ids : "arn:aws:iam::${account}:root"], var.custom_principal_arns)
  environments = var.repo == null || length(var.github_environments) == 0 ? ["ensurethereisnotmatch"] : [
    for name in var.github_environments : "repo:${var.repo}:environment:${name}"
  ]
  known = {
    allow_main        = { test = "StringLike", values = ["repo:${var.repo == null ? "" : var.repo}:ref:refs/heads/${var.repo_mainline_branch}"] }
    allow_environment = { test = "StringLike", values = local.environments }
    allow_all         = { test = "StringLike", values = ["repo:${var.repo == null ? "" : var.repo}:*"] }
    deny_pull_request = { test = "StringNotLike", values = ["repo:${var.repo == null ? "" : var.repo}:pull_request"] }
  }
  chosen = concat(
    [for name in distinct(var.default_conditions) : { test = local.known[name].test, variable = local.subject, values = local.known[name].values }],
    [for one in var.conditions : { test = one.test, variable = one.variable, values = one.values }],
  )
}

data "aws_iam_policy_document" "trust" {
  dynamic "statement" {
    for_each = length(local.users) == 0 ? [] : ["users"]
    content {
      actions = ["sts:AssumeRole"]
      principals {
        type        = "AWS"
        identifiers = local.users
      }
    }
  }

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [var.openid_connect_provider_arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${var.github_oidc_issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }
    dynamic "condition" {
      for_each = local.chosen
      content {
        test     = condition.value.test
        variable = condition.value.variable
        values   = condition.value.values
      }
    }
  }
}

resource "aws_iam_role" "main" {
  count              = var.repo == null ? 0 : 1
  name               = var.role_name
  path               = var.role_path
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

output "role" { value = one(aws_iam_role.main[*]) }
