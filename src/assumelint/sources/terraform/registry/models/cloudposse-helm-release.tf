variable "enabled" { default = null }
variable "context" { default = {} }
variable "iam_role_enabled" { default = false }
variable "service_account_name" { default = null }
variable "service_account_namespace" { default = null }
variable "aws_account_number" { default = null }
variable "aws_partition" { default = "aws" }
variable "eks_cluster_oidc_issuer_url" {}

module "eks_iam_role" {
  source                      = "cloudposse/eks-iam-role/aws"
  version                     = "2.1.1"
  enabled                     = coalesce(var.enabled, try(var.context.enabled, null), true) && var.iam_role_enabled
  aws_account_number          = var.aws_account_number
  aws_partition               = var.aws_partition
  eks_cluster_oidc_issuer_url = var.eks_cluster_oidc_issuer_url
  service_account_name        = var.service_account_name
  service_account_namespace   = var.service_account_namespace
}

output "service_account_role_arn" { value = module.eks_iam_role.service_account_role_arn }
