"""Parsing a `Federated` principal: the provider that it names, or the reason why it names none.

An OIDC provider is `arn:<partition>:iam::<12 digits>:oidc-provider/<issuer without https://>`
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html);
four services are named by their bare host instead.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from msgspec import Struct

from assumelint.aws import (
    ARN_FIELDS,
    BUILT_IN_HOSTS,
    COGNITO,
    PARTITIONS,
    PROVIDER_RESOURCE,
    STANDARD_PARTITION,
    is_account,
    is_built_in,
    provider_arn,
)
from assumelint.language.likeness import can_meet
from assumelint.text import HOLE_MARK, Text
from assumelint.views.issuer_url import is_host_for_sure, is_saml_for_sure, is_url_for_sure

_MISNAMED = re.compile(r"(?:oidc|openid)[-_]?(?:connect)?[-_]?providers?[/:]", re.IGNORECASE)
_SCHEME = re.compile(r"https?:/*", re.IGNORECASE)
_WILDCARD = re.compile(r"[*?]")
_HEADS = tuple(f"arn:{partition}:iam::############:" for partition in PARTITIONS)
_HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/[^\s:*?]*)?")


class Fault(Struct, frozen=True):
    """Why a value names no OIDC provider. `mended` is the corrected value, if it is certain."""

    message: str
    mended: str = ""
    certain: bool = True


class Federated(Struct, frozen=True, dict=True):
    """A parsed `Federated` value. A part that the code does not determine is a text with a hole, or None."""

    value: Text
    partition: Text | None = None
    account: Text | None = None
    host: Text | None = None
    built_in: bool = False
    fault: Fault | None = None

    @cached_property
    def lower_host(self) -> Text | None:
        """The host in lower case, as keys are case-insensitive."""
        return None if self.host is None else self.host.map(str.lower)

    @cached_property
    def is_saml(self) -> bool:
        """Whether it names a SAML provider, to which the rules on web identity do not apply."""
        return ":saml-provider/" in self.value.flat or is_saml_for_sure(self.value)


def read_federated(value: Text) -> Federated:
    """Parse a `Federated` value."""
    flat = value.flat
    at = flat.find(PROVIDER_RESOURCE)
    if at >= 0 and (":" in flat[:at] or flat[:at].endswith(HOLE_MARK)):
        return _read_arn(value, at)
    if HOLE_MARK not in flat and is_built_in(flat):
        return Federated(value, host=value, built_in=True)
    fault = _no_provider(flat, value)
    return Federated(value, fault=fault, host=_bare_host(value) if fault else None)


def _read_arn(value: Text, at: int) -> Federated:
    head, host = value.cut(0, at), value.cut(at + len(PROVIDER_RESOURCE))
    fields = _fields(head)
    partition, account = (fields[1], fields[4]) if len(fields) == ARN_FIELDS else (None, None)
    fault = _head_fault(head.flat, [field.flat for field in fields], str(host))
    if fault is None and is_url_for_sure(host):
        fault = Fault(f"{host} begins with https://, which does not belong in the ARN")
    fault = fault or _host_fault(host.flat, str(head))
    return Federated(value, partition, account, _without_scheme(host), fault=fault)


def _fields(head: Text) -> list[Text]:
    fields, start = [], 0
    for end in [match.start() for match in re.finditer(":", head.flat)] + [len(head)]:
        fields.append(head.cut(start, end))
        start = end + 1
    return fields


def _head_fault(flat: str, fields: list[str], host: str) -> Fault | None:
    """Return what is wrong before `oidc-provider/`; with holes, only what is wrong for all their values."""
    if _may_be_head(flat):
        return None
    if len(fields) != ARN_FIELDS or fields[0] not in ("arn", HOLE_MARK) or fields[5]:
        return Fault(
            "an OIDC provider ARN is arn:<partition>:iam::<account>:oidc-provider/<host>", _mended(fields, host)
        )
    _, partition, service, region, account, _ = fields
    if HOLE_MARK not in partition and partition not in PARTITIONS:
        return Fault(f'there is no partition "{partition}"')
    if HOLE_MARK not in service and service != "iam":
        return Fault(f'an OIDC provider belongs to the service iam, not "{service}"')
    if region and HOLE_MARK not in region:
        return Fault(f'IAM has no regions, so nothing stands in the place of "{region}"')
    return _account_fault(account)


@lru_cache(maxsize=1024)
def _may_be_head(flat: str) -> bool:
    """Return whether a text is `arn:<partition>:iam::<12 digits>:` for some values of its holes."""
    pattern = re.compile("".join(_as_expression(part) for part in re.split(f"({HOLE_MARK}+)", flat)), re.DOTALL)
    return any(pattern.fullmatch(head) for head in _HEADS)


def _as_expression(part: str) -> str:
    if HOLE_MARK in part:
        return ".*"
    # In `_HEADS`, `#` represents any digit.
    return "".join(f"[{letter}#]" if letter.isdecimal() else re.escape(letter) for letter in part)


def _may_begin_head(literal: str) -> bool:
    pattern = re.compile(_as_expression(literal), re.DOTALL)
    return any(pattern.fullmatch((head + PROVIDER_RESOURCE)[: len(literal)]) for head in _HEADS)


def _account_fault(account: str) -> Fault:
    if not account:
        return Fault("the account id is missing: it is 12 digits")
    return Fault(f'"{account.replace(HOLE_MARK, "…")}" is no account id: it is 12 digits')


def _mended(fields: list[str], host: str) -> str:
    """Return the ARN with corrected colons, if its essential parts can be identified."""
    partition = next((field for field in fields if field in PARTITIONS), STANDARD_PARTITION)
    account = next((field for field in fields if is_account(field)), "")
    return provider_arn(host, partition, account) if account else ""


def _host_fault(host: str, head: str) -> Fault | None:
    """Return what is wrong after `oidc-provider/`."""
    if not host:
        return Fault("the issuer's host is missing after oidc-provider/")
    scheme = _SCHEME.match(host)
    if scheme and HOLE_MARK not in host:
        return Fault("the ARN holds the issuer without https://", f"{head}{PROVIDER_RESOURCE}{host[scheme.end() :]}")
    if scheme:
        return Fault("the ARN holds the issuer without https://")
    if host.startswith("arn:") or PROVIDER_RESOURCE in host:
        return Fault("the ARN holds another ARN in the place of the issuer's host")
    if _WILDCARD.search(host):
        return Fault("IAM takes no wildcard in a principal's ARN")
    if host != host.strip():
        return Fault(
            "white space belongs to no ARN", f"{head}{PROVIDER_RESOURCE}{host.strip()}" if HOLE_MARK not in host else ""
        )
    return None


def _no_provider(flat: str, value: Text) -> Fault | None:
    """Return why a value without `oidc-provider/` names no provider; None if its holes may make it right."""
    if is_url_for_sure(value) or is_host_for_sure(value):
        return Fault("a principal is the provider's ARN, not its URL")
    if HOLE_MARK in flat and _may_be_right(flat):
        return None
    if not flat.strip():
        return Fault("the principal is empty")
    if flat.startswith("arn:"):
        return _other_arn(flat, value)
    if _SCHEME.match(flat):
        return Fault("a principal is the provider's ARN, not its URL")
    if flat != flat.strip() and is_built_in(flat.strip()):
        return Fault("white space belongs to no principal", flat.strip())
    if _HOST.fullmatch(flat):
        return Fault("only Cognito, Google, Facebook and Amazon go by their bare host; any other provider by its ARN")
    return Fault("this is no ARN of an OIDC provider")


def _may_be_right(flat: str) -> bool:
    """Return whether the holes can make the value right: an ARN with its provider in a hole, or a built-in host.

    `oidc-provider/` belongs after the last colon of an ARN; this value does not contain it.
    """
    start, rest = flat.partition(HOLE_MARK)[0], flat.rpartition(HOLE_MARK)[2]
    if any(can_meet(flat, host) for host in BUILT_IN_HOSTS) or COGNITO.startswith(start[: len(COGNITO)]):
        return True
    return _may_begin_head(start) and ":" not in rest and not _WILDCARD.search(flat)


def _other_arn(flat: str, value: Text) -> Fault:
    misnamed = _MISNAMED.search(flat)
    if misnamed:
        mended = value.literal and flat[: misnamed.start()] + PROVIDER_RESOURCE + flat[misnamed.end() :]
        return Fault(f'the resource is "oidc-provider/", not "{misnamed.group()}"', mended or "")
    if _WILDCARD.search(flat):
        return Fault("IAM takes no wildcard in a principal's ARN")
    resource = re.match(r"arn:[^:]*:([a-z0-9-]+):[^:]*:[^:]*:([A-Za-z-]+)", flat)
    if resource and resource[2] == "saml-provider":
        return Fault("a SAML provider cannot vouch for a web identity: that takes an oidc-provider ARN")
    if resource:
        return Fault(f"this is the ARN of a {resource[1]} {resource[2]}, not of an OIDC provider")
    return Fault("this is no ARN of an OIDC provider")


def _bare_host(value: Text) -> Text | None:
    """Return the host in a value that is not an ARN, for the advice."""
    host = _without_scheme(value)
    return host if HOLE_MARK not in host.flat and _HOST.fullmatch(host.flat) else None


def _without_scheme(host: Text) -> Text:
    scheme = _SCHEME.match(host.flat)
    return host.cut(scheme.end()) if scheme else host
