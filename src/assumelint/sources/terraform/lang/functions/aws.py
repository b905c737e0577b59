"""The functions of the AWS provider (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/functions/arn_parse)."""

from __future__ import annotations

from assumelint.aws import ARN_FIELDS
from assumelint.sources.terraform.lang.functions.spec import Context, Family, FunctionError, Parameter
from assumelint.sources.terraform.lang.functions.splitting import split_once_each
from assumelint.sources.terraform.lang.functions.strings import as_text
from assumelint.sources.terraform.lang.values.texts import joined
from assumelint.sources.terraform.lang.values.types import STRING, ObjectType
from assumelint.sources.terraform.lang.values.value import StringValue, Value, obj
from assumelint.text import Part, Piece, Text

FAMILY = Family()
_FIELDS = ("partition", "service", "region", "account_id", "resource")
_ARN = Parameter("arn", STRING)


def _sections(text: Text, argument: int) -> list[Text] | None:
    """The sections of an ARN, None if a hole may contain further colons."""
    sections = split_once_each(text, ":", ARN_FIELDS)
    if sections is None:
        return None
    if len(sections) < ARN_FIELDS or sections[0].literal != "arn":
        raise FunctionError("arn: invalid prefix" if text.flat[:4] != "arn:" else "arn: not enough sections", argument)
    return sections


@FAMILY.add("provider::aws::arn_parse", ObjectType(dict.fromkeys(sorted(_FIELDS), STRING)), _ARN, partial=True)
def _arn_parse(context: Context, arguments: tuple[Value, ...]) -> Value:
    sections = _sections(as_text(arguments[0]), 0)
    if sections is None:
        return context.unknown(ObjectType(dict.fromkeys(sorted(_FIELDS), STRING)))
    return obj({name: StringValue(text) for name, text in zip(_FIELDS, sections[1:], strict=True)}, context.span)


@FAMILY.add("provider::aws::arn_build", STRING, *(Parameter(name, STRING) for name in _FIELDS), partial=True)
def _arn_build(context: Context, arguments: tuple[Value, ...]) -> Value:
    parts: list[Part] = [Piece("arn", context.span, exact=False)]
    for argument in arguments:
        parts += (Piece(":", context.span, exact=False), *as_text(argument).parts)
    return StringValue(joined(parts, context.span))


@FAMILY.add("provider::aws::trim_iam_role_path", STRING, _ARN, partial=True)
def _trim_iam_role_path(context: Context, arguments: tuple[Value, ...]) -> Value:
    text = as_text(arguments[0])
    sections = _sections(text, 0)
    if sections is None or sections[5].holes:
        return context.unknown(STRING)
    resource = sections[5]
    if sections[2].literal != "iam" or sections[3].flat:
        raise FunctionError(f'service must be "iam" and region empty in "{text}"', 0)
    if not resource.flat.startswith("role/"):
        raise FunctionError(f'resource must begin with "role/" in "{text}"', 0)
    name = resource.cut(resource.flat.rindex("/") + 1)
    head = text.cut(0, len(text) - len(resource) + len("role/"))
    return StringValue(joined((*head.parts, *name.parts), text.span))
