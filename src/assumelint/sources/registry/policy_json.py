"""Trust policies in plain JSON files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assumelint.sources.registry.source import Candidate, Source

if TYPE_CHECKING:
    from assumelint.model import Extraction
    from assumelint.sources.inputs import Inputs
    from assumelint.text.tree import Tree

_WORDS = (b"AssumeRole", b"WebIdentity", b"oidc-provider", b'"Federated"')


class PolicyFiles(Source):
    """Files that hold a policy, or what the AWS CLI takes and gives for a role."""

    suffixes = (".json", ".template")

    def wants(self, file: Candidate) -> bool:
        """Whether the file may hold a trust policy."""
        if file.is_json:
            return file.named or any(word in file.data for word in _WORDS)
        return file.named and file.is_text and file.name.endswith(".json")

    def extract(self, files: Sequence[Path], tree: Tree, inputs: Inputs) -> Extraction:
        """The trust policies in the files."""
        from assumelint.sources import policy_json

        return policy_json.extract(files, tree)
