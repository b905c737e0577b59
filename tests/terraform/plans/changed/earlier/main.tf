resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "app" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${aws_iam_openid_connect_provider.github.url}:aud"
      values   = ["sts.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "${aws_iam_openid_connect_provider.github.url}:sub"
      values   = ["repo:acme/app"]
    }
  }
}

resource "aws_iam_role" "same" {
  name               = "same"
  assume_role_policy = data.aws_iam_policy_document.app.json
}

resource "aws_iam_role" "updated" {
  name               = "updated"
  assume_role_policy = data.aws_iam_policy_document.app.json
}

resource "aws_iam_role" "replaced" {
  name               = "replaced-earlier"
  assume_role_policy = data.aws_iam_policy_document.app.json
}

resource "aws_iam_role" "deleted" {
  name               = "deleted"
  assume_role_policy = data.aws_iam_policy_document.app.json
}

resource "aws_iam_openid_connect_provider" "gitlab" {
  url            = "https://gitlab.com"
  client_id_list = ["https://gitlab.com"]
}
