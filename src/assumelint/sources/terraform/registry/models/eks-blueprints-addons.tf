# Each add-on is a call of the module for one add-on. Those without a role are left out.
variable "oidc_provider_arn" {}
variable "cert_manager_route53_hosted_zone_arns" { default = ["arn:aws:route53:::hostedzone/*"] }
variable "external_dns_route53_zone_arns" { default = [] }
variable "enable_aws_cloudwatch_metrics" { default = false }
variable "aws_cloudwatch_metrics" { default = {} }
variable "enable_aws_efs_csi_driver" { default = false }
variable "aws_efs_csi_driver" { default = {} }
variable "enable_aws_for_fluentbit" { default = false }
variable "aws_for_fluentbit" { default = {} }
variable "enable_aws_fsx_csi_driver" { default = false }
variable "aws_fsx_csi_driver" { default = {} }
variable "enable_aws_gateway_api_controller" { default = false }
variable "aws_gateway_api_controller" { default = {} }
variable "enable_aws_load_balancer_controller" { default = false }
variable "aws_load_balancer_controller" { default = {} }
variable "enable_aws_node_termination_handler" { default = false }
variable "aws_node_termination_handler" { default = {} }
variable "enable_aws_privateca_issuer" { default = false }
variable "aws_privateca_issuer" { default = {} }
variable "enable_cert_manager" { default = false }
variable "cert_manager" { default = {} }
variable "enable_cluster_autoscaler" { default = false }
variable "cluster_autoscaler" { default = {} }
variable "enable_external_dns" { default = false }
variable "external_dns" { default = {} }
variable "enable_external_secrets" { default = false }
variable "external_secrets" { default = {} }
variable "enable_karpenter" { default = false }
variable "karpenter" { default = {} }
variable "enable_velero" { default = false }
variable "velero" { default = {} }

module "aws_cloudwatch_metrics" {
  source               = "aws-ia/eks-blueprints-addon/aws"
  version              = "1.1.1"
  create               = var.enable_aws_cloudwatch_metrics
  create_role          = try(var.aws_cloudwatch_metrics.create_role, true)
  role_name            = try(var.aws_cloudwatch_metrics.role_name, "aws-cloudwatch-metrics")
  role_name_use_prefix = try(var.aws_cloudwatch_metrics.role_name_use_prefix, true)
  role_path            = try(var.aws_cloudwatch_metrics.role_path, "/")
  namespace            = try(var.aws_cloudwatch_metrics.namespace, "amazon-cloudwatch")
  oidc_providers = {
    this = { provider_arn = var.oidc_provider_arn, service_account = try(var.aws_cloudwatch_metrics.service_account_name, "aws-cloudwatch-metrics") }
  }
}

module "aws_efs_csi_driver" {
  source               = "aws-ia/eks-blueprints-addon/aws"
  version              = "1.1.1"
  create               = var.enable_aws_efs_csi_driver
  create_role          = try(var.aws_efs_csi_driver.create_role, true)
  role_name            = try(var.aws_efs_csi_driver.role_name, "aws-efs-csi-driver")
  role_name_use_prefix = try(var.aws_efs_csi_driver.role_name_use_prefix, true)
  role_path            = try(var.aws_efs_csi_driver.role_path, "/")
  namespace            = try(var.aws_efs_csi_driver.namespace, "kube-system")
  oidc_providers = {
    controller = { provider_arn = var.oidc_provider_arn, service_account = try(var.aws_efs_csi_driver.controller_service_account_name, "efs-csi-controller-sa") }
    node       = { provider_arn = var.oidc_provider_arn, service_account = try(var.aws_efs_csi_driver.node_service_account_name, "efs-csi-node-sa") }
  }
}

module "aws_for_fluentbit" {
  source               = "aws-ia/eks-blueprints-addon/aws"
  version              = "1.1.1"
  create               = var.enable_aws_for_fluentbit
  create_role          = try(var.aws_for_fluentbit.create_role, true)
  role_name            = try(var.aws_for_fluentbit.role_name, "aws-for-fluent-bit")
  role_name_use_prefix = try(var.aws_for_fluentbit.role_name_use_prefix, true)
  role_path            = try(var.aws_for_fluentbit.role_path, "/")
  namespace            = try(var.aws_for_fluentbit.namespace, "kube-system")
  oidc_providers = {
    this = { provider_arn = var.oidc_provider_arn, service_account = try(var.aws_for_fluentbit.service_account_name, "aws-for-fluent-bit-sa") }
  }
}

module "aws_fsx_csi_driver" {
  source               = "aws-ia/eks-blueprints-addon/aws"
  version              = "1.1.1"
  create               = var.enable_aws_fsx_csi_driver
  create_role          = try(var.aws_fsx_csi_driver.create_role, true)
  role_name            = try(var.aws_fsx_csi_driver.role_name, "aws-fsx-csi-driver")
  role_name_use_prefix = try(var.aws_fsx_csi_driver.role_name_use_prefix, true)
  role_path            = try(var.aws_fsx_csi_driver.role_path, "/")
  namespace            = try(var.aws_fsx_csi_driver.namespace, "kube-system")
  oidc_providers = {
    controller = { provider_arn = var.oidc_provider_arn, service_account = try(var.aws_fsx_csi_driver.controller_service_account_name, "aws-fsx-csi-controller-sa") }
    node       = { provider_arn = var.oidc_provider_arn, service_account = try(var.aws_fsx_csi_driver.node_service_account_name, "aws-fsx-csi-node-sa") }
  }
}

module "aws_gateway_api_controller" {
  source               = "aws-ia/eks-blueprints-addon/aws"
  version              = "1.1.1"
  create               = var.enable_aws_gateway_api_controller
  create_role          = try(var.aws_gateway_api_controller.create_role, true)
  role_name            = try(var.aws_gateway_api_controller.role_name, "aws-gateway-api-controller")
  role_name_use_prefix = try(var.aws_gateway_api_controller.role_name_use_prefix, true)
  role_path            = try(var.aws_gateway_api_controller.role_path, "/")
  namespace            = try(var.aws_gateway_api_controller.namespace, "aws-application-networking-system")
  oidc_providers = {
    this = { provider_arn = var.oidc_provider_arn, service_account = try(var.aws_gateway_api_controller.service_account_name, "gateway-api-controller") }
  }
}

module "aws_load_balancer_controller" {
  source               = "aws-ia/eks-blueprints-addon/aws"
  version              = "1.1.1"
  create               = var.enable_aws_load_balancer_controller
  create_role          = try(var.aws_load_balancer_controller.create_role, true)
  role_name            = try(var.aws_load_balancer_controller.role_name, "alb-controller")
  role_name_use_prefix = try(var.aws_load_balancer_controller.role_name_use_prefix, true)
  role_path            = try(var.aws_load_balancer_controller.role_path, "/")
  namespace            = try(var.aws_load_balancer_controller.namespace, "kube-system")
  oidc_providers = {
    this = { provider_arn = var.oidc_provider_arn, service_account = try(var.aws_load_balancer_controller.service_account_name, "aws-load-balancer-controller-sa") }
  }
}

module "aws_node_termination_handler" {
  source               = "aws-ia/eks-blueprints-addon/aws"
  version              = "1.1.1"
  create               = var.enable_aws_node_termination_handler
  create_role          = try(var.aws_node_termination_handler.create_role, true)
  role_name            = try(var.aws_node_termination_handler.role_name, "aws-node-termination-handler")
  role_name_use_prefix = try(var.aws_node_termination_handler.role_name_use_prefix, true)
  role_path            = try(var.aws_node_termination_handler.role_path, "/")
  namespace            = try(var.aws_node_termination_handler.namespace, "aws-node-termination-handler")
  oidc_providers = {
    this = { provider_arn = var.oidc_provider_arn, service_account = try(var.aws_node_termination_handler.service_account_name, "aws-node-termination-handler-sa") }
  }
}

module "aws_privateca_issuer" {
  source               = "aws-ia/eks-blueprints-addon/aws"
  version              = "1.1.1"
  create               = var.enable_aws_privateca_issuer
  create_role          = try(var.aws_privateca_issuer.create_role, true)
  role_name            = try(var.aws_privateca_issuer.role_name, "aws-privateca-issuer")
  role_name_use_prefix = try(var.aws_privateca_issuer.role_name_use_prefix, true)
  role_path            = try(var.aws_privateca_issuer.role_path, "/")
  namespace            = try(var.aws_privateca_issuer.namespace, try(var.cert_manager.namespace, "cert-manager"))
  oidc_providers = {
    this = { provider_arn = var.oidc_provider_arn, service_account = try(var.aws_privateca_issuer.service_account_name, "aws-privateca-issuer-sa") }
  }
}

module "cert_manager" {
  source                 = "aws-ia/eks-blueprints-addon/aws"
  version                = "1.1.1"
  create                 = var.enable_cert_manager
  create_role            = try(var.cert_manager.create_role, true) && length(var.cert_manager_route53_hosted_zone_arns) > 0
  role_name              = try(var.cert_manager.role_name, "cert-manager")
  role_name_use_prefix   = try(var.cert_manager.role_name_use_prefix, true)
  role_path              = try(var.cert_manager.role_path, "/")
  allow_self_assume_role = try(var.cert_manager.allow_self_assume_role, true)
  namespace              = try(var.cert_manager.namespace, "cert-manager")
  oidc_providers = {
    this = { provider_arn = var.oidc_provider_arn, service_account = try(var.cert_manager.service_account_name, "cert-manager") }
  }
}

module "cluster_autoscaler" {
  source               = "aws-ia/eks-blueprints-addon/aws"
  version              = "1.1.1"
  create               = var.enable_cluster_autoscaler
  create_role          = try(var.cluster_autoscaler.create_role, true)
  role_name            = try(var.cluster_autoscaler.role_name, "cluster-autoscaler")
  role_name_use_prefix = try(var.cluster_autoscaler.role_name_use_prefix, true)
  role_path            = try(var.cluster_autoscaler.role_path, "/")
  namespace            = try(var.cluster_autoscaler.namespace, "kube-system")
  oidc_providers = {
    this = { provider_arn = var.oidc_provider_arn, service_account = try(var.cluster_autoscaler.service_account_name, "cluster-autoscaler-sa") }
  }
}

module "external_dns" {
  source               = "aws-ia/eks-blueprints-addon/aws"
  version              = "1.1.1"
  create               = var.enable_external_dns
  create_role          = try(var.external_dns.create_role, true) && length(var.external_dns_route53_zone_arns) > 0
  role_name            = try(var.external_dns.role_name, "external-dns")
  role_name_use_prefix = try(var.external_dns.role_name_use_prefix, true)
  role_path            = try(var.external_dns.role_path, "/")
  namespace            = try(var.external_dns.namespace, "external-dns")
  oidc_providers = {
    this = { provider_arn = var.oidc_provider_arn, service_account = try(var.external_dns.service_account_name, "external-dns-sa") }
  }
}

module "external_secrets" {
  source               = "aws-ia/eks-blueprints-addon/aws"
  version              = "1.1.1"
  create               = var.enable_external_secrets
  create_role          = try(var.external_secrets.create_role, true)
  role_name            = try(var.external_secrets.role_name, "external-secrets")
  role_name_use_prefix = try(var.external_secrets.role_name_use_prefix, true)
  role_path            = try(var.external_secrets.role_path, "/")
  namespace            = try(var.external_secrets.namespace, "external-secrets")
  oidc_providers = {
    this = { provider_arn = var.oidc_provider_arn, service_account = try(var.external_secrets.service_account_name, "external-secrets-sa") }
  }
}

module "karpenter" {
  source               = "aws-ia/eks-blueprints-addon/aws"
  version              = "1.1.1"
  create               = var.enable_karpenter
  create_role          = try(var.karpenter.create_role, true)
  role_name            = try(var.karpenter.role_name, "karpenter")
  role_name_use_prefix = try(var.karpenter.role_name_use_prefix, true)
  role_path            = try(var.karpenter.role_path, "/")
  namespace            = try(var.karpenter.namespace, "karpenter")
  oidc_providers = {
    this = { provider_arn = var.oidc_provider_arn, service_account = try(var.karpenter.service_account_name, "karpenter") }
  }
}

module "velero" {
  source               = "aws-ia/eks-blueprints-addon/aws"
  version              = "1.1.1"
  create               = var.enable_velero
  create_role          = try(var.velero.create_role, true)
  role_name            = try(var.velero.role_name, "velero")
  role_name_use_prefix = try(var.velero.role_name_use_prefix, true)
  role_path            = try(var.velero.role_path, "/")
  namespace            = try(var.velero.namespace, "velero")
  oidc_providers = {
    this = { provider_arn = var.oidc_provider_arn, service_account = try(var.velero.service_account_name, "velero-server") }
  }
}

output "aws_cloudwatch_metrics" { value = module.aws_cloudwatch_metrics }
output "aws_efs_csi_driver" { value = module.aws_efs_csi_driver }
output "aws_for_fluentbit" { value = module.aws_for_fluentbit }
output "aws_fsx_csi_driver" { value = module.aws_fsx_csi_driver }
output "aws_gateway_api_controller" { value = module.aws_gateway_api_controller }
output "aws_load_balancer_controller" { value = module.aws_load_balancer_controller }
output "aws_node_termination_handler" { value = module.aws_node_termination_handler }
output "aws_privateca_issuer" { value = module.aws_privateca_issuer }
output "cert_manager" { value = module.cert_manager }
output "cluster_autoscaler" { value = module.cluster_autoscaler }
output "external_dns" { value = module.external_dns }
output "external_secrets" { value = module.external_secrets }
output "karpenter" { value = module.karpenter }
output "velero" { value = module.velero }
