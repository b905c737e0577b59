variable "a" {
  default = 5
}

locals {
  one = "first override"
}

resource "aws_iam_role" "r" {
  name = "r-${count.index}"
}

module "m" {
  x = "a"
}
