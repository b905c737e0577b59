"""CloudFormation templates, those of SAM, the CDK and the Serverless Framework among them."""

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
# Plain words, for they are found many times faster than a pattern of alternatives.
_WORDS = (b"AWS::", b"AssumeRolePolicyDocument", b"AWSCDKOpenIdConnect")
_KEYS = re.compile(rb"AWS::|\bResources\b|AWSTemplateFormatVersion")


class CloudFormation(Source):
    """Template files, and parts of them that others take in."""

    suffixes = (*YAML_NAMES, ".json", ".template")

    def wants(self, file: Candidate) -> bool:
        """Whether the file may be a template that makes roles or providers."""
        if file.data.startswith(UTF_16):  # for the source to say that it cannot be read
            return _TEMPLATE.search(file.data.replace(b"\0", b"")) is not None
        if not file.is_text:
            return False
        if file.is_json:
            return (file.named or _is_template(file.data)) and _KEYS.search(file.data) is not None
        return _is_template(file.data) or (file.named and file.name.endswith((*YAML_NAMES, ".template")))

    def extract(self, files: Sequence[Path], tree: Tree, inputs: Inputs) -> Extraction:
        """What the templates among the files make."""
        from assumelint.sources import cloudformation

        return cloudformation.extract(files, tree, inputs)


def _is_template(data: bytes) -> bool:
    return any(word in data for word in _WORDS) and _TEMPLATE.search(data) is not None
