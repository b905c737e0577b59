"""The comments of the files that a run has read, by the readers of their languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assumelint.text.index import whole
from assumelint.text.tree import Tree

if TYPE_CHECKING:
    from assumelint.text.comments import Comments

# How every comment that speaks to this tool begins. A file without it is not looked through.
MARK = "assumelint:"
_HCL = (".tf", ".tofu", ".hcl", ".tfvars")


def comments(tree: Tree) -> Iterator[Comments]:
    """The comments of each file of a tree that has one for this tool."""
    for path in tree.loaded():
        data = tree.read(path)
        if MARK.encode() in data:
            yield from _comments(tree.display(path), data.decode("utf-8-sig", "replace"))


def _comments(file: str, content: str) -> Iterator[Comments]:
    if file.endswith(_HCL):
        from assumelint.sources.terraform.syntax import SourceText
        from assumelint.sources.terraform.syntax import comments as hcl

        yield hcl.comments(SourceText(file, content))
    elif not file.endswith(".json") and not content.lstrip().startswith("{"):  # JSON has none
        from assumelint.sources.read import yaml_comments

        yield yaml_comments.comments(whole(content, file))
