# Clusters, their identity providers, and every way from one to a role's keys.
locals {
  subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  actor   = "arn:aws:iam::123456789012:role/cluster"
}

resource "aws_eks_cluster" "shop" {
  name     = "shop"
  role_arn = local.actor
  vpc_config { subnet_ids = local.subnets }
}

resource "aws_eks_cluster" "each" {
  for_each = toset(["blue"])
  name     = each.key
  role_arn = local.actor
  vpc_config { subnet_ids = local.subnets }
}

resource "aws_eks_cluster" "counted" {
  count    = 1
  name     = "counted"
  role_arn = local.actor
  vpc_config { subnet_ids = local.subnets }
}

module "inner" {
  source  = "./m"
  actor   = local.actor
  subnets = local.subnets
}

data "aws_eks_cluster" "looked_up" {
  name = aws_eks_cluster.shop.name
}

data "aws_eks_cluster" "by_id" {
  name = aws_eks_cluster.shop.id
}

resource "aws_iam_openid_connect_provider" "shop" {
  url             = aws_eks_cluster.shop.identity.0.oidc.0.issuer
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"]
}

data "aws_iam_openid_connect_provider" "shop" {
  url        = data.aws_eks_cluster.looked_up.identity[0].oidc[0].issuer
  depends_on = [aws_iam_openid_connect_provider.shop]
}

locals {
  url = aws_eks_cluster.shop.identity[0].oidc[0].issuer
  arn = aws_iam_openid_connect_provider.shop.arn
  hosts = {
    by_id         = replace(data.aws_eks_cluster.by_id.identity[0].oidc[0].issuer, "https://", "")
    coalesced     = coalesce("", replace(local.url, "https://", ""))
    compacted     = one(distinct(compact(["", replace(local.url, "https://", "")])))
    tried         = try(replace(local.url, "https://", ""), "")
    by_url        = data.aws_iam_openid_connect_provider.shop.url
    counted       = trimprefix(join("", aws_eks_cluster.counted.*.identity.0.oidc.0.issuer), "https://")
    each          = replace(aws_eks_cluster.each["blue"].identity[0].oidc[0].issuer, "https://", "")
    element       = element(split("oidc-provider/", local.arn), 1)
    flattened     = replace(flatten(concat(aws_eks_cluster.counted[*].identity[*].oidc[0].issuer, [""]))[0], "https://", "")
    in_a_loop     = [for i in aws_eks_cluster.shop.identity : trimprefix(i.oidc[0].issuer, "https://")][0]
    inner         = module.inner.host
    inner_url     = split("//", module.inner.url)[1]
    last          = split("oidc-provider/", local.arn)[1]
    looked_up     = trimprefix(data.aws_eks_cluster.looked_up.identity[0].oidc[0].issuer, "https://")
    of_the_arn    = replace(local.arn, "/^(.*provider/)/", "")
    one           = replace(one(aws_eks_cluster.counted[*].identity[0].oidc[0].issuer), "https://", "")
    pattern       = replace(local.url, "/^https?:///", "")
    regex         = regex("oidc-provider/(.*)", local.arn)[0]
    replaced      = replace(local.url, "https://", "")
    split         = split("://", local.url)[1]
    split_whole   = element(split("https://", local.url), 1)
    stored        = aws_iam_openid_connect_provider.shop.url
    stored_again  = replace(aws_iam_openid_connect_provider.shop.url, "https://", "")
    trimmed       = trim(local.url, "https://")
    trimmed_twice = trimprefix(replace(local.url, "https://", ""), "https://")
    with_a_scheme = local.url
  }
}

resource "aws_iam_role" "encoded" {
  for_each = local.hosts
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/${each.value}" }
      Condition = { StringEquals = {
        "${each.value}:aud"          = "sts.amazonaws.com"
        format("%s:sub", each.value) = "system:serviceaccount:shop:${each.key}"
      } }
    }]
  })
}

resource "aws_iam_role" "written" {
  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Effect": "Allow",
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": "${local.arn}"},
        "Condition": {"StringEquals": {"${replace(local.url, "https://", "")}:sub": "system:serviceaccount:shop:written"}}
      }]
    }
  JSON
}

data "aws_iam_policy_document" "pods" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [data.aws_iam_openid_connect_provider.shop.arn]
    }
    condition {
      test     = "StringLike"
      variable = "${module.inner.host}:sub"
      values   = ["system:serviceaccount:shop:*"]
    }
  }
}

resource "aws_iam_role" "pods" {
  assume_role_policy = data.aws_iam_policy_document.pods.json
}

output "url" {
  value = local.url
}

output "begins_with_a_scheme" {
  value = [startswith(local.url, "https://"), endswith(local.url, "/"), local.url == "", length(split("://", local.url))]
}
