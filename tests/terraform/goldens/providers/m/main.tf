data "aws_region" "here" {}

data "aws_partition" "here" {}

output "region" {
  value = data.aws_region.here.name
}

output "suffix" {
  value = data.aws_partition.here.dns_suffix
}
