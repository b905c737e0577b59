"""CloudFormation: templates to roles and providers."""
