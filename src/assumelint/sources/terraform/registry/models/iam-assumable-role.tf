variable "create_role" { default = false }
variable "role_name" { default = null }
variable "role_name_prefix" { default = null }
variable "role_path" { default = "/" }
variable "role_requires_mfa" { default = true }
variable "mfa_age" { default = 86400 }
variable "role_sts_externalid" { default = [] }
variable "role_requires_session_name" { default = false }
variable "role_session_name" { default = ["$${aws:username}"] }
variable "trusted_role_actions" { default = ["sts:AssumeRole", "sts:TagSession"] }
variable "trusted_role_arns" { default = [] }
variable "trusted_role_services" { default = [] }
variable "trust_policy_conditions" { default = [] }
variable "allow_self_assume_role" { default = false }
variable "create_custom_role_trust_policy" { default = false }
variable "custom_role_trust_policy" { default = "" }

data "aws_caller_identity" "here" {}
data "aws_partition" "here" {}

locals {
  asked = concat(
    var.role_requires_mfa ? [
      { test = "Bool", variable = "aws:MultiFactorAuthPresent", values = ["true"] },
      { test = "NumericLessThan", variable = "aws:MultiFactorAuthAge", values = [tostring(var.mfa_age)] },
    ] : [],
    length(flatten([var.role_sts_externalid])) == 0 ? [] : [
      { test = "StringEquals", variable = "sts:ExternalId", values = flatten([var.role_sts_externalid]) },
    ],
    var.role_requires_session_name ? [
      { test = "StringEquals", variable = "sts:RoleSessionName", values = var.role_session_name },
    ] : [],
    [for one in var.trust_policy_conditions : { test = one.test, variable = one.variable, values = one.values }],
  )
}

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

  statement {
    actions = distinct(compact(concat(["sts:AssumeRole"], var.trusted_role_actions)))
    principals {
      type        = "AWS"
      identifiers = var.trusted_role_arns
    }
    principals {
      type        = "Service"
      identifiers = var.trusted_role_services
    }
    dynamic "condition" {
      for_each = local.asked
      content {
        test     = condition.value.test
        variable = condition.value.variable
        values   = condition.value.values
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count              = var.create_role ? 1 : 0
  name               = var.role_name
  name_prefix        = var.role_name_prefix
  path               = var.role_path
  assume_role_policy = var.create_custom_role_trust_policy ? var.custom_role_trust_policy : data.aws_iam_policy_document.trust.json
}

output "iam_role_arn" { value = try(aws_iam_role.this[0].arn, "") }
output "iam_role_name" { value = try(aws_iam_role.this[0].name, "") }
