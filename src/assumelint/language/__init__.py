"""Strings and sets of strings: condition operators, templates of claims, patterns, automata. Pure: no files."""
