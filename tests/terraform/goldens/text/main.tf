variable "subjects" {
  type = map(list(string))
  default = {
    web = ["repo:acme/web:ref:refs/heads/main"]
    api = ["repo:acme/api:environment:prod", "repo:acme/api:pull_request"]
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "heredoc" {
  for_each           = var.subjects
  name               = "heredoc-${each.key}"
  assume_role_policy = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [
        %{~for number, subject in each.value~}
        {
          "Sid": "S${number}",
          "Effect": "Allow",
          "Principal": { "Federated": "${aws_iam_openid_connect_provider.github.arn}" },
          "Action": "sts:AssumeRoleWithWebIdentity",
          "Condition": { "StringEquals": { "${aws_iam_openid_connect_provider.github.url}:sub": "${subject}" } }
        }%{if number < length(each.value) - 1},%{endif}
        %{~endfor~}
      ]
    }
  POLICY
}

resource "aws_iam_role" "template" {
  name = "template"
  assume_role_policy = templatefile("${path.module}/trust.json.tftpl", {
    arn      = aws_iam_openid_connect_provider.github.arn
    subjects = flatten(values(var.subjects))
  })
}

resource "aws_iam_role" "file" {
  name               = "file"
  assume_role_policy = file("trust.json")
}

resource "aws_iam_role" "carried" {
  name               = "carried"
  assume_role_policy = terraform_data.policy.output.policy
}

resource "terraform_data" "policy" {
  input = { policy = trimspace(templatestring(local.template, { service = "ssm" })) }
}

locals {
  template = "  {\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"$${service}.amazonaws.com\"}}}\n"
}
