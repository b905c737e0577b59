"""Trust policies that grow in one direction: each function makes one of size `count`, as a file of JSON."""

from __future__ import annotations

from string import ascii_lowercase

from benchmarks.files import Files
from benchmarks.policies import Statement, allow, compact, deny, policy

WILDCARDS = 20
POLICY = "trust.json"


def values(count: int) -> Files:
    """Values of one condition."""
    return trust(allow([f"repo:acme/r{number}:ref:refs/heads/main" for number in range(count)], "StringEquals"))


def wildcard_values(count: int) -> Files:
    """Values with a wildcard at the end."""
    return trust(allow([f"repo:acme/r{number}:*" for number in range(count)]))


def deny_statements(count: int) -> Files:
    """Deny statements behind one Allow."""
    return trust(allow("repo:acme/*"), *(deny(f"repo:acme/r{number}:*") for number in range(count)))


def statements(count: int) -> Files:
    """Allow statements."""
    return trust(*(allow(f"repo:acme/r{number}:*") for number in range(count)))


def many_wildcards(count: int) -> Files:
    """Statements of three values with twenty wildcards each."""
    return trust(*(allow([winding(number + value) for value in range(3)]) for number in range(count)))


def exclusions(count: int) -> Files:
    """Values that are excluded from what a wildcard lets in."""
    excluded = [f"repo:acme/x{number}:*" for number in range(count)]
    return trust(allow("repo:acme/*", StringNotLike={"sub": excluded}))


def wild_denials(count: int) -> Files:
    """Deny statements with wildcards behind one Allow with wildcards."""
    return trust(allow("repo:acme/*a*b*c*d*"), *(deny(f"repo:acme/*x{number}*y*z*") for number in range(count)))


def one_line(count: int) -> Files:
    """Allow statements with a finding each, all in one line, which the report shows for each."""
    return {name: compact(text) for name, text in statements(count).items()}


def characters(files: Files) -> int:
    """The length of the policy as AWS counts it; 0 where there is none."""
    return len(compact(files[POLICY])) if POLICY in files else 0


def winding(start: int) -> str:
    """A value in which wildcards and letters take turns."""
    letters = (ascii_lowercase[(start + step) % len(ascii_lowercase)] for step in range(WILDCARDS))
    return "repo:acme/" + "".join(f"*{letter}" for letter in letters)


def trust(*made: Statement) -> Files:
    """The document, in a file of its own."""
    return {POLICY: policy(*made)}
