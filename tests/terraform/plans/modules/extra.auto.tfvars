repositories = ["acme/app", "acme/site"]
