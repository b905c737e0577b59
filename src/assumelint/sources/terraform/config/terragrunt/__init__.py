"""Terragrunt: the units and stacks that give inputs to modules (https://docs.terragrunt.com/reference/hcl/)."""
