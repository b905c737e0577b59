resource "aws_iam_openid_connect_provider" "this" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

output "url" {
  value = aws_iam_openid_connect_provider.this.url
}

output "arn" {
  value = aws_iam_openid_connect_provider.this.arn
}
