variable "create" { default = true }
variable "client_id_list" {
  type    = list(string)
  default = []
}
variable "url" { default = "https://token.actions.githubusercontent.com" }

data "aws_partition" "here" {}

resource "aws_iam_openid_connect_provider" "this" {
  count          = var.create ? 1 : 0
  url            = var.url
  client_id_list = coalescelist(var.client_id_list, ["sts.${data.aws_partition.here.dns_suffix}"])
}

output "arn" { value = try(aws_iam_openid_connect_provider.this[0].arn, null) }
output "url" { value = try(aws_iam_openid_connect_provider.this[0].url, null) }
