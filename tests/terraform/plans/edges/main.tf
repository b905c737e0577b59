# Policy documents of which a first plan shows less than it seems to.
variable "audience" {
  type    = string
  default = "https://gitlab.com"
}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_openid_connect_provider" "gitlab" {
  url            = "https://gitlab.com"
  client_id_list = [var.audience]
}

# The audience is the URL of a new provider, and stays what it is.
data "aws_iam_policy_document" "audience" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.gitlab.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "gitlab.com:aud"
      values   = [var.audience]
    }
    condition {
      test     = "StringEquals"
      variable = "gitlab.com:sub"
      values   = ["project_path:acme/app:ref_type:branch:ref:main"]
    }
  }
}

# The scheme is written out, so it is stored.
data "aws_iam_policy_document" "scheme" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.gitlab.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "https://gitlab.com:aud"
      values   = ["https://gitlab.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "${aws_iam_openid_connect_provider.gitlab.url}:sub"
      values   = ["project_path:acme/app:ref_type:branch:ref:main"]
    }
  }
}

# The references of a list say nothing about one of its items.
data "aws_iam_policy_document" "both" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type = "Federated"
      identifiers = [
        aws_iam_openid_connect_provider.github.arn,
        aws_iam_openid_connect_provider.gitlab.arn,
      ]
    }
    condition {
      test     = "StringEquals"
      variable = "gitlab.com:aud"
      values   = ["https://gitlab.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "gitlab.com:sub"
      values   = ["project_path:acme/app:ref_type:branch:ref:main"]
    }
  }
}

# Neither the number of conditions nor their keys are known before the apply.
data "aws_iam_policy_document" "conditions" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github.arn]
    }
    dynamic "condition" {
      for_each = toset([for arn in [aws_iam_openid_connect_provider.github.arn] : split("oidc-provider/", arn)[1]])
      content {
        test     = "StringEquals"
        variable = "${condition.value}:aud"
        values   = ["sts.amazonaws.com"]
      }
    }
    dynamic "condition" {
      for_each = toset([for arn in [aws_iam_openid_connect_provider.github.arn] : split("oidc-provider/", arn)[1]])
      content {
        test     = "StringEquals"
        variable = "${condition.value}:sub"
        values   = ["repo:acme/app:environment:production"]
      }
    }
  }
}

# Two keys that come from the same value, and are not the same.
data "aws_iam_policy_document" "keys" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${split("oidc-provider/", aws_iam_openid_connect_provider.github.arn)[1]}:aud"
      values   = ["sts.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "${split("oidc-provider/", aws_iam_openid_connect_provider.github.arn)[1]}:sub"
      values   = ["repo:acme/app:environment:production"]
    }
  }
}

resource "aws_iam_role" "audience" {
  name               = "audience"
  assume_role_policy = data.aws_iam_policy_document.audience.json
}

resource "aws_iam_role" "scheme" {
  name               = "scheme"
  assume_role_policy = data.aws_iam_policy_document.scheme.json
}

resource "aws_iam_role" "both" {
  name               = "both"
  assume_role_policy = data.aws_iam_policy_document.both.json
}

resource "aws_iam_role" "conditions" {
  name               = "conditions"
  assume_role_policy = data.aws_iam_policy_document.conditions.json
}

resource "aws_iam_role" "keys" {
  name               = "keys"
  assume_role_policy = data.aws_iam_policy_document.keys.json
}
