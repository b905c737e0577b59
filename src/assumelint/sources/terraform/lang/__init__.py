"""The Terraform expression language: values, functions, evaluation."""
