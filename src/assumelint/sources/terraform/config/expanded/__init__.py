"""What declarations expand to: instances of modules, of resources and of nested blocks."""
