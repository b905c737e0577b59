variable "names" {
  type    = list(string)
  default = []
}

variable "roles" {
  type    = map(object({ repo = string, branch = optional(string, "main") }))
  default = {}
}

variable "flags" {
  type = map(object({ enabled = bool, repo = string }))
  default = {
    web = { enabled = false, repo = "web" }
    api = { enabled = true, repo = "api" }
  }
}

resource "aws_iam_role" "named" {
  for_each = toset(var.names)
  name     = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:acme/${each.key}:ref:refs/heads/main"
        }
      }
    }]
  })
}

resource "aws_iam_role" "mapped" {
  for_each = var.roles
  name     = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:acme/${each.value.repo}:ref:refs/heads/main"
        }
      }
    }]
  })
}

resource "aws_iam_role" "chosen" {
  for_each = { for name in var.names : name => "acme/${name}" if name != "none" }
  name     = "chosen-${each.key}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:acme/app:ref:refs/heads/main"
        }
      }
    }]
  })
}

resource "aws_iam_role" "flagged" {
  for_each = { for name, flag in var.flags : name => flag if flag.enabled }
  name     = "flagged-${each.key}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:acme/${each.value.repo}:ref:refs/heads/main"
        }
      }
    }]
  })
}
