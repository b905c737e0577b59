# A local module gets the name of the workspace, and compares it.
module "ci" {
  source      = "./ci"
  environment = terraform.workspace
}
