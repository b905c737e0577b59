"""Functions of IP networks (https://developer.hashicorp.com/terraform/language/functions#ip-network-functions)."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network, NetmaskValueError

from assumelint.sources.terraform.lang.functions.spec import (
    Context,
    Family,
    FunctionError,
    Parameter,
    integer_of,
    text_of,
)
from assumelint.sources.terraform.lang.values.types import NUMBER, STRING, ListType
from assumelint.sources.terraform.lang.values.value import ListValue, Value

FAMILY = Family()
_PREFIX = Parameter("prefix", STRING)


def _network(value: Value) -> IPv4Network | IPv6Network:
    text = text_of(value)
    address, slash, length = text.partition("/")
    refused = FunctionError(f"invalid CIDR expression: invalid CIDR address: {text}")
    if not slash or not re.fullmatch(r"[0-9]{1,3}", length):
        raise refused
    try:
        if ":" in address:
            return IPv6Network((IPv6Address(address), int(length)), strict=False)
        # Terraform still ignores leading zeros, as older versions of Go did.
        plain = ".".join(part.lstrip("0") or "0" if part.isdigit() else part for part in address.split("."))
        return IPv4Network((IPv4Address(plain), int(length)), strict=False)
    except (AddressValueError, NetmaskValueError, ValueError):
        raise refused from None


@FAMILY.add("cidrhost", STRING, _PREFIX, Parameter("hostnum", NUMBER))
def _cidrhost(context: Context, arguments: tuple[Value, ...]) -> Value:
    number = integer_of(arguments[1], 1, bits=512)
    network = _network(arguments[0])
    index = number if number >= 0 else network.num_addresses + number
    if not 0 <= index < network.num_addresses:
        raise FunctionError(f"prefix of {network.prefixlen} does not accommodate a host numbered {number}")
    return context.string(str(network[index]))


@FAMILY.add("cidrnetmask", STRING, _PREFIX)
def _cidrnetmask(context: Context, arguments: tuple[Value, ...]) -> Value:
    network = _network(arguments[0])
    if isinstance(network, IPv6Network):
        raise FunctionError(f"IPv6 addresses cannot have a netmask: {text_of(arguments[0])}")
    return context.string(str(network.netmask))


@FAMILY.add("cidrsubnet", STRING, _PREFIX, Parameter("newbits", NUMBER), Parameter("netnum", NUMBER))
def _cidrsubnet(context: Context, arguments: tuple[Value, ...]) -> Value:
    bits, number = integer_of(arguments[1], 1, bits=512), integer_of(arguments[2], 2, bits=512)
    network = _network(arguments[0])
    length = network.prefixlen + bits
    if length > network.max_prefixlen or length < 0:
        raise FunctionError(f"insufficient address space to extend prefix of {network.prefixlen} by {bits}")
    if bits < 0 or not 0 <= number < 1 << bits:
        raise FunctionError(f"prefix extension of {bits} does not accommodate a subnet numbered {number}")
    return context.string(_subnet(network, length, number << (network.max_prefixlen - length)))


def _subnet(network: IPv4Network | IPv6Network, length: int, offset: int) -> str:
    return f"{network.network_address + offset}/{length}"


@FAMILY.add("cidrsubnets", ListType(STRING), _PREFIX, variadic=Parameter("newbits", NUMBER))
def _cidrsubnets(context: Context, arguments: tuple[Value, ...]) -> Value:
    network = _network(arguments[0])
    offset, items = 0, []
    for index, argument in enumerate(arguments[1:], 1):
        bits = integer_of(argument, index)
        if bits < 1:
            raise FunctionError("must extend prefix by at least one bit", index)
        if bits > 32:
            raise FunctionError("may not extend prefix by more than 32 bits", index)
        length = network.prefixlen + bits
        if length > network.max_prefixlen:
            kind = "IPv4" if isinstance(network, IPv4Network) else "IPv6"
            raise FunctionError(f"would extend prefix to {length} bits, which is too long for an {kind} address", index)
        size = 1 << (network.max_prefixlen - length)
        offset = -(-offset // size) * size
        if offset + size > network.num_addresses:
            raise FunctionError(
                f"not enough remaining address space for a subnet with a prefix of {length} bits", index
            )
        items.append(context.string(_subnet(network, length, offset)))
        offset += size
    return ListValue(tuple(items), STRING, context.span)
