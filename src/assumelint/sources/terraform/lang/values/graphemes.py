"""Grapheme clusters (Unicode Standard Annex 29), which Terraform's string functions count as characters."""

from __future__ import annotations


def clusters(text: str) -> list[str]:
    """The user-perceived characters of a string."""
    if text.isascii() and "\r\n" not in text:
        return list(text)
    import regex  # type: ignore[import-untyped,unused-ignore]

    return [str(cluster) for cluster in regex.findall(r"\X", text)]
