locals {
  teams = { red = { n = 2 }, blue = {} }
}
module "one" {
  source = "./m"
  name   = "one"
  cfg    = { a = 1, b = ["x"] }
}
module "many" {
  source   = "./m"
  for_each = local.teams
  name     = "many-${each.key}"
  cfg      = merge({ a = 5 }, each.value)
  sub      = module.one.sub
}
module "cnt" {
  source = "./n"
  count  = 2
  x      = count.index == 0 ? null : "set"
  y      = module.one
}
module "none" {
  source = "./n"
  count  = 0
}
resource "aws_iam_role" "top" {
  name = "top"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([for k, m in module.many : jsondecode(m.policy).Statement[0]], jsondecode(module.many["red"].policy).Statement, [{
      Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = [for m in module.cnt : m.arn] }
      Condition = { StringEquals = {
        "a:x" = module.cnt[*].x, "a:y" = module.cnt[1].y, "a:none" = [for n in module.none : n.x], "a:len" = length(module.none),
        "a:p" = [module.one.path, module.one.root, module.one.inner.path], "a:k" = keys(module.one), "a:o" = one(module.none[*].x) == null
      } }
    }])
  })
}
output "w" { value = module.cnt[0] }
output "k" { value = keys(module.many) }
