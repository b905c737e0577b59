variable "create_role" { default = true }
variable "role_name" { default = null }
variable "role_path" { default = "/" }
variable "role_name_prefix" { default = null }
variable "oidc_providers" { default = {} }
variable "assume_role_condition_test" { default = "StringEquals" }
variable "allow_self_assume_role" { default = false }

data "aws_caller_identity" "here" {}
data "aws_partition" "here" {}

data "aws_iam_policy_document" "trust" {
  dynamic "statement" {
    for_each = var.allow_self_assume_role ? ["self"] : []
    content {
      sid     = "ExplicitSelfRoleAssumption"
      actions = ["sts:AssumeRole"]
      principals {
        type        = "AWS"
        identifiers = ["*"]
      }
      condition {
        test     = "ArnLike"
        variable = "aws:PrincipalArn"
        values   = ["arn:${data.aws_partition.here.partition}:iam::${data.aws_caller_identity.here.account_id}:role${var.role_path}${var.role_name == null ? "${var.role_name_prefix}*" : var.role_name}"]
      }
    }
  }

  dynamic "statement" {
    for_each = var.oidc_providers
    iterator = cluster
    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]
      principals {
        type        = "Federated"
        identifiers = [cluster.value.provider_arn]
      }
      condition {
        test     = var.assume_role_condition_test
        variable = "${replace(cluster.value.provider_arn, "/^(.*provider/)/", "")}:sub"
        values   = formatlist("system:serviceaccount:%s", cluster.value.namespace_service_accounts)
      }
      condition {
        test     = var.assume_role_condition_test
        variable = "${replace(cluster.value.provider_arn, "/^(.*provider/)/", "")}:aud"
        values   = ["sts.amazonaws.com"]
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count              = var.create_role ? 1 : 0
  name               = var.role_name
  name_prefix        = var.role_name_prefix
  path               = var.role_path
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

output "iam_role_arn" { value = try(aws_iam_role.this[0].arn, "") }
output "iam_role_name" { value = try(aws_iam_role.this[0].name, "") }
