variable "enabled" {
  type    = bool
  default = false
}

variable "inner" {
  type    = bool
  default = false
}

variable "branch" {
  type = string
}

resource "aws_iam_role" "this" {
  count = var.enabled ? 1 : 0
  name  = "this-${var.branch}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:acme/app:ref:refs/heads/${var.branch}"
        }
      }
    }]
  })
}

resource "aws_iam_role" "inner" {
  count = var.enabled && var.inner ? 1 : 0
  name  = "inner-${var.branch}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:acme/app:environment:${var.branch}"
        }
      }
    }]
  })
}
