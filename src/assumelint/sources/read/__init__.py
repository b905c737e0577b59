"""Text to trees that keep the place of every value: one module a syntax. No source's meaning is known here."""
