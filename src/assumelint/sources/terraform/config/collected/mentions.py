"""Whether the code of a root module mentions web identity.

Most roles of a large tree trust services and other accounts. What else their policies may be, under suppositions or
without empty defaults, concerns no rule. So where nothing mentions web identity, only what is made by default is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field

from assumelint.sources.terraform.config.collected.root_directories import CalledDirectories
from assumelint.sources.terraform.config.declared.declarations import Declarations
from assumelint.sources.terraform.config.declared.files import configuration_files
from assumelint.sources.terraform.config.declared.module_source import local_target
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.registry import has_model

# One of these words is in every configuration that makes a role for a web identity, or an identity provider.
WORDS = ("WebIdentity", "oidc", "openid", "irsa", "OIDC", "IRSA")
# These may be part of a trust policy for a web identity, too, where variables hold the rest of it.
_PARTS = ("Federated", "AssumeRoleWith", "Assume*", "AssumeRole*", "sts:*")
# A policy may be in a file that a function reads, or in the state of another root module.
_ELSEWHERE = ("file(", "terraform_remote_state")


class Mentions(Struct):
    """Which root modules may make something for a web identity; the answer for each directory is cached."""

    project: Project
    calls: CalledDirectories
    _known: dict[Path, bool] = field(default_factory=dict)

    def below(self, root: Path) -> bool:
        """Whether a root module, or a module that it calls, mentions web identity or takes code from elsewhere."""
        directories: set[Path] = set()
        self.calls.add_reachable(root, directories)
        return any(map(self._in, directories)) or self._is_given(root)

    def _is_given(self, root: Path) -> bool:
        """Whether values are passed that the code of a root module does not show."""
        inputs = self.project.inputs
        return bool(configuration_files(root).variables or inputs.var_files or inputs.variables)

    def _in(self, directory: Path) -> bool:
        if directory not in self._known:
            declared = self.project.declarations(directory)
            self._known[directory] = (
                declared.unwritten
                or mentions(declared, (*WORDS, *_PARTS, *_ELSEWHERE))
                or any(self._modelled(directory, declared))
            )
        return self._known[directory]

    def _modelled(self, directory: Path, declared: Declarations) -> Iterator[bool]:
        """Of each call of a module that is not in the tree: whether its code is known nevertheless."""
        for call in declared.modules.values():
            if local_target(directory, call, self.project.tree) is None:
                yield self.project.has_fetched or call.source is None or has_model(call.source)


def mentions(declared: Declarations, words: tuple[str, ...]) -> bool:
    """Whether a file of a directory holds one of these words."""
    return any(any(map(written.text.__contains__, words)) for written in declared.written)
