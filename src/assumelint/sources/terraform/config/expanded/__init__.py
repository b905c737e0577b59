"""Expands declarations to instances: of modules, of resources and of nested blocks."""
