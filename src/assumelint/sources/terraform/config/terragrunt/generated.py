"""The configuration that `generate` blocks write beside a module's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assumelint.sources.terraform.config.declared.declarations import Declarations
from assumelint.sources.terraform.config.declared.load import with_text
from assumelint.sources.terraform.config.terragrunt.frame import Frame
from assumelint.sources.terraform.config.terragrunt.inputs import merging
from assumelint.sources.terraform.lang.values import StringValue
from assumelint.text import Text

# Most of what is generated configures providers and backends.
_RELEVANT = re.compile(r"\baws_iam_|^\s*(?:module|locals|variable)\b", re.M)


def with_generated(frame: Frame, declared: Declarations) -> Declarations:
    """The declarations of a module, and those that a unit generates."""
    for text in _texts(frame):
        if not _RELEVANT.search(text.flat):
            continue
        if text.literal is None:
            frame.world.project.note("part of what is generated here is not known", text.span)
            continue
        known = len(declared.problems)
        declared = with_text(declared, text)
        for problem in declared.problems[known:]:
            frame.world.project.report(problem)
    return declared


def _texts(frame: Frame) -> Iterator[Text]:
    """The contents of the `generate` blocks. Of several with one label, that of the unit counts."""
    seen: set[str] = set()
    for each in (frame, *(included.frame for included in merging(frame))):
        for block in each.file.generates:
            label = block.labels[0].text if block.labels else ""
            contents = block.body.attribute("contents")
            if contents is not None and label not in seen:
                seen.add(label)
                value = each.evaluated(contents)
                if isinstance(value, StringValue):
                    yield value.text
