"""Plans: what `terraform show -json` prints of a plan file."""
