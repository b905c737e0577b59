variable "create_role" { default = true }
variable "role_name" { default = null }
variable "role_name_prefix" { default = null }
variable "role_path" { default = "/" }
variable "cluster_service_accounts" { default = {} }

data "aws_caller_identity" "here" {}
data "aws_partition" "here" {}

data "aws_eks_cluster" "each" {
  for_each = var.cluster_service_accounts
  name     = each.key
}

data "aws_iam_policy_document" "trust" {
  dynamic "statement" {
    for_each = var.cluster_service_accounts
    iterator = cluster
    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]
      principals {
        type        = "Federated"
        identifiers = ["arn:${data.aws_partition.here.partition}:iam::${data.aws_caller_identity.here.account_id}:oidc-provider/${replace(data.aws_eks_cluster.each[cluster.key].identity[0].oidc[0].issuer, "https://", "")}"]
      }
      condition {
        test     = "StringEquals"
        variable = "${replace(data.aws_eks_cluster.each[cluster.key].identity[0].oidc[0].issuer, "https://", "")}:sub"
        values   = formatlist("system:serviceaccount:%s", cluster.value)
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
