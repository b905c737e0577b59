"""The attributes that the AWS provider computes for the resources and data sources that trust policies depend on."""
