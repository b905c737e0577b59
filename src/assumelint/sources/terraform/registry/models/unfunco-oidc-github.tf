variable "create" { default = true }
variable "create_iam_role" { default = true }
variable "create_oidc_provider" { default = true }
variable "additional_audiences" { default = null }
variable "default_subject" { default = "ref:refs/heads/main" }
variable "enterprise_slug" { default = "" }
variable "github_subjects" {
  type    = list(string)
  default = []
}
variable "iam_role_name" { default = "GitHubActions" }
variable "iam_role_path" { default = "/" }

data "aws_partition" "here" {}

locals {
  active   = var.create && length(var.github_subjects) > 0
  path     = var.enterprise_slug == "" ? "" : "/${var.enterprise_slug}"
  host     = "token.actions.githubusercontent.com${local.path}"
  audience = "sts.${data.aws_partition.here.dns_suffix}"
  suffix   = trimspace(var.default_subject)
}

resource "aws_iam_openid_connect_provider" "github" {
  count          = local.active && var.create_oidc_provider ? 1 : 0
  url            = "https://${local.host}"
  client_id_list = concat(distinct([for subject in var.github_subjects : "https://github.com/${split("@", split("/", subject)[0])[0]}"]), [local.audience])
}

data "aws_iam_openid_connect_provider" "github" {
  count = local.active && var.create_oidc_provider ? 0 : 1
  url   = "https://${local.host}"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [local.active && var.create_oidc_provider ? aws_iam_openid_connect_provider.github[0].arn : data.aws_iam_openid_connect_provider.github[0].arn]
    }
    condition {
      test     = "StringLike"
      variable = "${local.host}:sub"
      values   = [for subject in var.github_subjects : strcontains(subject, ":") ? "repo:${subject}" : "repo:${subject}:${local.suffix}"]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.host}:aud"
      values   = concat([local.audience], coalesce(var.additional_audiences, []))
    }
  }
}

resource "aws_iam_role" "github" {
  count              = local.active && var.create_iam_role ? 1 : 0
  name               = var.iam_role_name
  path               = var.iam_role_path
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

output "iam_role_arn" { value = try(aws_iam_role.github[0].arn, "") }
output "iam_role_name" { value = try(aws_iam_role.github[0].name, "") }
output "oidc_provider_arn" { value = local.active && var.create_oidc_provider ? aws_iam_openid_connect_provider.github[0].arn : data.aws_iam_openid_connect_provider.github[0].arn }
output "oidc_provider_url" { value = local.host }
