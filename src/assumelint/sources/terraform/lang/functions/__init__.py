"""The built-in functions, one module per family."""
