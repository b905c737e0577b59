"""Locates the code of a called module: in the tree, installed by `terraform init`, or as a built-in model."""

from __future__ import annotations

import json
import os
from pathlib import Path

from assumelint.sources.terraform.config.declared.declarations import Declaration, Declarations
from assumelint.sources.terraform.config.declared.files import configuration_files
from assumelint.sources.terraform.config.declared.load import load_model
from assumelint.sources.terraform.config.declared.module_source import local_directory, written_source
from assumelint.sources.terraform.config.declared.plain_words import plain_text
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.lang import EvalError, evaluate
from assumelint.sources.terraform.lang.values import StringValue
from assumelint.sources.terraform.registry import find_model, has_model
from assumelint.sources.terraform.syntax import HclError
from assumelint.text.tree import UnreadableError

_MAX_NESTING = 30


def locate(module: Module, call: Declaration) -> tuple[Path, Declarations] | None:
    """The directory and declarations of a called module; None, and a note, if its code is not available.

    For a registry module that is not installed, a built-in model is used if there is one. The directory is then the
    caller's.
    """
    source = _source_of(module, call)
    if source is None:
        return None
    directory = local_directory(module.directory, source) or _fetched(module, call)
    if directory is None:
        model = _model(module, call, source)
        return None if model is None else (module.directory, model)
    directory = _usable(module, call, source, directory)
    return None if directory is None else (directory, module.project.declarations(directory))


def _model(module: Module, call: Declaration, source: str) -> Declarations | None:
    attribute = call.block().body.attribute("version") if has_model(source) else None
    model = find_model(source, plain_text(attribute.value) if attribute else None)
    if model is None:
        module.project.note(f'the module "{source}" is not here: what it makes is not known', call.span)
        return None
    return load_model(model, call.span)


def _usable(module: Module, call: Declaration, source: str, directory: Path) -> Path | None:
    project = module.project
    if not project.tree.holds(directory):
        project.note(f"{source} lies outside the tree that is checked", call.span)
        return None
    if not configuration_files(directory):
        project.note(f"{source} holds no Terraform files", call.span)
        return None
    is_caller = any(directory == caller.directory for caller in module.with_callers())
    if is_caller or len(module.calls) >= _MAX_NESTING:
        project.note(f"{source} calls itself", call.span)
        return None
    return directory


def _source_of(module: Module, call: Declaration) -> str | None:
    """The `source` of a call; None, and a note, if it is not known."""
    try:
        source = written_source(call) or computed_source(module, call)
    except HclError as error:
        module.project.fault(error)
        return None
    if source is None:
        module.project.note("the source of this module is computed", call.span)
    return source


def computed_source(module: Module, call: Declaration) -> str | None:
    """The text of a `source` that is an expression, None if it is not known. Raises `HclError`.

    OpenTofu takes variables and locals there (https://opentofu.org/docs/language/modules/sources/). Terraform refuses
    them.
    """
    attribute = call.block().body.attribute("source")
    if attribute is None:
        return None
    try:
        value = evaluate(attribute.value, module.scope())
    except EvalError:
        return None
    return value.text.literal if isinstance(value, StringValue) else None


def manifest(root: Path) -> Path:
    """The file in which `terraform init` lists the modules it installed for a root module."""
    return root / ".terraform" / "modules" / "modules.json"


def _fetched(module: Module, call: Declaration) -> Path | None:
    """The directory in which `terraform init` installed the module, according to its manifest."""
    path = manifest(module.root)
    if not path.is_file():
        return None
    try:
        content = json.loads(module.project.tree.read(path))
    except (UnreadableError, ValueError, RecursionError) as error:
        module.project.note(f"the manifest of fetched modules cannot be read: {error}", call.span)
        return None
    wanted = ".".join((*module.calls, call.name))
    entries = content.get("Modules") if isinstance(content, dict) else None
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and entry.get("Key") == wanted and isinstance(entry.get("Dir"), str):
            return Path(os.path.normpath(module.root / entry["Dir"]))
    return None
