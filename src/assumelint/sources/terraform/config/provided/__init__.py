"""What the AWS provider makes of the resources and data sources that trust policies depend on."""
