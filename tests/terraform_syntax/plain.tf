terraform {
  required_version = ">= 1.5" # a comment
  backend "s3" {}
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}

provider "aws" { region = "eu-west-1" }

variable "repositories" {
  type = map(object({
    branches = optional(list(string), ["main"])
    enabled  = optional(bool, true)
  }))
  default = {}

  validation {
    condition     = length(var.repositories) > 0 && !contains(keys(var.repositories), "") || var.none == null
    error_message = "A \"name\" must not be empty: 100 %, $ and $${x}."
  }
}

locals {
  names = [for name, each in var.repositories : "repo:${name}:*" if each.enabled]
  by_id = { for name in local.names : lower(name) => upper(name)... if name != "" }
  all = merge(
    local.by_id,
    {
      (var.key) = 1
      "b"       = [1, 2.5, -3]
      c : var.x[0].y["z"].w[*].id,
    },
  )
  chosen = var.production ? [
    "a",
  ] : var.staging ? ["b"] : []
  flat = flatten([
    for name, each in var.repositories : [
      for branch in each.branches : { name = name, branch = branch }
    ]
  ])
}

resource "aws_iam_role" "ci" {
  count = var.enabled ? 1 : 0
  name  = format("%s-%s", var.prefix, random_id.x.hex)

  assume_role_policy = <<-EOT
    {"Statement": [{"Action": "sts:AssumeRoleWithWebIdentity", "Resource": "${aws_iam_role.x.arn}"}]}
  EOT

  dynamic "inline_policy" {
    for_each = var.policies
    content {
      name   = inline_policy.key
      policy = jsonencode(inline_policy.value)
    }
  }

  lifecycle {
    ignore_changes = [tags, tags["x"]]
  }
}

module "irsa" {
  source    = "./irsa"
  providers = { aws.other = aws.west }
  count     = (var.a + 1) * 2 - var.b[0]
}

output "arn" {
  value = try(one(aws_iam_role.ci[*].arn), "")
}
