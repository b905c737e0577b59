# Which roles there are depends on the workspace. One of those in prod is open to everybody.
locals {
  teams = {
    default = {}
    dev     = { web = "acme@1/web@3" }
    prod    = { web = "acme@1/web@3", data = "*/data@4" }
  }
}
resource "aws_iam_role" "team" {
  for_each = local.teams[terraform.workspace]
  name     = "${terraform.workspace}-${each.key}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:${each.value}:environment:live" }
      }
    }]
  })
}
