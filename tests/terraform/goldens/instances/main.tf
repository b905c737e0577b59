terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region = "eu-west-1"
}
variable "list" {
  type    = list(string)
  default = ["x", "y"]
}
variable "obj" {
  type    = map(object({ n = number, s = optional(string, "dflt"), l = optional(list(string), []) }))
  default = { one = { n = 1 }, "t${"w"}o" = { n = "2", s = null, l = ["q"] } }
}
locals {
  j = { for k, v in var.obj : k => jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "${k}${v.n}", Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" }, Condition = { StringEquals = { "a:b" = concat([v.s], v.l) } } }] }) }
}
resource "aws_iam_role" "fe" {
  for_each           = local.j
  name               = "fe-${each.key}"
  path               = "/p/"
  assume_role_policy = each.value
}
resource "aws_iam_role" "cnt" {
  count              = 2
  name               = "c${count.index}"
  assume_role_policy = replace(values(local.j)[count.index], "AssumeRole", "TagSession")
}
resource "aws_iam_role" "ref" {
  name = "ref"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow", Action = "sts:AssumeRole"
      Principal = { AWS = concat([for r in aws_iam_role.fe : r.arn], aws_iam_role.cnt[*].arn, [aws_iam_role.cnt.0.arn, aws_iam_role.fe["one"].arn]) }
      Condition = { StringEquals = {
        "a:id" = [aws_iam_role.cnt[0].id, aws_iam_role.fe["one"].path, aws_iam_role.cnt[1].path, aws_iam_role.fe["one"].description, aws_iam_role.fe["one"].max_session_duration]
        "a:ks" = keys(aws_iam_role.fe)
        "a:le" = [length(aws_iam_role.cnt), length(aws_iam_role.fe)]
        "a:pp" = jsondecode(aws_iam_role.fe["one"].assume_role_policy).Version
        "a:sp" = aws_iam_role.ref2.*.name
        "a:s2" = aws_iam_role.ref2[*].name
        "a:ty" = try(aws_iam_role.cnt[5].name, "none")
        "a:tz" = can(aws_iam_role.fe["zz"].name)
        "a:lk" = lookup(aws_iam_role.fe, "zz", { name = "deflt" }).name
        "a:rs" = resource.aws_iam_role.ref2.name
        "a:ct" = contains(keys(aws_iam_role.ref2), "tags")
      } }
    }]
  })
}
resource "aws_iam_role" "ref2" {
  name               = "ref2"
  name_prefix        = null
  assume_role_policy = data.aws_iam_policy_document.d["y"].json
  tags               = { a = "b" }
}
data "aws_iam_policy_document" "d" {
  for_each = toset(var.list)
  dynamic "statement" {
    for_each = each.key == "y" ? [1] : []
    content {
      actions = ["sts:AssumeRole"]
      sid     = each.value
      principals {
        type        = "Service"
        identifiers = ["ec2.${data.aws_partition.c.dns_suffix}"]
      }
    }
  }
}
data "aws_partition" "c" {}
data "aws_region" "c" {}
data "aws_caller_identity" "c" {}
output "a" { value = [for k, d in data.aws_iam_policy_document.d : "${k}=${length(jsondecode(d.minified_json))}"] }
output "b" { value = [data.aws_partition.c.partition, data.aws_region.c.name, data.aws_region.c.id, data.aws_partition.c.reverse_dns_prefix, data.aws_partition.c.dns_suffix, data.aws_caller_identity.c.account_id, data.aws_caller_identity.c.id] }
output "d" { value = [path.module, path.root, terraform.workspace] }
output "e" { value = { for k, v in aws_iam_role.fe : k => v.name } }
output "f" { value = aws_iam_role.ref2.tags }
output "g" { value = [aws_iam_role.ref2.name_prefix, aws_iam_role.ref2.permissions_boundary, aws_iam_role.ref2.force_detach_policies] }
resource "terraform_data" "x" {
  input = { a = [1, "b"] }
}
output "h" { value = [terraform_data.x.input.a[0], terraform_data.x.output.a[1], terraform_data.x.triggers_replace] }
