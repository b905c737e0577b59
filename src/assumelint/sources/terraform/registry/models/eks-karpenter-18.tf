variable "create" { default = true }
variable "create_irsa" { default = true }
variable "cluster_name" { default = "" }
variable "irsa_name" { default = null }
variable "irsa_use_name_prefix" { default = true }
variable "irsa_path" { default = "/" }
variable "irsa_oidc_provider_arn" { default = "" }
variable "irsa_namespace_service_accounts" {
  type    = list(string)
  default = ["karpenter:karpenter"]
}
variable "irsa_assume_role_condition_test" { default = "StringEquals" }

locals {
  name = coalesce(var.irsa_name, "KarpenterIRSA-${var.cluster_name}")
  host = replace(var.irsa_oidc_provider_arn, "/^(.*provider/)/", "")
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [var.irsa_oidc_provider_arn]
    }
    condition {
      test     = var.irsa_assume_role_condition_test
      variable = "${local.host}:sub"
      values   = formatlist("system:serviceaccount:%s", var.irsa_namespace_service_accounts)
    }
    condition {
      test     = var.irsa_assume_role_condition_test
      variable = "${local.host}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "irsa" {
  count              = var.create && var.create_irsa ? 1 : 0
  name               = var.irsa_use_name_prefix ? null : local.name
  name_prefix        = var.irsa_use_name_prefix ? "${local.name}-" : null
  path               = var.irsa_path
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

output "irsa_arn" { value = try(aws_iam_role.irsa[0].arn, null) }
output "irsa_name" { value = try(aws_iam_role.irsa[0].name, null) }
