"""Expressions to values."""
