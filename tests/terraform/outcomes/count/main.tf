# A role that only prod has, where its subject can match nothing.
locals {
  is_prod = terraform.workspace == "prod"
}
resource "aws_iam_role" "ci" {
  count = local.is_prod ? 1 : 0
  name  = "ci-${terraform.workspace}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringLike   = { "token.actions.githubusercontent.com:sub" = local.is_prod ? "repo:acme@1/app@2:environments:live" : "repo:acme@1/app@2:environment:test" }
      }
    }]
  })
}
