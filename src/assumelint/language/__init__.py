"""Strings and sets of strings: condition operators, templates of claims, patterns, automata. No input or output."""
