variable "actor" {}
variable "subnets" {}

resource "aws_eks_cluster" "inner" {
  name     = "inner"
  role_arn = var.actor
  vpc_config { subnet_ids = var.subnets }
}

output "url" {
  value = aws_eks_cluster.inner.identity[0].oidc[0].issuer
}

output "host" {
  value = replace(aws_eks_cluster.inner.identity[0].oidc[0].issuer, "https://", "")
}
