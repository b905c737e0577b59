branches = ["main", "release/1.0"]
repos    = ["web", "legacy-api", "api"]
apps = {
  one = { repo = "acme/one" }
  two = { repo = "acme/two", branches = ["dev", "main"] }
}
subjects = [
  { name = "prod", kind = "environment" },
  { name = "dev", kind = "environment" },
  { name = "refs/heads/main", kind = "ref" },
]
extra_conditions = { StringEquals = { "aws:SourceVpc" = "vpc-1" } }
