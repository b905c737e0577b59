variable "x" {}
variable "y" {}

output "out" {
  value = "${var.x}-${var.y}"
}
