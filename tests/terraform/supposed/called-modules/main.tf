variable "outer" {
  type    = bool
  default = false
}

variable "deep" {
  type    = bool
  default = false
}

module "called" {
  source  = "./ci"
  count   = var.outer ? 1 : 0
  enabled = true
  inner   = var.deep
  branch  = "main"
}

module "passed" {
  source  = "./ci"
  enabled = var.deep
  branch  = "dev"
}

module "off" {
  source  = "./ci"
  enabled = false
  branch  = "off"
}

module "left_off" {
  source = "./ci"
  branch = "left"
}
