locals {
  arn = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
}

module "nineteen" {
  source                          = "terraform-aws-modules/eks/aws//modules/karpenter"
  version                         = "19.21.0"
  cluster_name                    = "c"
  irsa_oidc_provider_arn          = local.arn
  irsa_namespace_service_accounts = ["kube-system:karpenter"]
  create_iam_role                 = false
  iam_role_arn                    = "arn:aws:iam::123456789012:role/node"
}

module "twenty" {
  source                 = "git::https://github.com/terraform-aws-modules/terraform-aws-eks.git//modules/karpenter?ref=v20.37.2"
  cluster_name           = "c"
  enable_irsa            = true
  irsa_oidc_provider_arn = local.arn
}
