# The audience is looked up, with a default: wrong in every workspace but prod.
locals {
  audiences = { prod = "sts.amazonaws.com" }
}
resource "aws_iam_role" "ci" {
  name = "ci"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = lookup(local.audiences, terraform.workspace, "sts.amazon.com") }
        StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:acme@1/app@2:environment:live" }
      }
    }]
  })
}
