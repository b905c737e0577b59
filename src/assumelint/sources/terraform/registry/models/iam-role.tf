variable "given" {}
variable "create" { default = true }
variable "name" { default = null }
variable "use_name_prefix" { default = true }
variable "path" { default = null }
variable "trust_policy_conditions" { default = [] }
variable "trust_policy_permissions" {
  # Statements need not have the same attributes: the type gives each of them all.
  type = map(object({
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
variable "enable_oidc" { default = false }
variable "oidc_account_id" { default = null }
variable "oidc_provider_urls" {
  type    = list(string)
  default = []
}
variable "oidc_subjects" {
  type    = list(string)
  default = []
}
variable "oidc_wildcard_subjects" {
  type    = list(string)
  default = []
}
variable "oidc_audiences" {
  type    = list(string)
  default = []
}
variable "enable_github_oidc" { default = false }
variable "github_provider" { default = "token.actions.githubusercontent.com" }
variable "enable_bitbucket_oidc" { default = false }
variable "enable_saml" { default = false }
variable "saml_provider_ids" { default = [] }
variable "saml_endpoints" { default = ["https://signin.aws.amazon.com/saml"] }
variable "saml_trust_actions" { default = [] }

data "aws_caller_identity" "here" {}
data "aws_partition" "here" {}

locals {
  prefix   = "arn:${data.aws_partition.here.partition}:iam::${data.aws_caller_identity.here.account_id}:oidc-provider"
  hosts    = [for url in var.oidc_provider_urls : replace(url, "https://", "")]
  exact    = [for subject in var.oidc_subjects : "repo:${trimprefix(subject, "repo:")}"]
  pattern  = [for subject in var.oidc_wildcard_subjects : "repo:${trimprefix(subject, "repo:")}"]
  audience = coalescelist(var.oidc_audiences, ["sts.amazonaws.com"])

  generic = [for host in(var.enable_oidc ? local.hosts : []) : {
    sid        = null
    identifier = "arn:${data.aws_partition.here.partition}:iam::${coalesce(var.oidc_account_id, data.aws_caller_identity.here.account_id)}:oidc-provider/${host}"
    conditions = [
      { test = "StringEquals", variable = "${host}:sub", values = var.oidc_subjects },
      { test = "StringLike", variable = "${host}:sub", values = var.oidc_wildcard_subjects },
      { test = "StringEquals", variable = "${host}:aud", values = var.oidc_audiences },
    ]
  }]
  github = [for host in(var.enable_github_oidc ? [var.github_provider] : []) : {
    sid        = "GithubOidcAuth"
    identifier = "${local.prefix}/${host}"
    conditions = [
      { test = "ForAllValues:StringEquals", variable = "${host}:iss", values = ["https://${host}"] },
      { test = "ForAllValues:StringEquals", variable = "${host}:aud", values = local.audience },
      { test = "StringEquals", variable = "${host}:sub", values = local.exact },
      { test = "StringLike", variable = "${host}:sub", values = local.pattern },
    ]
  }]
  bitbucket = [for host in(var.enable_bitbucket_oidc ? slice(local.hosts, 0, 1) : []) : {
    sid        = "BitbucketOidcAuth"
    identifier = "${local.prefix}/${host}"
    conditions = [
      { test = "ForAllValues:StringEquals", variable = "${host}:aud", values = local.audience },
      { test = "StringEquals", variable = "${host}:sub", values = var.oidc_subjects },
      { test = "StringLike", variable = "${host}:sub", values = var.oidc_wildcard_subjects },
    ]
  }]
}

data "aws_iam_policy_document" "trust" {
  dynamic "statement" {
    for_each = concat(local.generic, local.github, local.bitbucket)
    iterator = trust
    content {
      sid     = trust.value.sid
      actions = ["sts:TagSession", "sts:AssumeRoleWithWebIdentity"]
      principals {
        type        = "Federated"
        identifiers = [trust.value.identifier]
      }
      dynamic "condition" {
        for_each = [for one in trust.value.conditions : one if length(one.values) > 0]
        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
      dynamic "condition" {
        for_each = var.trust_policy_conditions
        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }

  dynamic "statement" {
    for_each = var.enable_saml ? ["saml"] : []
    content {
      actions = distinct(compact(concat(["sts:TagSession", "sts:AssumeRoleWithSAML"], var.saml_trust_actions)))
      principals {
        type        = "Federated"
        identifiers = var.saml_provider_ids
      }
      condition {
        test     = "StringEquals"
        variable = "SAML:aud"
        values   = var.saml_endpoints
      }
      dynamic "condition" {
        for_each = var.trust_policy_conditions
        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }

  dynamic "statement" {
    for_each = var.trust_policy_permissions == null ? {} : var.trust_policy_permissions
    iterator = own
    content {
      sid         = own.value.sid == null ? own.key : own.value.sid
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
}

resource "aws_iam_role" "this" {
  count              = var.create ? 1 : 0
  name               = var.use_name_prefix || !contains(var.given, "name") ? null : var.name
  name_prefix        = var.use_name_prefix && contains(var.given, "name") ? "${var.name}-" : null
  path               = coalesce(var.path, "/")
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

output "arn" { value = try(aws_iam_role.this[0].arn, null) }
output "name" { value = try(aws_iam_role.this[0].name, null) }
