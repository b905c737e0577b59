"""Hashes (https://developer.hashicorp.com/terraform/language/functions#hash-and-crypto-functions)."""

from __future__ import annotations

import hashlib
import uuid
from base64 import b64encode
from collections.abc import Callable

from assumelint.sources.terraform.lang.functions.spec import Context, Family, FunctionError, Parameter, text_of
from assumelint.sources.terraform.lang.values.types import STRING
from assumelint.sources.terraform.lang.values.value import Value

FAMILY = Family()
_NAMESPACES = {
    "dns": uuid.NAMESPACE_DNS,
    "url": uuid.NAMESPACE_URL,
    "oid": uuid.NAMESPACE_OID,
    "x500": uuid.NAMESPACE_X500,
}


def _base64(digest: bytes) -> str:
    return b64encode(digest).decode()


# The hash of bytes for each function; `files` uses the same table for the contents of files.
HASHES: dict[str, Callable[[bytes], str]] = {
    "md5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "sha1": lambda data: hashlib.sha1(data, usedforsecurity=False).hexdigest(),
    "sha256": lambda data: hashlib.sha256(data).hexdigest(),
    "sha512": lambda data: hashlib.sha512(data).hexdigest(),
    "base64sha256": lambda data: _base64(hashlib.sha256(data).digest()),
    "base64sha512": lambda data: _base64(hashlib.sha512(data).digest()),
}


def _hash(name: str, digest: Callable[[bytes], str]) -> None:
    @FAMILY.add(name, STRING, Parameter("str", STRING))
    def body(context: Context, arguments: tuple[Value, ...]) -> Value:
        return context.string(digest(text_of(arguments[0]).encode()))


for _name, _digest in HASHES.items():
    _hash(_name, _digest)


@FAMILY.add("uuidv5", STRING, Parameter("namespace", STRING), Parameter("name", STRING))
def _uuidv5(context: Context, arguments: tuple[Value, ...]) -> Value:
    space, name = text_of(arguments[0]), text_of(arguments[1])
    try:
        namespace = _NAMESPACES[space] if space in _NAMESPACES else uuid.UUID(space)
    except ValueError:
        raise FunctionError(f"uuidv5() doesn't support namespace {space}") from None
    return context.string(str(uuid.uuid5(namespace, name)))
