"""How IAM and STS decide. Pure: no files, no input or output."""
