"""Locates the code of a called module: in the tree, installed by `terraform init`, or as a built-in model."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from assumelint.model import Unfollowed
from assumelint.sources.terraform.config.declared.declarations import Declaration, Declarations
from assumelint.sources.terraform.config.declared.files import configuration_files
from assumelint.sources.terraform.config.declared.module_source import local_directory, written_source
from assumelint.sources.terraform.config.declared.plain_words import plain_text
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.expanded.unfollowed import not_here
from assumelint.sources.terraform.lang import EvalError, evaluate
from assumelint.sources.terraform.lang.values import StringValue
from assumelint.sources.terraform.registry import find_model, has_model
from assumelint.sources.terraform.registry.address import own_directory
from assumelint.sources.terraform.syntax import HclError
from assumelint.text.tree import UnreadableError

_MAX_NESTING = 30
_COMMENTED_VERSION = re.compile(r'\bsource\s*=\s*"[^"\n]*"[^\S\n]*(?:#|//)[^\n]*?\bv?(\d+\.\d+(?:\.\d+)?)\b')


def locate(module: Module, call: Declaration) -> tuple[Path, Declarations] | None:
    """The directory and declarations of a called module; None if its code is not available, which is recorded.

    For a registry module that is not installed, a built-in model is used if there is one. The directory is then the
    caller's.
    """
    source = _source_of(module, call)
    if source is None:
        return None
    directory = local_directory(module.directory, source) or _own(module, call, source) or _fetched(module, call)
    if directory is None:
        model = _model(module, call, source)
        return None if model is None else (module.directory, model)
    directory = _usable(module, call, source, directory)
    return None if directory is None else (directory, module.project.declarations(directory))


def _model(module: Module, call: Declaration, source: str) -> Declarations | None:
    model = find_model(source, _version(call)) if has_model(source) else None
    if model is None:
        not_here(module.project, call, source)
        return None
    return module.project.model(model, call.span)


def _version(call: Declaration) -> str | None:
    """The version constraint of a call; without one, the version that a comment gives beside the source.

    Tools that pin a source to a commit write its version there.
    """
    attribute = call.block().body.attribute("version")
    if attribute is not None:
        return plain_text(attribute.value)
    found = _COMMENTED_VERSION.search(call.text or "")
    return found[1] if found else None


def _own(module: Module, call: Declaration, source: str) -> Path | None:
    """The folder of a module that is named by the URL of the repository that is checked."""
    directory = own_directory(source, module.project.tree)
    if directory is not None:
        module.project.note("this module is read as it is in this tree, whichever version its source names", call.span)
    return directory


def _usable(module: Module, call: Declaration, source: str, directory: Path) -> Path | None:
    project = module.project
    if not project.tree.holds(directory):
        project.unfollow(Unfollowed(call.span, source, "it lies outside the tree that is checked"))
        return None
    if not configuration_files(directory):
        project.unfollow(Unfollowed(call.span, source, "its folder holds no Terraform files"))
        return None
    is_caller = any(directory == caller.directory for caller in module.with_callers())
    if is_caller or len(module.calls) >= _MAX_NESTING:
        project.note(f"{source} calls itself", call.span)
        return None
    return directory


def _source_of(module: Module, call: Declaration) -> str | None:
    """The `source` of a call, None if it is not known."""
    try:
        source = written_source(call) or computed_source(module, call)
    except HclError as error:
        module.project.fault(error)
        return None
    if source is None:
        module.project.unfollow(Unfollowed(call.span, "", "its source is computed"))
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
