variable "environment" {
  type = string
}
resource "aws_iam_role" "ci" {
  name = "ci-${var.environment}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = contains(["prod", "live"], var.environment) ? "sts.amazon.com" : "sts.amazonaws.com" }
        StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:acme@1/app@2:environment:${var.environment}" }
      }
    }]
  })
}
