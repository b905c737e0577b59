variable "create" { default = true }
variable "create_role" { default = false }
variable "name" { default = "" }
variable "namespace" { default = null }
variable "role_name" { default = null }
variable "role_name_use_prefix" { default = true }
variable "role_path" { default = "/" }
variable "oidc_providers" { default = {} }
variable "assume_role_condition_test" { default = "StringEquals" }
variable "allow_self_assume_role" { default = false }
variable "trust_policy_statements" {
  # Statements need not have the same attributes: the type gives each of them all.
  type = list(object({
    sid            = optional(string)
    effect         = optional(string, "Allow")
    actions        = optional(list(string))
    not_actions    = optional(list(string))
    principals     = optional(list(object({ type = string, identifiers = list(string) })))
    not_principals = optional(list(object({ type = string, identifiers = list(string) })))
    condition      = optional(list(object({ test = string, variable = string, values = list(string) })))
  }))
  default = null
}

data "aws_caller_identity" "here" {}
data "aws_partition" "here" {}

locals {
  namespace = try(coalesce(var.namespace), "default")
  role      = try(coalesce(var.role_name, var.name), "")
  named     = var.role_name_use_prefix ? "${local.role}-*" : local.role
}

data "aws_iam_policy_document" "trust" {
  dynamic "statement" {
    for_each = var.trust_policy_statements == null ? [] : var.trust_policy_statements
    iterator = own
    content {
      sid         = own.value.sid
      effect      = own.value.effect
      actions     = own.value.actions
      not_actions = own.value.not_actions
      dynamic "principals" {
        for_each = own.value.principals == null ? [] : own.value.principals
        content {
          type        = principals.value.type
          identifiers = principals.value.identifiers
        }
      }
      dynamic "not_principals" {
        for_each = own.value.not_principals == null ? [] : own.value.not_principals
        content {
          type        = not_principals.value.type
          identifiers = not_principals.value.identifiers
        }
      }
      dynamic "condition" {
        for_each = own.value.condition == null ? [] : own.value.condition
        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }

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
        values   = ["arn:${data.aws_partition.here.partition}:iam::${data.aws_caller_identity.here.account_id}:role${var.role_path}${local.named}"]
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
        values   = ["system:serviceaccount:${try(cluster.value.namespace, local.namespace)}:${cluster.value.service_account}"]
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
  count              = var.create && var.create_role ? 1 : 0
  name               = var.role_name_use_prefix ? null : local.role
  name_prefix        = var.role_name_use_prefix ? "${local.role}-" : null
  path               = var.role_path
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

output "iam_role_arn" { value = try(aws_iam_role.this[0].arn, null) }
output "iam_role_name" { value = try(aws_iam_role.this[0].name, null) }
