variable "given" {}
variable "create_role" { default = false }
variable "provider_url" { default = "" }
variable "provider_urls" { default = [] }
variable "aws_account_id" { default = "" }
variable "role_name" { default = null }
variable "role_name_prefix" { default = null }
variable "role_path" { default = "/" }
variable "allow_self_assume_role" { default = false }
variable "oidc_fully_qualified_subjects" {
  type    = set(string)
  default = []
}
variable "oidc_subjects_with_wildcards" {
  type    = set(string)
  default = []
}
variable "oidc_fully_qualified_audiences" {
  type    = set(string)
  default = []
}

data "aws_caller_identity" "here" {}
data "aws_partition" "here" {}

locals {
  account = var.aws_account_id == "" ? data.aws_caller_identity.here.account_id : var.aws_account_id
  # A URL that the caller passes is taken not to be empty, even if its value is not known: without one, there is no role.
  single  = contains(var.given, "provider_url") ? [var.provider_url] : []
  hosts   = [for url in distinct(concat(var.provider_urls, local.single)) : replace(url, "https://", "")]
  role    = var.role_name == null ? "${var.role_name_prefix}*" : var.role_name
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
        values   = ["arn:${data.aws_partition.here.partition}:iam::${data.aws_caller_identity.here.account_id}:role${var.role_path}${local.role}"]
      }
    }
  }

  dynamic "statement" {
    for_each = local.hosts
    iterator = host
    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]
      principals {
        type        = "Federated"
        identifiers = ["arn:${data.aws_partition.here.partition}:iam::${local.account}:oidc-provider/${host.value}"]
      }
      dynamic "condition" {
        for_each = length(var.oidc_fully_qualified_subjects) == 0 ? [] : ["exact"]
        content {
          test     = "StringEquals"
          variable = "${host.value}:sub"
          values   = var.oidc_fully_qualified_subjects
        }
      }
      dynamic "condition" {
        for_each = length(var.oidc_subjects_with_wildcards) == 0 ? [] : ["pattern"]
        content {
          test     = "StringLike"
          variable = "${host.value}:sub"
          values   = var.oidc_subjects_with_wildcards
        }
      }
      dynamic "condition" {
        for_each = length(var.oidc_fully_qualified_audiences) == 0 ? [] : ["audience"]
        content {
          test     = "StringLike"
          variable = "${host.value}:aud"
          values   = var.oidc_fully_qualified_audiences
        }
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
