# Broken: the provider is a Federated principal, not a Service.
resource "aws_iam_role" "docs" {
  name               = "docs"
  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": {
        "Effect": "Allow",
        "Principal": {"Service": "token.actions.githubusercontent.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
          "StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": "repo:acme@4321/docs@98767:ref:refs/heads/main"
          }
        }
      }
    }
  JSON
}

# Right.
resource "aws_iam_role" "site" {
  name               = "site"
  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": {
        "Effect": "Allow",
        "Principal": {"Federated": "${aws_iam_openid_connect_provider.github.arn}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
          "StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": "repo:acme@4321/site@98766:ref:refs/heads/main"
          }
        }
      }
    }
  JSON
}
