module "github" {
  source                 = "git::ssh://git@github.com/terraform-aws-modules/terraform-aws-iam.git//modules/iam-role?ref=v6.5.0"
  name                   = "github"
  use_name_prefix        = false
  enable_github_oidc     = true
  oidc_subjects          = ["acme/app:ref:refs/heads/main"]
  oidc_wildcard_subjects = ["repo:acme/web:*"]
  trust_policy_conditions = [
    { test = "StringEquals", variable = "aws:RequestedRegion", values = ["eu-west-1"] },
  ]
  trust_policy_permissions = {
    people = {
      actions    = ["sts:AssumeRole"]
      principals = [{ type = "AWS", identifiers = ["arn:aws:iam::123456789012:root"] }]
    }
    others = {
      sid        = "Others"
      effect     = "Deny"
      actions    = ["sts:AssumeRole"]
      principals = [{ type = "AWS", identifiers = ["*"] }]
      condition  = [{ test = "StringNotEquals", variable = "aws:PrincipalOrgID", values = ["o-1"] }]
    }
  }
}

module "generic" {
  source             = "terraform-aws-modules/iam/aws//modules/iam-role"
  version            = "6.0.0"
  name               = "generic"
  enable_oidc        = true
  oidc_provider_urls = ["https://gitlab.com"]
  oidc_subjects      = ["project_path:acme/app:ref_type:branch:ref:main"]
  oidc_audiences     = ["https://gitlab.com"]
}

module "bitbucket" {
  source                = "terraform-aws-modules/iam/aws//modules/iam-role"
  version               = "6.5.0"
  name                  = "bitbucket"
  enable_bitbucket_oidc = true
  oidc_provider_urls    = ["https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc"]
  oidc_audiences        = ["ari:cloud:bitbucket::workspace/4bd5e7a5-2b3c-4b7f-8f5e-0f1c2d3e4f50"]
}

module "saml" {
  source            = "terraform-aws-modules/iam/aws//modules/iam-role"
  version           = "6.5.0"
  name              = "saml"
  enable_saml       = true
  saml_provider_ids = ["arn:aws:iam::123456789012:saml-provider/acme"]
}

module "account" {
  source          = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts"
  version         = "6.5.0"
  name            = "account"
  use_name_prefix = false
  oidc_providers = {
    main = {
      provider_arn               = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
      namespace_service_accounts = ["apps:web"]
    }
  }
}
