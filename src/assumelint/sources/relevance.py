"""Whether a file can matter, told from its bytes alone."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Literal, TypeAlias

from assumelint.text.tree import MAX_BYTES

Kind: TypeAlias = Literal["template", "policy", "plan"]

_TRUST = re.compile(
    rb"assume_role_policy|AssumeRole|aws_iam_(?:role|policy_document|openid|saml)|"
    # Modules that are not here but are known to make such roles, by what they are called.
    rb'source"?\s*[=:]\s*"[^"\n]*(?:iam|eks|oidc|irsa|role)'
)
_LOCAL_SOURCE = re.compile(rb'source"?\s*[=:]\s*"((?:\.\.?/|\$\{)[^"\n]*|\.\.?)"')
_MODULE = re.compile(rb'module"?\s')
_TEMPLATE = re.compile(
    rb"AWS::(?:IAM|Serverless|Include|Cognito::IdentityPool|CloudFormation::Stack)|AssumeRolePolicyDocument|AWSCDKOpenIdConnect"
)
# Plain words, for they are found many times faster than a pattern of alternatives.
_TEMPLATE_WORDS = (b"AWS::", b"AssumeRolePolicyDocument", b"AWSCDKOpenIdConnect")
_POLICY = (b"AssumeRole", b"WebIdentity", b"oidc-provider", b'"Federated"')
_PLAN = re.compile(rb'"planned_values"\s*:')
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SAMPLES = ("examples", "tests")
_TEMPLATE_KEYS = re.compile(rb"AWS::|\bResources\b|AWSTemplateFormatVersion")


def kind_of(path: str, *, named: bool = False) -> Kind | None:
    """What a YAML or JSON file may be, or None where it cannot matter; a `named` file matters if it can be read."""
    data = _bytes(path)
    if data is not None and data.startswith(UTF_16):  # for the source to say that it cannot be read
        return "template" if _TEMPLATE.search(data.replace(b"\0", b"")) else None
    if data is None or b"\0" in data[:8192]:
        return None
    body = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if body[:1] in (b"{", b"[") and not path.endswith((".yaml", ".yml")):
        return _json_kind(data, named=named)
    if _is_template(data) or (named and path.endswith((".yaml", ".yml", ".template"))):
        return "template"
    return "policy" if named and path.endswith(".json") else None


def _json_kind(data: bytes, *, named: bool) -> Kind | None:
    if b'"format_version"' in data and _PLAN.search(data):
        return "plan"
    if _is_template(data) and _TEMPLATE_KEYS.search(data):
        return "template"
    if named and _TEMPLATE_KEYS.search(data):
        return "template"
    return "policy" if named or any(word in data for word in _POLICY) else None


def _is_template(data: bytes) -> bool:
    return any(word in data for word in _TEMPLATE_WORDS) and _TEMPLATE.search(data) is not None


def directories(terraform: dict[str, list[str]], root: str) -> list[str]:
    """The directories whose files mention a trust policy, or that call one that does, through any number of modules."""
    known: dict[str, tuple[bool, tuple[str, ...]]] = {}
    pending = list(terraform)
    while pending:
        folder = pending.pop()
        if folder in known:
            continue
        known[folder] = _scan(folder, terraform.get(folder) or _terraform_files(folder))
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


def is_sample(folder: str, terraform: Container[str], tops: Iterable[str]) -> bool:
    """Whether a folder lies in the `examples` or `tests` of a module, and is not asked for itself.

    They stand beside the module's files and make nothing that is deployed
    (https://developer.hashicorp.com/terraform/language/modules/develop/structure).
    """
    path = Path(folder)
    samples = (each for each in (path, *path.parents) if each.name in _SAMPLES and str(each.parent) in terraform)
    asked = [top for top in map(Path, tops) if path.is_relative_to(top)]
    return any(not any(top.is_relative_to(sample) for top in asked) for sample in samples)


def _scan(folder: str, files: list[str]) -> tuple[bool, tuple[str, ...]]:
    """Whether a directory is relevant by itself, and the directories that its modules come from."""
    targets: list[str] = []
    fetched = os.path.exists(os.path.join(folder, ".terraform", "modules", "modules.json"))
    for path in files:
        data = _bytes(path) or b""
        if _TRUST.search(data) or (fetched and _MODULE.search(data)):
            return True, ()
        for source in _LOCAL_SOURCE.findall(data):
            if source.startswith(b"$"):  # only a terragrunt.hcl computes a source
                return True, ()
            local = os.fsdecode(source).replace("//", "/").partition("?")[0]
            targets.append(os.path.normpath(os.path.join(folder, local)))
    return False, tuple(targets)


def _terraform_files(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.path for entry in entries if entry.name.endswith((".tf", ".tofu", ".tf.json", ".tofu.json"))]
    except OSError:  # the module is not there: for the source to say
        return []


def _inside(path: str, root: str) -> bool:
    return os.path.realpath(path).startswith(os.path.realpath(root).rstrip(os.sep) + os.sep)


def _bytes(path: str) -> bytes | None:
    """A file's bytes, or None where it is no regular file, too large for code, or cannot be read."""
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > MAX_BYTES:
            return None
        with open(path, "rb") as stream:
            return stream.read()
    except OSError:
        return None
