variable "enabled" { default = null }
variable "context" { default = {} }
variable "service_account_name" { default = null }
variable "service_account_namespace" { default = null }
variable "service_account_namespace_name_list" {
  type    = list(string)
  default = []
}
variable "aws_account_number" { default = null }
variable "aws_partition" { default = "aws" }
variable "eks_cluster_oidc_issuer_url" {}

data "aws_caller_identity" "here" {}

locals {
  enabled = coalesce(var.enabled, try(var.context.enabled, null), true)
  host    = replace(var.eks_cluster_oidc_issuer_url, "https://", "")
  account = coalesce(var.aws_account_number, data.aws_caller_identity.here.account_id)
  listed  = var.service_account_name == null && var.service_account_namespace == null && length(var.service_account_namespace_name_list) > 0
  single  = "${coalesce(var.service_account_namespace, "*")}:${coalesce(var.service_account_name, "*")}"
}

data "aws_iam_policy_document" "trust" {
  count = local.enabled ? 1 : 0

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:${var.aws_partition}:iam::${local.account}:oidc-provider/${local.host}"]
    }
    condition {
      test     = "StringLike"
      variable = "${local.host}:sub"
      values   = formatlist("system:serviceaccount:%s", concat(local.listed ? [] : [local.single], var.service_account_namespace_name_list))
    }
    condition {
      test     = "StringEquals"
      variable = "${local.host}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "service_account" {
  count              = local.enabled ? 1 : 0
  assume_role_policy = data.aws_iam_policy_document.trust[0].json
}

output "service_account_role_arn" { value = one(aws_iam_role.service_account[*].arn) }
