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
    """Files with a policy, or with the input or output of the AWS CLI for a role.

    A template with placeholders in its strings only is JSON, too.
    """

    suffixes = (".json", ".template", ".tpl", ".tftpl", ".tmpl")

    def wants(self, file: Candidate) -> bool:
        """Return whether the file may contain a trust policy."""
        if file.is_json:
            return file.named or any(word in file.data for word in _WORDS)
        return file.named and file.is_text and file.name.endswith(".json")

    def extract(self, files: Sequence[Path], tree: Tree, inputs: Inputs) -> Extraction:
        """Return the trust policies in the files."""
        from assumelint.sources import policy_json

        return policy_json.extract(files, tree)
