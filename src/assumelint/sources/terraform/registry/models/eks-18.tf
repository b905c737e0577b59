variable "create" { default = true }
variable "cluster_name" { default = "" }
variable "enable_irsa" { default = true }
variable "openid_connect_audiences" {
  type    = list(string)
  default = []
}

resource "aws_eks_cluster" "this" {
  name = var.cluster_name
}

resource "aws_iam_openid_connect_provider" "oidc_provider" {
  count          = var.create && var.enable_irsa ? 1 : 0
  url            = aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list = distinct(compact(concat(["sts.amazonaws.com"], var.openid_connect_audiences)))
}

output "cluster_id" { value = aws_eks_cluster.this.name }
output "cluster_name" { value = aws_eks_cluster.this.name }
output "cluster_oidc_issuer_url" { value = aws_eks_cluster.this.identity[0].oidc[0].issuer }
output "oidc_provider" { value = replace(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://", "") }
output "oidc_provider_arn" { value = try(aws_iam_openid_connect_provider.oidc_provider[0].arn, null) }
