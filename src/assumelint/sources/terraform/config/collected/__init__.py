"""What a run collects: which modules and resources matter, and the roles, documents and providers they make."""
