# Roles in a module that is called twice, and a provider that the caller passes on.
variable "repositories" {
  type    = list(string)
  default = ["acme/app"]
}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

module "deploy" {
  source       = "./role"
  for_each     = toset(["stage", "prod"])
  name         = "deploy-${each.key}"
  provider_arn = aws_iam_openid_connect_provider.github.arn
  subjects     = [for repository in var.repositories : "repo:${repository}:environment:${each.key}"]
}

module "any" {
  source       = "./role"
  name         = "any"
  provider_arn = aws_iam_openid_connect_provider.github.arn
  subjects     = ["repo:acme/*"]
}
