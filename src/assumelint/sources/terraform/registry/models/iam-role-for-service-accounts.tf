variable "create" { default = true }
variable "name" { default = "" }
variable "use_name_prefix" { default = true }
variable "path" { default = "/" }
variable "oidc_providers" { default = {} }
variable "trust_condition_test" { default = "StringEquals" }

data "aws_iam_policy_document" "trust" {
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
        test     = var.trust_condition_test
        variable = "${replace(cluster.value.provider_arn, "/^(.*provider/)/", "")}:sub"
        values   = formatlist("system:serviceaccount:%s", cluster.value.namespace_service_accounts)
      }
      condition {
        test     = var.trust_condition_test
        variable = "${replace(cluster.value.provider_arn, "/^(.*provider/)/", "")}:aud"
        values   = ["sts.amazonaws.com"]
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count              = var.create ? 1 : 0
  name               = var.use_name_prefix ? null : var.name
  name_prefix        = var.use_name_prefix ? "${var.name}-" : null
  path               = var.path
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

output "arn" { value = try(aws_iam_role.this[0].arn, null) }
output "name" { value = try(aws_iam_role.this[0].name, null) }
