"""The catalogue of token issuers: one TOML file each, and its loader."""
