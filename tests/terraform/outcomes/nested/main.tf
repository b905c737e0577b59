# A map of objects: owner and environment go together, and no outcome mixes them.
locals {
  env = terraform.workspace
  accounts = {
    dev  = { owner = "acme@1", environments = ["dev", "test"] }
    prod = { owner = "acme-live@7", environments = ["live"] }
  }
  account = local.accounts[local.env]
}
resource "aws_iam_role" "ci" {
  name = "ci-${local.env}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringLike   = { "token.actions.githubusercontent.com:sub" = [for name in local.account.environments : "repo:${local.account.owner}/app@2:environment:${name}"] }
      }
    }]
  })
}
