teams = {
  app   = { subjects = ["repo:acme/app:*"] }
  any   = { subjects = ["repo:*"] }
  loose = { subjects = [], own = false }
  "x.y" = { subjects = ["repo:acme/x:ref:refs/heads/main", "repo:acme/y:pull_request"] }
}
