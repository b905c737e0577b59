"""Resolves references in expressions: variables, local values, resources, module outputs."""
