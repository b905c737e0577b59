"""What the names in expressions stand for: variables, local values, resources, outputs of modules."""
