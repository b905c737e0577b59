variable "branches" {
  type    = list(string)
  default = []
}

variable "repos" {
  type = set(string)
}

variable "apps" {
  type = map(object({
    repo     = string
    branches = optional(list(string), ["main"])
  }))
  default = {}
}

variable "subjects" {
  type    = list(object({ name = string, kind = string }))
  default = []
}

variable "extra_conditions" {
  type    = map(map(string))
  default = {}
}

locals {
  host     = "token.actions.githubusercontent.com"
  arn      = "arn:aws:iam::123456789012:oidc-provider/${local.host}"
  audience = { "${local.host}:aud" = "sts.amazonaws.com" }
  subjects = {
    for-format    = [for branch in var.branches : format("repo:%s:ref:refs/heads/%s", "acme/app", branch)]
    for-index     = [for index, branch in var.branches : "repo:acme/app:ref:refs/heads/${index}-${branch}"]
    for-if        = [for repo in var.repos : "repo:acme/${repo}:*" if !startswith(repo, "legacy-")]
    formatlist    = formatlist("repo:acme/%s:environment:prod", tolist(var.repos))
    formatlist-of = formatlist("%s:environment:prod", [for repo in var.repos : "repo:acme/${repo}"])
    concat        = concat(["repo:acme/app:ref:refs/heads/main"], [for repo in var.repos : "repo:acme/${repo}:*"])
    flatten       = flatten([for app in var.apps : [for branch in app.branches : "repo:${app.repo}:ref:refs/heads/${branch}"]])
    setproduct    = [for pair in setproduct(var.repos, ["dev", "prod"]) : "repo:acme/${pair[0]}:environment:${pair[1]}"]
    splat         = [for subject in var.subjects : { text = "repo:acme/app:${subject.kind}:${subject.name}" }][*].text
    splat-format  = formatlist("repo:acme/app:environment:%s", var.subjects[*].name)
    keys          = keys({ for repo in var.repos : "repo:acme/${repo}:*" => true })
    values        = values({ for key, app in var.apps : key => "repo:${app.repo}:*" })
    toset         = tolist(toset([for app in var.apps : "repo:${app.repo}:pull_request"]))
    distinct      = distinct([for subject in var.subjects : "repo:acme/app:${subject.kind}"])
    compact       = compact([for branch in var.branches : branch == "" ? "" : "repo:acme/app:ref:refs/heads/${branch}"])
    sort          = sort(concat(["repo:acme/z:*"], [for repo in var.repos : "repo:acme/${repo}:*"]))
    encoded       = jsondecode(jsonencode([for repo in var.repos : "repo:acme/${repo}:*"]))
    grouped       = flatten(values({ for subject in var.subjects : subject.kind => "repo:acme/app:${subject.kind}:${subject.name}"... }))
  }
}

resource "aws_iam_role" "local" {
  for_each = local.subjects
  name     = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = local.arn }
      Condition = {
        StringEquals = local.audience
        StringLike   = { "${local.host}:sub" = each.value }
      }
    }]
  })
}

resource "aws_iam_role" "each" {
  for_each = { for key, app in var.apps : "app-${key}" => "repo:${app.repo}:*" }
  name     = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = local.arn }
      Condition = { StringEquals = local.audience, StringLike = { "${local.host}:sub" = each.value } }
    }]
  })
}

data "aws_iam_policy_document" "dynamic" {
  dynamic "statement" {
    for_each = [for app in var.apps : "repo:${app.repo}:*"]
    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]
      principals {
        type        = "Federated"
        identifiers = [local.arn]
      }
      dynamic "condition" {
        for_each = { for key, value in local.audience : key => [value] }
        content {
          test     = "StringEquals"
          variable = condition.key
          values   = condition.value
        }
      }
      condition {
        test     = "StringLike"
        variable = "${local.host}:sub"
        values   = [statement.value]
      }
    }
  }
}

resource "aws_iam_role" "dynamic" {
  name               = "dynamic"
  assume_role_policy = data.aws_iam_policy_document.dynamic.json
}

resource "aws_iam_role" "text" {
  name               = "text"
  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Effect": "Allow",
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": "${local.arn}"},
        "Condition": {
          "StringEquals": ${jsonencode(local.audience)},
          "StringLike": {"${local.host}:sub": ${jsonencode([for repo in var.repos : "repo:acme/${repo}:*"])}}
        }
      }]
    }
  JSON
}

resource "aws_iam_role" "statements" {
  name = "statements"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for app in var.apps : {
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = local.arn }
      Condition = { StringEquals = local.audience, StringLike = { "${local.host}:sub" = "repo:${app.repo}:*" } }
    }]
  })
}

resource "aws_iam_role" "merged" {
  name = "merged"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = local.arn }
      Condition = merge({
        StringEquals = local.audience
        StringLike   = { "${local.host}:sub" = "repo:acme/app:*" }
      }, var.extra_conditions)
    }]
  })
}
