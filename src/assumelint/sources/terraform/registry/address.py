"""Addresses of modules outside the tree: the several ways to name one published module.

See https://developer.hashicorp.com/terraform/language/modules/sources.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from assumelint.text.remote import github_repository
from assumelint.text.tree import Tree

_HOSTS = ("registry.terraform.io/", "registry.opentofu.org/")
_IN_REGISTRY = re.compile(r"[\w-]+/[\w-]+/[\w-]+")
# A repository in the public registry is named after the module (https://developer.hashicorp.com/terraform/registry/modules/publish).
_REPOSITORY = re.compile(r"terraform-(?P<provider>[a-z0-9]+)-(?P<name>.+)")
_TAG = re.compile(r"v?(\d+(?:\.\d+){0,2})")


class Repository(Struct, frozen=True):
    """A folder of a repository on github.com, at a `ref` (None: the default branch)."""

    owner: str
    name: str
    folder: str
    ref: str | None


@cache
def repository(source: str) -> Repository | None:
    """The repository on github.com that a module source names, None for any other source."""
    rest, _, query = source.removeprefix("git::").partition("?")
    scheme, found, path = rest.rpartition("://")
    place, _, folder = path.partition("//")
    named = github_repository(f"{scheme}{found}{place}")
    if named is None:
        return None
    ref = next((part[4:] for part in query.split("&") if part.startswith("ref=")), None)
    return Repository(*named, folder.strip("/"), ref or None)


def own_directory(source: str, tree: Tree) -> Path | None:
    """The folder that a source names by the URL of the repository that the tree was cloned from, else None.

    It is read as it is in the tree, whatever the `ref` of the source.
    """
    named = repository(source)
    if named is None or tree.remote is None:
        return None
    owner, name = tree.remote
    # GitHub tells neither owners nor repositories apart by case.
    is_own = (named.owner.lower(), named.name.lower()) == (owner.lower(), name.lower())
    return Path(os.path.normpath(tree.root / named.folder)) if is_own else None


class Published(Struct, frozen=True):
    """A published module: the name under which `models/index.json` has it, and the version that its source names.

    `version` is a version constraint, None if the source names none. `pinned`: the source names a commit or a branch,
    so which version it is cannot be told.
    """

    name: str
    version: str | None = None
    pinned: bool = False


@cache
def published(source: str) -> Published | None:
    """The published module that a source names, None for a source of another form."""
    for host in _HOSTS:
        source = source.removeprefix(host)
    place, _, folder = source.partition("//")
    if _IN_REGISTRY.fullmatch(place):
        return Published(_joined(place, folder.strip("/")))
    found = repository(source)
    if found is None:
        return None
    version = _TAG.fullmatch(found.ref or "")
    named = _REPOSITORY.fullmatch(found.name)
    place = f"{found.owner}/{named['name']}/{named['provider']}" if named else f"github.com/{found.owner}/{found.name}"
    pinned = found.ref is not None and version is None
    return Published(_joined(place, found.folder), f"={version[1]}" if version else None, pinned)


def _joined(place: str, folder: str) -> str:
    return f"{place}//{folder}" if folder else place
