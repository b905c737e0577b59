resource "aws_iam_openid_connect_provider" "github_actions" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

output "openid_connect_provider" { value = aws_iam_openid_connect_provider.github_actions }
