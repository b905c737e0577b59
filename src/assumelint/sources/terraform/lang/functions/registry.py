"""The module of each function. A family's module is imported on the first call of one of its functions."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from assumelint.sources.terraform.lang.functions.spec import Family, Function

_FAMILIES = {
    "strings": "endswith indent lower startswith strcontains strrev substr title upper",
    "trimming": "chomp trim trimprefix trimspace trimsuffix",
    "splitting": "join replace split",
    "formats": "format",
    "format_lists": "formatlist",
    "patterns": "regex regexall",
    "collections": "coalesce coalescelist compact contains distinct element index length one",
    "sequences": "chunklist concat flatten range reverse slice sort",
    "maps": "keys lookup matchkeys merge transpose values zipmap",
    "sets": "setintersection setproduct setsubtract setunion",
    "logic": "alltrue anytrue",
    "arithmetic": "abs ceil floor log max min parseint pow signum sum",
    "conversions": ("ephemeralasnull issensitive nonsensitive sensitive tobool tolist tomap tonumber toset tostring"),
    "json": "jsondecode jsonencode",
    "yaml": "yamldecode yamlencode",
    "encodings": "base64decode base64encode base64gzip csvdecode textdecodebase64 textencodebase64 urlencode",
    "hashes": "base64sha256 base64sha512 md5 sha1 sha256 sha512 uuidv5",
    "dates": "formatdate timeadd timecmp",
    "network": "cidrhost cidrnetmask cidrsubnet cidrsubnets",
    "files": (
        "file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1 filesha256 filesha512"
    ),
    "paths": "abspath basename dirname pathexpand",
    "impure": "bcrypt plantimestamp rsadecrypt timestamp uuid",
    "aws": "provider::aws::arn_build provider::aws::arn_parse provider::aws::trim_iam_role_path",
}
_HOME = {name: family for family, names in _FAMILIES.items() for name in names.split()}

# `try`, `can`, `templatefile` and `templatestring` take expressions instead of values: see `calls`.
NAMES = frozenset(_HOME) | {"can", "templatefile", "templatestring", "try"}


@cache
def find(name: str) -> Function | None:
    """The function with this name, None if there is none."""
    if name not in _HOME:
        return None
    module = import_module(f"assumelint.sources.terraform.lang.functions.{_HOME[name]}")
    family: Family = module.FAMILY
    return family.functions[name]
