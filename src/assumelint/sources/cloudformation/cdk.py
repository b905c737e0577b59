"""The custom resources of the AWS CDK whose attributes are known from their properties.

A `CfnJson` is a value with keys that are known at deployment only. The resource gets it as JSON text, and its attribute
`Value` is the value itself: https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.CfnJson.html. Where a part of that
text is a list or an object that only the deployment knows, another resource makes text of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from assumelint.sources.cloudformation.literals import placed, plain_text
from assumelint.sources.cloudformation.provider_arn import cluster_issuer
from assumelint.sources.cloudformation.scope import Resource, Scope
from assumelint.sources.cloudformation.unknowns import hole
from assumelint.sources.read.json import JsonError, parse_json
from assumelint.sources.read.yaml_tree import Raw
from assumelint.text import Hole, HoleKind, Span, Text
from assumelint.text.document import Mapping, Node
from assumelint.text.json_text import Escapes, write_json
from assumelint.text.text import SCHEME

# The cluster of `aws-eks`: its issuer is there with `https://` (`…Url`) and without.
CLUSTER = "Custom::AWSCDK-EKS-Cluster"
JSON = "Custom::AWSCDKCfnJson"


def attribute(scope: Scope, resource: Resource, name: str, at: Span) -> Node | None:
    """Return an attribute that follows from the rest of the template; None for any other one."""
    match resource.type, name:
        case "Custom::AWSCDKCfnJson", "Value":
            value = _json_value(scope, resource)
            return None if value is None else placed(value, at)
        case "Custom::AWSCDKCfnJsonStringify", "Value":
            return _json_text(scope, resource)
        case "Custom::AWSCDK-EKS-Cluster", "OpenIdConnectIssuer":
            url = hole(scope, f"{resource.name}.OpenIdConnectIssuerUrl", at, HoleKind.ISSUER_URL)
            return cluster_issuer(url).cut(len(SCHEME))
        case _:
            return None


def _json_value(scope: Scope, resource: Resource) -> Node | None:
    """Return the object that a `CfnJson` holds, with holes where its text has some; None if that is not certain."""
    raw = _value(resource)
    text = plain_text(resource.scope(scope).value(raw)) if raw is not None else None
    if text is None:
        return None
    try:
        value = parse_json(text)
    except JsonError:  # an unknown part holds more than a string: the structure is not known
        return None
    return value if isinstance(value, Mapping) else None


def _json_text(scope: Scope, resource: Resource) -> Text | None:
    """Return the JSON text of what a resource is given, None if that is not known."""
    raw = _value(resource)
    value = resource.scope(scope).value(raw) if raw is not None else None
    return (
        None if value is None or isinstance(value, Hole) else Text(write_json(value, Escapes.NEEDED).parts, value.span)
    )


def is_in_json(resources: Iterable[Resource], span: Span) -> bool:
    """Return whether a place is in the JSON text of a `CfnJson`."""
    values = (_value(resource) for resource in resources if resource.type == JSON)
    return any(value is not None and value.span.holds(span) for value in values)


def _value(resource: Resource) -> Raw | None:
    return resource.properties.get("Value") if resource.properties is not None else None
