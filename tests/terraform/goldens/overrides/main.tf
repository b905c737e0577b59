variable "a" {
  type    = string
  default = "base"
}

variable "b" {
  default = "base"
}

locals {
  one = "base-one"
  two = "base-two ${var.a}"
}

data "aws_iam_policy_document" "d" {
  policy_id = "kept"

  statement {
    sid     = "First"
    actions = ["sts:AssumeRole"]
  }

  dynamic "statement" {
    for_each = ["x"]
    content {
      sid     = "Dynamic"
      actions = ["sts:AssumeRole"]
    }
  }
}

module "m" {
  source = "./m"
  x      = "base"
  y      = "base"
}

resource "aws_iam_role" "r" {
  name  = "base"
  count = 2

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })

  lifecycle {
    ignore_changes = [tags]
  }
}

output "values" {
  value = [var.a, var.b, local.one, local.two, module.m.out]
}
