module "oidc" {
  source                         = "git@github.com:terraform-aws-modules/terraform-aws-iam.git//modules/iam-assumable-role-with-oidc?ref=v5.60.0"
  create_role                    = true
  role_name                      = "oidc"
  allow_self_assume_role         = true
  provider_url                   = "https://gitlab.com"
  oidc_fully_qualified_subjects  = ["project_path:acme/app:ref_type:branch:ref:main"]
  oidc_fully_qualified_audiences = ["https://gitlab.com"]
  provider_trust_policy_conditions = [
    { test = "StringEquals", variable = "aws:RequestedRegion", values = ["eu-west-1"] },
  ]
}

module "earlier" {
  source                       = "terraform-aws-modules/iam/aws//modules/iam-assumable-role-with-oidc"
  version                      = "5.30.0"
  create_role                  = true
  role_name                    = "earlier"
  provider_url                 = "gitlab.com"
  oidc_subjects_with_wildcards = ["project_path:acme/*"]
}

module "account" {
  source    = "registry.terraform.io/terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version   = "5.60.0"
  role_name = "account"
  oidc_providers = {
    one = {
      provider_arn               = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
      namespace_service_accounts = ["apps:web", "apps:worker"]
    }
    two = {
      provider_arn               = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/FEDCBA9876543210FEDCBA9876543210"
      namespace_service_accounts = ["apps:web"]
    }
  }
}

module "github" {
  source   = "terraform-aws-modules/iam/aws//modules/iam-github-oidc-role"
  version  = "5.60.0"
  name     = "github"
  subjects = ["acme/app:*", "repo:acme/web:ref:refs/heads/main"]
}

module "own" {
  source                          = "github.com/terraform-aws-modules/terraform-aws-iam//modules/iam-assumable-role?ref=v5.60.0"
  create_role                     = true
  role_name                       = "own"
  create_custom_role_trust_policy = true
  custom_role_trust_policy        = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/gitlab.com" } }] })
}

module "people" {
  source                     = "terraform-aws-modules/iam/aws//modules/iam-assumable-role"
  version                    = "5.60.0"
  create_role                = true
  role_name                  = "people"
  trusted_role_arns          = ["arn:aws:iam::123456789012:root"]
  role_sts_externalid        = "x"
  role_requires_session_name = true
  allow_self_assume_role     = true
}
