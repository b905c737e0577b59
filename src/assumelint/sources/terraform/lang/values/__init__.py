"""Types and values of the Terraform language, as far as the code tells them."""
