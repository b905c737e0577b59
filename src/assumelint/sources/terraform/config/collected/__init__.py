"""Walks the relevant modules and resources, and collects their roles, policy documents and identity providers."""
