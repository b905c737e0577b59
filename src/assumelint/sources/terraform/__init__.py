"""Terraform: `.tf`, `.tofu`, `.tf.json` and plan files to roles and providers."""
