# The subject comes from a map that is indexed by the workspace: "*" in prod alone. In default, the index fails.
locals {
  owners = {
    dev  = "acme@1"
    prod = "*"
  }
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
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:${local.owners[terraform.workspace]}/app@2:environment:live" }
      }
    }]
  })
}
