"""The files that templates consist of or refer to, each read and parsed once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field

from assumelint.cause import Cause
from assumelint.model import Note, Problem, Unfollowed, Waiver
from assumelint.sources.cloudformation.decode import Decoded, decode
from assumelint.sources.cloudformation.template import Template, includes, is_template
from assumelint.sources.cloudformation.waivers import waivers
from assumelint.sources.read.json import json_mistake
from assumelint.sources.read.yaml import YamlError
from assumelint.sources.read.yaml_tree import RawMap, scalar_value
from assumelint.text import Span
from assumelint.text.index import whole
from assumelint.text.tree import UTF_16, Tree, UnreadableError

# What a file must contain to be worth parsing, and what a file that cannot be parsed must contain to be a template.
_RELEVANT = re.compile(
    rb"AWS::(?:IAM|Serverless|Cognito|CloudFormation)::|AWSCDKOpenIdConnect|AWS::Include|Fn::ForEach|\bExport\b"
)
_RESOURCES = re.compile(rb"""^[ \t{]*["']?(?:Resources|AWSTemplateFormatVersion)["']?[ \t]*:|"Resources"\s*:""", re.M)
_TYPE = re.compile(rb"""["']?Type["']?[ \t]*:[ \t]*["']?(?:AWS|Custom|Alexa)::""")
_PLACEHOLDER = re.compile(rb"\{\{(?!resolve:)|\{%|<%|\$\{\{")


class Files(Struct):
    """Templates by path. Each file's problems are recorded once, however often the file is referred to."""

    tree: Tree
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    unfollowed: dict[Span, Unfollowed] = field(default_factory=dict)
    _decoded: dict[Path, Decoded | None] = field(default_factory=dict)
    _templates: dict[Path, Template | None] = field(default_factory=dict)

    def template(self, path: Path) -> Template | None:
        """Return the template in a file, or None if there is none."""
        target = Path(os.path.normpath(self.tree.cwd / path))
        if target not in self._templates:
            self._templates[target] = self._template(target)
        return self._templates[target]

    def unfollow(self, stack: Unfollowed) -> None:
        """Record a nested stack whose template is not available, once for each resource."""
        self.unfollowed.setdefault(stack.span, stack)

    def _template(self, path: Path) -> Template | None:
        data = self._bytes(path)
        if data is None or not _RELEVANT.search(_searchable(data)):
            return None
        decoded = self.document(path)
        if decoded is not None and decoded.following is not None:
            if scalar_value(decoded.root) == "" or is_template(decoded.root):
                self._reject(data, decoded.following, "a second document", "A template is one document.")
            return None
        if decoded is None or not isinstance(decoded.root, RawMap):
            return None
        file = self.tree.display(path)
        included = dict(self._included(path, decoded.root))
        parts = (decoded.root, *included.values())
        if any(map(is_template, parts)):
            template = Template(path, file, parts, strange_tags=decoded.strange_tags, included=frozenset(included))
            self.waivers += waivers(template)
            return template
        if data.lstrip()[:1] == b"{":
            self._reject_json(path, data)
        return None

    def _included(self, path: Path, root: RawMap) -> Iterator[tuple[Path, RawMap]]:
        """Yield the local files that a template includes at its top level."""
        for location in includes(root):
            target = self.local(location, path)
            decoded = self.document(target) if target is not None and target != path else None
            if target is not None and decoded is not None and isinstance(decoded.root, RawMap):
                yield target, decoded.root

    def local(self, location: str, template: Path) -> Path | None:
        """Return the path of a local file that a template names, found as by the AWS CLI; None if it is not local."""
        if "://" in location and not location.startswith("file://"):
            return None
        path = Path(os.path.normpath(template.parent / location.removeprefix("file://")))
        return path if self.tree.holds(path) and path.is_file() else None

    def mentions(self, path: Path, word: bytes) -> bool:
        """Return whether a file that can be read contains a word."""
        return path.is_file() and word in (self._bytes(path) or b"")

    def document(self, path: Path) -> Decoded | None:
        """Return the YAML or JSON document in a file, or None (recording a problem if it looks like a template)."""
        if path not in self._decoded:
            data = self._bytes(path)
            self._decoded[path] = None if data is None else self._decode(path, data)
        return self._decoded[path]

    def _bytes(self, path: Path) -> bytes | None:
        try:
            return self.tree.read(path)
        except UnreadableError as error:
            file = self.tree.display(path)
            self.notes.append(Note(Span(file, 1, 1, 1, 1), str(error)))
            return None

    def _decode(self, path: Path, data: bytes) -> Decoded | None:
        file = self.tree.display(path)
        try:
            content = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self._reject(data, Span(file, line, 1, line, 1), "the file is not UTF-8 text", "")
            return None
        text = whole(content.replace("\r\n", "\n"), file)
        try:
            decoded = decode(text, serverless=path.name.startswith("serverless."))
        except YamlError as error:
            self._reject(data, error.span, error.message, error.help)
            return None
        return decoded

    def _reject_json(self, path: Path, data: bytes) -> None:
        """Record a problem for invalid JSON that YAML reads as something other than a template."""
        content = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8").replace("\r\n", "\n")
        mistake = json_mistake(whole(content, self.tree.display(path)))
        if mistake is not None:
            self._reject(data, mistake.span, mistake.message, mistake.help)

    def _reject(self, data: bytes, span: Span, message: str, help: str) -> None:
        if looks_like_template(_searchable(data)):
            self.problems.append(Problem(Cause.SYNTAX, span, message, help))


def _searchable(data: bytes) -> bytes:
    """Return the bytes without the zero bytes of UTF-16, so that ASCII words can be found."""
    return data.replace(b"\0", b"").lstrip(b"\xff\xfe") if data.startswith(UTF_16) else data


def looks_like_template(data: bytes) -> bool:
    """Return whether a file that cannot be parsed was meant as a template (and not as a template of one)."""
    return bool(_RESOURCES.search(data) and _TYPE.search(data) and not _PLACEHOLDER.search(data))
