"""Evaluates expressions to values."""
