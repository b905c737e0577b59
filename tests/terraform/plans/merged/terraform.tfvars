subject = "repo:acme/app:refs/heads/main"
