variable "teams" {
  type    = map(string)
  default = {}
}

variable "prod" {
  type    = bool
  default = false
}

module "team" {
  source   = "./team"
  for_each = var.teams
  repo     = each.value
}

module "stage" {
  source   = "./team"
  for_each = { dev = true, prod = var.prod }
  repo     = "app"
  stage    = each.key
  create   = each.value
}
