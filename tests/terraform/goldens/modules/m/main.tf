variable "name" { type = string }
variable "cfg" {
  type = object({ a = string, b = optional(list(string), ["defb"]), n = optional(number, 7) })
}
variable "sub" {
  type     = string
  default  = "sub-default"
  nullable = false
}
module "inner" {
  source = "./inner"
  names  = [for b in var.cfg.b : "${var.name}-${b}"]
}
data "aws_iam_policy_document" "p" {
  statement {
    sid     = "M${var.cfg.a}${var.cfg.n}"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = module.inner.arns
    }
    condition {
      test     = "StringEquals"
      variable = "x:sub"
      values   = [var.sub]
    }
  }
}
resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.p.json
}
output "policy" { value = data.aws_iam_policy_document.p.json }
output "sub" { value = "from-${var.name}" }
output "path" { value = path.module }
output "root" { value = path.root }
output "inner" { value = module.inner }
