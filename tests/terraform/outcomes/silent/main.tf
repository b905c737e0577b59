# Nothing is wrong in any workspace: the provider is made in one of them and looked for in the others.
locals {
  env = terraform.workspace
  environments = {
    default = ["sandbox"]
    dev     = ["dev", "test"]
    prod    = ["live"]
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  count           = local.env == "default" ? 1 : 0
  url             = "https://token.actions.githubusercontent.com"
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["6938fd4d98bab03faadb97b34396831e3780aea1"]
}

resource "aws_iam_role" "ci" {
  name = "ci-${local.env}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = local.env == "default" ? aws_iam_openid_connect_provider.github[0].arn : "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringLike   = { "token.actions.githubusercontent.com:sub" = [for name in local.environments[local.env] : "repo:acme@1/app@2:environment:${name}"] }
      }
    }]
  })
}
