"""CloudFormation templates, including those of SAM, the CDK and the Serverless Framework."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assumelint.sources.registry.source import YAML_NAMES, Candidate, Source
from assumelint.text.tree import UTF_16

if TYPE_CHECKING:
    from assumelint.model import Extraction
    from assumelint.sources.inputs import Inputs
    from assumelint.text.tree import Tree

_TEMPLATE = re.compile(
    rb"AWS::(?:IAM|Serverless|Include|Cognito::IdentityPool|CloudFormation::Stack)|AssumeRolePolicyDocument|AWSCDKOpenIdConnect"
)
# Plain words, which are found much faster than a regular expression with alternatives.
_WORDS = (b"AWS::", b"AssumeRolePolicyDocument", b"AWSCDKOpenIdConnect")
_SERVERLESS = ("serverless.yml", "serverless.yaml")
_KEYS = re.compile(rb"AWS::|\bResources\b|AWSTemplateFormatVersion")


class CloudFormation(Source):
    """Template files and the fragments that they include."""

    suffixes = (*YAML_NAMES, ".json", ".template")

    def wants(self, file: Candidate) -> bool:
        """Return whether the file may be a template that creates roles or providers."""
        if file.data.startswith(UTF_16):  # read, so that the source can report the encoding
            return _TEMPLATE.search(file.data.replace(b"\0", b"")) is not None
        if not file.is_text:
            return False
        if file.is_json:
            return (file.named or _is_template(file.data)) and _KEYS.search(file.data) is not None
        if file.name in _SERVERLESS and b"${file(" in file.data:  # its resources may stand in other files
            return True
        return _is_template(file.data) or (file.named and file.name.endswith((*YAML_NAMES, ".template")))

    def extract(self, files: Sequence[Path], tree: Tree, inputs: Inputs) -> Extraction:
        """Return what the templates among the files create."""
        from assumelint.sources import cloudformation

        return cloudformation.extract(files, tree, inputs)


def _is_template(data: bytes) -> bool:
    return any(word in data for word in _WORDS) and _TEMPLATE.search(data) is not None
