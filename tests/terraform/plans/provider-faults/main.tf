# Providers whose URLs are of no issuer.
resource "aws_iam_openid_connect_provider" "slash" {
  url            = "https://token.actions.githubusercontent.com/"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_openid_connect_provider" "near" {
  url            = "https://token.actions.githubusercontents.com"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_openid_connect_provider" "right" {
  url            = "https://gitlab.com"
  client_id_list = ["https://gitlab.com"]
}

data "aws_iam_policy_document" "gitlab" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.right.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "gitlab.com:aud"
      values   = ["sts.amazonaws.com"]
    }
    condition {
      test     = "StringLike"
      variable = "gitlab.com:sub"
      values   = ["project_path:acme/app:*"]
    }
  }
}

resource "aws_iam_role" "gitlab" {
  name               = "gitlab"
  assume_role_policy = data.aws_iam_policy_document.gitlab.json
}
