variable "x" { default = "dx" }
variable "y" {
  type    = any
  default = null
}
resource "aws_iam_role" "n" {
  name_prefix        = "n"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
output "x" { value = var.x }
output "y" { value = var.y.sub }
output "arn" { value = "arn:aws:iam::123456789012:role/x" }
