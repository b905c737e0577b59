# The provider's URL comes through an output of a module: what a plan knows of it has its scheme.
module "github" {
  source = "./github"
}

resource "aws_iam_role" "encoded" {
  name = "encoded"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = module.github.arn }
      Condition = {
        StringEquals = { "${module.github.url}:aud" = "sts.amazonaws.com" }
        StringLike   = { "${module.github.url}:sub" = "repo:acme/app:*" }
      }
    }]
  })
}

data "aws_iam_policy_document" "rendered" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [module.github.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${module.github.url}:aud"
      values   = ["sts.amazonaws.com"]
    }
    condition {
      test     = "StringLike"
      variable = "${module.github.url}:sub"
      values   = ["repo:acme/app:*"]
    }
  }
}

resource "aws_iam_role" "rendered" {
  name               = "rendered"
  assume_role_policy = data.aws_iam_policy_document.rendered.json
}
