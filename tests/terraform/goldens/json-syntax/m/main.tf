variable "value" {}

output "out" {
  value = join("/", var.value)
}
