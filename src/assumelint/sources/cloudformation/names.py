"""The values of `Ref` and `Fn::GetAtt`.

Return values: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-oidcprovider.html
(the ARN, for `Ref` and for `Arn`); pseudo parameters:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html.
"""

from __future__ import annotations

from assumelint.cause import Cause
from assumelint.model import Use
from assumelint.sources.cloudformation import cdk
from assumelint.sources.cloudformation.literals import placed, plain_text, string
from assumelint.sources.cloudformation.provider_arn import PROVIDERS, cluster_issuer, provider_arn
from assumelint.sources.cloudformation.scope import Scope
from assumelint.sources.cloudformation.template import Parameter
from assumelint.sources.cloudformation.unknowns import hole
from assumelint.sources.read.yaml_tree import Raw, RawList, RawScalar
from assumelint.text import Hole, HoleKind, Span, Text
from assumelint.text.document import Node, Sequence

PSEUDO = {
    "AWS::AccountId": HoleKind.ACCOUNT,
    "AWS::NotificationARNs": HoleKind.ANYTHING,
    "AWS::Partition": HoleKind.PARTITION,
    "AWS::Region": HoleKind.REGION,
    "AWS::StackId": HoleKind.ARN,
    "AWS::StackName": HoleKind.ANYTHING,
    "AWS::URLSuffix": HoleKind.DNS_SUFFIX,
}
NO_VALUE = "AWS::NoValue"
# The kind of what `Ref` (under the name "") and `Fn::GetAtt` return for a resource type, if it is more than a string.
_VALUES = {
    # The issuer is a URL: https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html
    ("AWS::EKS::Cluster", "OpenIdConnectIssuerUrl"): HoleKind.ISSUER_URL,
    (cdk.CLUSTER, "OpenIdConnectIssuerUrl"): HoleKind.ISSUER_URL,
    ("AWS::IAM::SAMLProvider", ""): HoleKind.SAML_ARN,
    ("AWS::IAM::SAMLProvider", "Arn"): HoleKind.SAML_ARN,
    **{(type, attr): HoleKind.PROVIDER_ARN for type in PROVIDERS for attr in ("", "Arn")},
}


def reference(scope: Scope, argument: Raw, at: Span) -> Node | None:
    """Evaluate `Ref`."""
    text = plain_text(scope.value(argument))
    name = text.literal if text is not None else None
    if name is None:
        return hole(scope, "Ref", at)
    return named(scope, name, argument.span)


def named(scope: Scope, name: str, at: Span) -> Node | None:
    """Return the value of a parameter, pseudo parameter, loop identifier or resource. An unknown name is a problem."""
    if name == NO_VALUE:
        return None
    if name in scope.loops:
        return placed(scope.loops[name], at)
    if name in PSEUDO:
        value = scope.run.value(name, None)
        if value is not None:
            return Text.of(value, at)
        pseudo = hole(scope, name, at, PSEUDO[name])
        return pseudo if name.endswith("ARNs") else _string(pseudo)
    parameter = scope.stack.template.parameters.get(name)
    if parameter is not None:
        return _parameter(scope, parameter, at)
    arn = provider_arn(scope, name, at)
    if arn is None and name not in scope.stack.resources:
        _undefined(scope, name, at)
    _circular(scope, name, at)
    return arn or _string(hole(scope, name, at, _kind(scope, name, "")))


def attribute(scope: Scope, argument: Raw, at: Span) -> Node:
    """Evaluate `Fn::GetAtt`, in both forms."""
    if isinstance(argument, RawScalar):
        name, _, attr = scope.replaced(string(argument)).flat.partition(".")
    else:
        items = argument.items if isinstance(argument, RawList) else []
        texts = [plain_text(scope.value(item)) for item in items]
        name, attr = (str(texts[0]) if texts else ""), ".".join(str(text) for text in texts[1:] if text is not None)
    return attribute_of(scope, name, attr, argument.span if name else at)


def attribute_of(scope: Scope, name: str, attr: str, at: Span) -> Node:
    """Return an attribute of a resource."""
    if attr == "Arn":
        arn = provider_arn(scope, name, at)
        if arn is not None:
            return arn
    resource = scope.stack.resources.get(name)
    known = cdk.attribute(scope, resource, attr, at) if resource is not None else None
    if known is not None:
        return known
    if attr.startswith("Outputs."):
        output = scope.stack.output_of(name, attr.removeprefix("Outputs."), scope)
        if output is not None:
            return placed(output, at)
    if resource is None:
        _undefined(scope, name, at)
    _circular(scope, name, at)
    found = hole(scope, f"{name}.{attr}" if attr else name, at, _kind(scope, name, attr))
    if found.kind is HoleKind.ISSUER_URL:
        return cluster_issuer(found)
    # few attributes are lists, none of these is
    return _string(found) if attr.startswith("Outputs.") or attr.endswith(("Arn", "Id", "Url", "Name")) else found


def _kind(scope: Scope, name: str, attr: str) -> HoleKind:
    """Return the kind of a resource's attribute; an empty `attr` means the value of `Ref`."""
    resource = scope.stack.resources.get(name)
    if resource is None:
        return HoleKind.ANYTHING
    of_aws = HoleKind.ARN if attr == "Arn" and resource.type.startswith("AWS::") else HoleKind.ANYTHING
    return _VALUES.get((resource.type, attr), of_aws)


def _parameter(scope: Scope, parameter: Parameter, at: Span) -> Node:
    if parameter.name in scope.stack.given:
        value = scope.stack.given[parameter.name]
        if value is None or parameter.is_stored:
            return _open(scope, parameter, at)
        text = plain_text(value)
        return placed(listed(text) if parameter.is_list and text is not None else value, at)
    if parameter.is_stored:
        return _open(scope, parameter, at)
    usual = parameter.default.literal if parameter.default is not None else None
    known = scope.run.value(parameter.name, usual)
    if known is None:
        # A default with a hole in it (a variable of the Serverless Framework) is better than none.
        partial = parameter.default if usual is None and parameter.default is not None else None
        return _open(scope, parameter, at) if partial is None else placed(partial, at)
    if parameter.default is None or known != usual:
        text = Text.of(known, at)
        return placed(listed(text), at) if parameter.is_list else text
    scope.uses.append(Use(parameter.default.span, at))
    return listed(parameter.default) if parameter.is_list else parameter.default


def _open(scope: Scope, parameter: Parameter, at: Span) -> Node:
    found = hole(scope, parameter.name, at)
    return found if parameter.is_list else _string(found)


def _string(found: Hole) -> Text:
    """Return an unknown value that is certainly one string, not a list."""
    return Text((found,), found.span)


def usual_value(scope: Scope, name: str) -> tuple[bool, str | None, tuple[str, ...] | None]:
    """Return whether a name is open (its value may differ between stacks), its default, and its allowed values."""
    if name in PSEUDO:
        return True, None, None
    parameter = scope.stack.template.parameters.get(name)
    if parameter is None or (parameter.name in scope.stack.given and scope.stack.given[name] is not None):
        return False, None, None
    if parameter.is_list:
        return False, None, None
    if parameter.is_stored or name in scope.stack.given:
        return True, None, None
    return True, parameter.default.literal if parameter.default is not None else None, parameter.allowed


def listed(text: Text) -> Node:
    """Return the items of a list parameter, without the blanks around the commas."""
    items: list[Node] = []
    start = 0
    flat = text.flat
    for piece in flat.split(","):
        lead = len(piece) - len(piece.lstrip())
        items.append(text.cut(start + lead, start + max(len(piece.rstrip()), lead)))
        start += len(piece) + 1
    return Sequence(tuple(items), text.span)


def _circular(scope: Scope, name: str, at: Span) -> None:
    resource = scope.stack.resources.get(name)
    if name == scope.role and resource is not None and resource.type == "AWS::IAM::Role":
        advice = "Name the role, and write its ARN with Fn::Sub."
        scope.report(Cause.INVALID_TEMPLATE, at, f"the role {name} refers to itself: a circular dependency", advice)


def _undefined(scope: Scope, name: str, at: Span) -> None:
    if not scope.stack.template.is_closed or not scope.stack.is_complete or not name:
        return
    import difflib  # needed only for a message

    known = [*scope.stack.template.parameters, *scope.stack.resources, *PSEUDO]
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.7)
    advice = f"Did you mean {close[0]}?" if close else ""
    if (":" in name and not name.startswith("AWS::")) or "/" in name:
        advice = f"A policy variable is written ${{!{name}}} in Fn::Sub."
    scope.report(Cause.UNDEFINED_REFERENCE, at, f"the template declares no parameter or resource {name!r}", advice)
