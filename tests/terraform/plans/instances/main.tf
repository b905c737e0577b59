# Roles and documents for each of a map; some documents are read while planning, some during apply.
variable "teams" {
  type = map(object({ subjects = list(string), own = optional(bool, true) }))
}

resource "aws_iam_openid_connect_provider" "github" {
  count          = 1
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "team" {
  for_each = var.teams
  statement {
    sid     = "Own"
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github[0].arn]
    }
    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }
    dynamic "condition" {
      for_each = each.value.own ? [1] : []
      content {
        test     = "StringLike"
        variable = "token.actions.githubusercontent.com:sub"
        values   = each.value.subjects
      }
    }
  }
}

resource "aws_iam_role" "team" {
  for_each           = var.teams
  name               = "team-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.team[each.key].json
}
