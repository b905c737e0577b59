"""Terraform and OpenTofu configurations. A folder is read as a whole, together with the modules that it calls."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assumelint.sources.registry.source import Candidate, Source, Walk, contents
from assumelint.text.tree import Tree

if TYPE_CHECKING:
    from assumelint.model import Extraction
    from assumelint.sources.inputs import Inputs

_CONFIGURATION = (".tf", ".tofu", ".tf.json", ".tofu.json")
_TERRAGRUNT = ("terragrunt.hcl", "terragrunt.stack.hcl")
# The files of an HCP Terraform stack; `.tfstack.hcl` is the older name of the first.
_STACK = (".tfcomponent.hcl", ".tfstack.hcl", ".tfdeploy.hcl")
# The last letters of `Resource` are no argument. What comes before is looked at last, so that the search is for a word.
_SOURCE = rb'source(?<!\wsource)"?\s*[=:]\s*"'
_TRUST = re.compile(rb"assume_role_policy|AssumeRole|aws_iam_(?:role|policy_document|openid|saml)")
_LOCAL_SOURCE = re.compile(_SOURCE + rb'(\.\.?/[^"\n]*|\.\.?)"')
# What is not in the folder: a repository, an archive, or a module in a registry. Two words name a provider.
_EXTERNAL_SOURCE = re.compile(_SOURCE + rb'((?:\w+::|git@|[\w-]+\.[\w.-]+/|https?:|[\w-]+/[\w-]+/[\w-]+)[^"\n]*)"')
_PROVIDER = re.compile(r"registry\.[\w.]+/[\w-]+/[\w-]+")
_MODULE = re.compile(rb'module"?\s')
# A module whose source only its evaluation tells: OpenTofu's, or one that Terragrunt may take from another file.
_COMPUTED = re.compile(_SOURCE + rb'[^"\n]*\$\{|\bsource\s*=\s*(?:local|var)\.')
_INCLUDE = re.compile(rb"^\s*(?:include|unit|stack)\b[^=\n]*\{", re.M)
_SAMPLES = ("examples", "tests")


class Terraform(Source):
    """The files of configurations."""

    suffixes = (*_CONFIGURATION, *_TERRAGRUNT, *_STACK)
    together = (*_CONFIGURATION, *_STACK)

    def wants(self, file: Candidate) -> bool:
        """Return whether the file's name is that of a configuration. Its relevance depends on the whole folder."""
        if file.named and file.name.endswith((".tfvars", ".tfvars.json")):
            return True
        return file.name.endswith((*_CONFIGURATION, *_STACK)) or file.name in _TERRAGRUNT

    def relevant(self, files: list[str], walk: Walk) -> list[str]:
        """Return the files in folders that mention a trust policy, or that call a module which does."""
        folders: dict[str, list[str]] = {}
        for file in files:
            if not os.path.basename(file).startswith("."):
                folders.setdefault(os.path.dirname(file), []).append(file)
        kept = {folder: own for folder, own in folders.items() if not _is_sample(folder, folders, walk.tops)}
        return [file for folder in _directories(kept, walk.root) for file in kept[folder]]

    def extract(self, files: Sequence[Path], tree: Tree, inputs: Inputs) -> Extraction:
        """Return everything that the configurations in the files' folders create."""
        from assumelint.sources import terraform

        return terraform.extract(list(dict.fromkeys(file.parent for file in files)), tree, inputs)


def _directories(terraform: dict[str, list[str]], root: str) -> list[str]:
    """Return the directories whose files mention a trust policy or call, even indirectly, a module that does."""
    known: dict[str, tuple[bool, tuple[str, ...]]] = {}
    pending, tree = list(terraform), Tree(Path(root), Path(root))
    while pending:
        folder = pending.pop()
        if folder in known:
            continue
        known[folder] = _scan(folder, terraform.get(folder) or _terraform_files(folder), tree)
        pending += (target for target in known[folder][1] if _inside(target, root))
    relevant = {folder for folder, (direct, _) in known.items() if direct}
    callers: dict[str, list[str]] = {}
    for folder, (_, targets) in known.items():
        for target in targets:
            callers.setdefault(target, []).append(folder)
    pending = list(relevant)
    while pending:
        for caller in callers.get(pending.pop(), ()):
            if caller not in relevant:
                relevant.add(caller)
                pending.append(caller)
    return [folder for folder in terraform if folder in relevant]


def _is_sample(folder: str, terraform: Container[str], tops: Iterable[str]) -> bool:
    """Return whether a folder is in the `examples` or `tests` of a module and was not named by the user.

    These folders belong to a module and are not deployed
    (https://developer.hashicorp.com/terraform/language/modules/develop/structure).
    """
    path = Path(folder)
    samples = (each for each in (path, *path.parents) if each.name in _SAMPLES and str(each.parent) in terraform)
    asked = [top for top in map(Path, tops) if path.is_relative_to(top)]
    return any(not any(top.is_relative_to(sample) for top in asked) for sample in samples)


def _scan(folder: str, files: list[str], tree: Tree) -> tuple[bool, tuple[str, ...]]:
    """Return whether a directory is relevant by itself, and the directories that its modules come from."""
    targets: list[str] = []
    fetched = os.path.exists(os.path.join(folder, ".terraform", "modules", "modules.json"))
    for path in files:
        data = contents(path)
        if _TRUST.search(data) or (fetched and _MODULE.search(data)):
            return True, ()
        if path.endswith(_TERRAGRUNT) and (_COMPUTED.search(data) or _INCLUDE.search(data)):
            return True, ()
        if _MODULE.search(data) and _COMPUTED.search(data):
            return True, ()
        for source in _LOCAL_SOURCE.findall(data):
            local = os.fsdecode(source).replace("//", "/").partition("?")[0]
            targets.append(os.path.normpath(os.path.join(folder, local)))
        for source in _EXTERNAL_SOURCE.findall(data):
            own = _own_folder(os.fsdecode(source), tree)
            if own is not None:
                targets.append(own)
            elif _may_hold_role(os.fsdecode(source), data):
                return True, ()
    return False, tuple(targets)


def _own_folder(source: str, tree: Tree) -> str | None:
    """Return the folder that a source names by the URL of the repository that is checked, else None."""
    from assumelint.sources.terraform.registry.address import own_directory

    own = own_directory(source, tree)
    return None if own is None else str(own)


def _may_hold_role(source: str, data: bytes) -> bool:
    """Return whether an external module, called in a file with this data, may create a role for web identity."""
    from assumelint.sources.terraform.registry.without_web_identity import deciding_arguments

    if _PROVIDER.fullmatch(source):
        return False
    deciding = deciding_arguments(source)
    return deciding is None or any(name.encode() in data for name in deciding)


def _terraform_files(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.path for entry in entries if entry.name.endswith(_CONFIGURATION)]
    except OSError:  # a missing module is reported by the source
        return []


def _inside(path: str, root: str) -> bool:
    return os.path.realpath(path).startswith(os.path.realpath(root).rstrip(os.sep) + os.sep)
