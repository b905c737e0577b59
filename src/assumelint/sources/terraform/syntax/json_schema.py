"""Which keys of a `.tf.json` file are blocks: in JSON, they look the same as arguments.

The shapes follow https://developer.hashicorp.com/terraform/language/syntax/json, and for nested blocks the resources
that are read here (https://registry.terraform.io/providers/hashicorp/aws/latest/docs).
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class BlockShape(Struct, frozen=True):
    """The shape of a block: the number of its labels, and the blocks nested in it.

    `references` are the arguments that hold references instead of values, `literals` those whose strings are not
    templates.
    """

    labels: int = 0
    blocks: Mapping[str, BlockShape] = {}
    references: frozenset[str] = frozenset()
    literals: frozenset[str] = frozenset()


_CHECKS = {"precondition": BlockShape(), "postcondition": BlockShape()}
_META: Mapping[str, BlockShape] = {
    "connection": BlockShape(),
    "lifecycle": BlockShape(blocks=_CHECKS),
    "provisioner": BlockShape(labels=1, blocks={"connection": BlockShape()}),
    "timeouts": BlockShape(),
}
_STATEMENT = BlockShape(blocks={"condition": BlockShape(), "not_principals": BlockShape(), "principals": BlockShape()})
_SERVICE_ACCOUNT = {"image_pull_secret": BlockShape(), "metadata": BlockShape(), "secret": BlockShape()}
# By resource type.
_NESTED: Mapping[str, Mapping[str, BlockShape]] = {
    "aws_iam_policy_document": {"statement": _STATEMENT},
    "aws_iam_role": {"inline_policy": BlockShape()},
    "kubernetes_service_account": _SERVICE_ACCOUNT,
    "kubernetes_service_account_v1": _SERVICE_ACCOUNT,
}
_OBJECT = BlockShape(labels=2, blocks=_META, references=frozenset(("provider",)))

FILE = BlockShape(
    blocks={
        "check": BlockShape(labels=1, blocks={"assert": BlockShape(), "data": _OBJECT}),
        "data": _OBJECT,
        "ephemeral": _OBJECT,
        "import": BlockShape(references=frozenset(("provider", "to"))),
        "locals": BlockShape(),
        "module": BlockShape(labels=1),
        "moved": BlockShape(references=frozenset(("from", "to"))),
        "output": BlockShape(labels=1, blocks=_CHECKS),
        "provider": BlockShape(labels=1),
        "removed": BlockShape(blocks={"lifecycle": BlockShape()}, references=frozenset(("from",))),
        "resource": _OBJECT,
        "terraform": BlockShape(
            blocks={"backend": BlockShape(labels=1), "cloud": BlockShape(), "required_providers": BlockShape()}
        ),
        "variable": BlockShape(
            labels=1,
            blocks={"validation": BlockShape()},
            references=frozenset(("type",)),
            literals=frozenset(("default",)),
        ),
    }
)


def shape_with_labels(shape: BlockShape, labels: tuple[str, ...]) -> BlockShape:
    """The shape of a block with these labels: a resource also has the nested blocks of its type."""
    nested = _NESTED.get(labels[0]) if shape is _OBJECT else None
    return shape if nested is None else BlockShape(shape.labels, {**shape.blocks, **nested}, shape.references)
