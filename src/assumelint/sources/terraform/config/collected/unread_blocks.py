"""Syntax errors in blocks that no role needed.

Terraform refuses a root module whole for one syntax error in it, or in a module that it calls. So where a root module
concerns web identity, every block is checked, whether a role needs its value or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from assumelint.sources.terraform.config.collected.mentions import WORDS, mentions
from assumelint.sources.terraform.config.collected.relevance import Relevance
from assumelint.sources.terraform.config.collected.root_directories import CalledDirectories
from assumelint.sources.terraform.config.declared.declarations import Declarations
from assumelint.sources.terraform.syntax import Entry, HclError, SourceText, parse_block

# Compiling the patterns of `is_plain` costs as much as parsing this many characters.
_MANY = 100_000

_Block = tuple[SourceText, Entry]


def report_unread(calls: CalledDirectories, relevance: Relevance, roots: Iterable[Path]) -> None:
    """Report the syntax errors in the directories of these root modules that were not needed for any role."""
    files = [written for each in _concerned(calls, relevance, roots) for written in each.written]
    unread = [[(written.source, entry) for entry in written.unread] for written in files]
    many = sum(entry.end - entry.start for blocks in unread for _, entry in blocks) > _MANY
    for blocks in unread:
        error = _first_error(_not_plain(blocks) if many else blocks)
        if error is not None:
            calls.project.fault(error)


def _concerned(calls: CalledDirectories, relevance: Relevance, roots: Iterable[Path]) -> Iterator[Declarations]:
    """The declarations of each directory of the root modules that concern web identity."""
    project = calls.project
    seen: set[Path] = set()
    for root in roots:
        below: set[Path] = set()
        calls.add_reachable(root, below)
        # A directory without anything relevant is read only if the user named a file in it.
        if not relevance.of_directory(root) or any(mentions(project.declarations(each), WORDS) for each in below):
            yield from (project.declarations(directory) for directory in sorted(below - seen))
            seen |= below


def _not_plain(blocks: Iterable[_Block]) -> Iterator[_Block]:
    from assumelint.sources.terraform.syntax.plain_block import is_plain

    return (block for block in blocks if not is_plain(*block))


def _first_error(blocks: Iterable[_Block]) -> HclError | None:
    for source, entry in blocks:
        try:
            parse_block(source, entry)
        except HclError as error:
            return error
    return None
