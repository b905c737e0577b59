data "aws_iam_policy_document" "a" {
  version = "2008-10-17"
  statement {
    sid           = "A1"
    not_actions   = ["a:b", "c:d", "b:c"]
    not_resources = ["*"]
    not_principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
  }
  statement {
    actions   = ["s3:*"]
    resources = ["b", "a"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "StringLike"
      variable = "k"
      values   = ["b"]
    }
    condition {
      test     = "StringLike"
      variable = "k"
      values   = ["a"]
    }
    condition {
      test     = "StringLike"
      variable = "k2"
      values   = []
    }
    condition {
      test     = "Bool"
      variable = "x"
      values   = [true, 1, "s<>&\u2028\"\\ \n\t\u0007é日"]
    }
  }
}
data "aws_iam_policy_document" "b" {
  policy_id = "hello"
  statement {
    actions = ["s3:*"]
    principals {
      type        = "*"
      identifiers = ["*", "*"]
    }
    resources = ["&{aws:username}/x&{y", "&", "{&{&{"]
    condition {
      test     = "&{t}"
      variable = "&{v}"
      values   = ["&{aws:x}"]
    }
  }
  statement {
    actions = []
    principals {
      type        = "Federated"
      identifiers = []
    }
  }
  statement {}
}
data "aws_iam_policy_document" "empty" {}
data "aws_iam_policy_document" "dyn" {
  dynamic "statement" {
    for_each = { x = ["1", "2"], a = [] }
    iterator = st
    content {
      sid     = upper(st.key)
      actions = concat(["sts:AssumeRole"], st.value)
      dynamic "principals" {
        for_each = toset(["Federated", "AWS"])
        content {
          type        = principals.value
          identifiers = [st.key, principals.key]
        }
      }
      dynamic "condition" {
        for_each = st.value
        iterator = c
        content {
          test     = "T${c.key}"
          variable = c.value
          values   = [for i in range(c.key + 1) : "${st.key}${i}"]
        }
      }
    }
  }
  dynamic "statement" {
    for_each = [{ a = 1 }, { a = 2 }]
    content {
      sid    = "S${statement.key}${statement.value.a}"
      effect = statement.key == 0 ? "Deny" : null
    }
  }
  dynamic "statement" {
    for_each = []
    content { sid = "nope" }
  }
}
data "aws_iam_policy_document" "src" {
  source_policy_documents = [<<-J
    {"version": "2012-10-17", "id": "low", "statement": [
      {"sid": "L", "EFFECT": "Allow", "action": ["b", "a"], "PRINCIPAL": {"AWS": ["a", "b"], "Federated": ["x"], "Service": "y"},
       "condition": {"B": {"k": ["one"], "n": 5, "t": true, "m": ["a", "b"]}, "A": {"z": "q"}, "N": {"n": 1}}, "foo": 1},
      {"Sid": "", "Effect": "", "Action": [], "Principal": "*", "Resource": null},
      {"Principal": {"*": "*"}, "Effect": "Deny"},
      {"Principal": {"AWS": "*"}, "Condition": {}, "NotAction": "x"},
      {"Principal": {}}
    ], "Extra": {}}
  J
  , ""]
  override_policy_documents = [jsonencode({ Version = "2008-10-17", Statement = [{ Sid = "L", Effect = "Deny" }, { Sid = "New" }] })]
  statement {
    sid     = "Own"
    actions = ["x"]
  }
}
data "aws_iam_policy_document" "nest" {
  source_policy_documents = [data.aws_iam_policy_document.dyn.json, data.aws_iam_policy_document.empty.minified_json]
  statement {
    sid = "X"
  }
}
output "o1" { value = length(data.aws_iam_policy_document.src.json) }
output "o2" { value = data.aws_iam_policy_document.a.version }
output "o3" { value = data.aws_iam_policy_document.b.policy_id }
output "o4" { value = keys(data.aws_iam_policy_document.empty) }
output "o5" { value = data.aws_iam_policy_document.b.source_policy_documents }
