# Two maps by one key. Read apart, they would give a repository of one owner under the name of the other.
locals {
  owners       = { dev = "acme@1", prod = "acme@1" }
  repositories = { dev = "sandbox@5", prod = "app@2" }
  audiences    = { dev = "sts.amazonaws.com", prod = "sts.amazonaws.com" }
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
        StringEquals = { "token.actions.githubusercontent.com:aud" = local.audiences[terraform.workspace] }
        StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:${local.owners[terraform.workspace]}/${local.repositories[terraform.workspace]}:environment:${terraform.workspace}" }
      }
    }]
  })
}
