module "one" {
  source              = "github.com/ministryofjustice/modernisation-platform-github-oidc-role?ref=v2.0.0"
  role_name           = "one"
  github_repositories = ["acme/app:*"]
  tags                = {}
  policy_arns         = []
}

module "three" {
  source              = "github.com/ministryofjustice/modernisation-platform-github-oidc-role?ref=v3.0.0"
  role_name           = "three"
  github_repositories = ["acme/app"]
  tags                = {}
  policy_arns         = []
}

module "four" {
  source              = "github.com/ministryofjustice/modernisation-platform-github-oidc-role?ref=v4.0.0"
  role_name           = "four"
  github_repositories = ["acme/app", "acme/web"]
  subject_claim       = "ref:refs/heads/main"
  tags                = {}
  policy_arns         = []
}
