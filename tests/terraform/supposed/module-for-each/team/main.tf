variable "repo" {
  type = string
}

variable "stage" {
  type    = string
  default = "any"
}

variable "create" {
  type    = bool
  default = true
}

resource "aws_iam_role" "this" {
  count = var.create ? 1 : 0
  name  = "${var.repo}-${var.stage}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:acme/${var.repo}:environment:${var.stage}"
        }
      }
    }]
  })
}
