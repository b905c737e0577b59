output "out" {
  value = "overridden ${var.x}-${var.y}"
}
