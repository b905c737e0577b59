provider "aws" {
  region = local.region
}

provider "aws" {
  alias  = "us"
  region = "us-west-2"
}

locals {
  region = "eu-central-1"
}

data "aws_region" "default" {}

data "aws_region" "us" {
  provider = aws.us
}

data "aws_partition" "this" {}

module "inherits" {
  source = "./m"
}

module "passed" {
  source    = "./m"
  providers = { aws = aws.us }
}

output "regions" {
  value = [data.aws_region.default.name, data.aws_region.us.id, module.inherits.region, module.passed.region]
}

output "partition" {
  value = [data.aws_partition.this.partition, data.aws_partition.this.dns_suffix, module.passed.suffix]
}
