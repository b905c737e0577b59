# A plan that changes what an earlier apply made: one role stays, one is updated, one replaced, one deleted.
resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

# Its URL changes, so it is replaced.
resource "aws_iam_openid_connect_provider" "gitlab" {
  url            = "https://gitlab.com/"
  client_id_list = ["https://gitlab.com"]
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

data "aws_iam_policy_document" "site" {
  source_policy_documents = [data.aws_iam_policy_document.app.json]
  statement {
    sid     = "Site"
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
      values   = ["repo:acme/site:environment:prod"]
    }
  }
}

resource "aws_iam_role" "same" {
  name               = "same"
  assume_role_policy = data.aws_iam_policy_document.app.json
}

resource "aws_iam_role" "updated" {
  name               = "updated"
  assume_role_policy = data.aws_iam_policy_document.site.json
}

resource "aws_iam_role" "replaced" {
  name               = "replaced"
  assume_role_policy = data.aws_iam_policy_document.app.json
}
