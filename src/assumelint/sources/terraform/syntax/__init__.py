"""HCL text to syntax tree."""
