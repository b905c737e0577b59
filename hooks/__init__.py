"""What pre-commit and the GitHub Action run."""
