"""Parsers that keep the position of every value, with one module for each syntax. They know nothing about sources."""
