"""The built-in functions, one family a file."""
