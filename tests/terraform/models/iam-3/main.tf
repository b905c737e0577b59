module "two" {
  source                        = "terraform-aws-modules/iam/aws//modules/iam-assumable-role-with-oidc"
  version                       = "2.22.0"
  create_role                   = true
  role_name                     = "two"
  provider_urls                 = ["https://gitlab.com", "app.terraform.io"]
  oidc_subjects_with_wildcards  = ["project_path:acme/*"]
  oidc_fully_qualified_subjects = ["project_path:acme/app:ref_type:branch:ref:main"]
}

module "three" {
  source                        = "git::https://github.com/terraform-aws-modules/terraform-aws-iam.git//modules/iam-assumable-role-with-oidc?ref=v3.16.0"
  create_role                   = true
  role_name_prefix              = "three-"
  provider_url                  = "https://gitlab.com"
  provider_urls                 = ["app.terraform.io"]
  oidc_fully_qualified_subjects = ["project_path:acme/app:ref_type:branch:ref:main"]
}
