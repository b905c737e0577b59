"""Terraform configurations: files, variables, modules, resources."""
