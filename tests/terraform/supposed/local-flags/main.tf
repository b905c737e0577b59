variable "ci" {
  type    = string
  default = ""
}

variable "subjects" {
  type    = list(string)
  default = null
}

variable "extra" {
  type    = bool
  default = false
}

locals {
  wanted   = var.ci != ""
  subjects = var.subjects == null ? [] : var.subjects
}

resource "aws_iam_role" "wanted" {
  count = local.wanted ? 1 : 0
  name  = "wanted"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:acme/${var.ci}:ref:refs/heads/main"
        }
      }
    }]
  })
}

resource "aws_iam_role" "listed" {
  count = length(local.subjects) > 0 ? 1 : 0
  name  = "listed"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = local.subjects
        }
      }
    }]
  })
}

resource "aws_iam_role" "joined" {
  for_each = toset(concat(["base"], var.extra ? ["extra"] : []))
  name     = "joined-${each.key}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:acme/app:environment:${each.key}"
        }
      }
    }]
  })
}
