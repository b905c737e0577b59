"""The rules, one a file. `assumelint.rule` finds them by walking this package."""
