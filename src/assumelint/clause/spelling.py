"""Spelling a value for the place where it goes: unknown parts as references, `${` in known parts escaped."""

from __future__ import annotations

import re

from assumelint.model import Form
from assumelint.text import Hole, Text

# The files whose own language is that of Terraform.
NATIVE = (".tf", ".tofu", ".tfvars", ".hcl")

# A reference of Terraform has a dot or an index, and a call has brackets; a mere name only describes a value. What a
# description shortens has an ellipsis.
_TERRAFORM = re.compile(r"(?:replace|trimprefix|split|element)\([^\n…{}]+,[^\n…{}]+\)|[a-z_][\w-]*[.\[][^\"\n…{}]*")
_CLOUDFORMATION = re.compile(r"[A-Za-z0-9]+(?:(?:::|\.)[A-Za-z0-9]+)*")
_ESCAPES = re.compile(r"([$%])\{")


class Sub(str):
    """A value with references that only `Fn::Sub` fills in."""

    __slots__ = ()


def is_expression(reference: str) -> bool:
    """Return whether what a hole stands for can be written in Terraform as it is shown."""
    return _TERRAFORM.fullmatch(reference) is not None


def spelled(text: Text, form: Form, file: str, *, cloudformation: bool) -> str | None:
    """Return a value as it has to be written in a file, without its quotes; None if that is not known."""
    if cloudformation:
        return _substituted(text, form, file)
    if file.endswith(NATIVE):
        return _joined(text, _TERRAFORM, r"\1\1{")
    # A template has names of its own for what is filled in, and its escapes depend on who reads it.
    return None if text.holes or "${" in text.flat or "%{" in text.flat else str(text)


def _substituted(text: Text, form: Form, file: str) -> str | None:
    if form is Form.JSON and file.endswith((".yaml", ".yml")):  # a policy that is one string
        return None if "${" in text.flat else _joined(text, _CLOUDFORMATION, r"\1{")
    if not text.holes:
        return str(text)
    whole = _joined(text, _CLOUDFORMATION, r"\1{!")
    return None if whole is None else Sub(whole)


def _joined(text: Text, reference: re.Pattern[str], escaped: str) -> str | None:
    """Return the parts of a text in a row, or None if a hole is no reference of the language."""
    shown = ""
    for part in text.parts:
        if not isinstance(part, Hole):
            shown += _ESCAPES.sub(escaped, part.text)
        elif reference.fullmatch(part.reference):
            shown += "${" + part.reference + "}"
        else:
            return None
    return shown
