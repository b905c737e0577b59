variable "github_repositories" { type = list(string) }
variable "role_name" { default = "github-actions" }
variable "create_github_oidc_provider" { default = true }

data "aws_caller_identity" "here" {}

resource "aws_iam_openid_connect_provider" "github_actions" {
  count          = var.create_github_oidc_provider ? 1 : 0
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_openid_connect_provider" "github_actions" {
  count = var.create_github_oidc_provider ? 0 : 1
  url   = "https://token.actions.githubusercontent.com"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.here.account_id}:oidc-provider/token.actions.githubusercontent.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }
    condition {
      test     = "StringLike"
      variable = "token.actions.githubusercontent.com:sub"
      values   = [for repository in var.github_repositories : "repo:${repository}"]
    }
  }
}

resource "aws_iam_role" "github_actions" {
  name               = var.role_name
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

output "github_actions_provider" { value = try(aws_iam_openid_connect_provider.github_actions[0].arn, data.aws_iam_openid_connect_provider.github_actions[0].arn) }
output "github_actions_role" { value = aws_iam_role.github_actions.arn }
output "github_actions_role_trust_policy" { value = data.aws_iam_policy_document.trust.json }
