"""Reading a document as a trust policy.

This follows IAM's own rules: a single value may stand for a list of one, element names are case-sensitive, and the
last of several duplicate keys counts
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
"""

from __future__ import annotations

from collections.abc import Callable

from assumelint.language.operators import Domain, parse_operator
from assumelint.model import (
    Condition,
    Element,
    Form,
    Misshapen,
    MisshapenCondition,
    Principal,
    Statement,
    TrustPolicy,
    Values,
)
from assumelint.text import Hole, Span, Text
from assumelint.text.document import Gathered, Mapping, Node, Scalar, Sequence, shape_of

FormOf = Form | Callable[[Span], Form]


def read_policy(document: Node, form: FormOf) -> TrustPolicy | None:
    """Return the trust policy that a document holds, or None if it is not a policy (no object, or no `Statement`).

    `form` is the syntax of the clauses: one form for all of them, or a function from a clause's span to its form.
    """
    if not isinstance(document, Mapping):
        return None
    statements = document.get("Statement")
    if statements is None:
        return None
    version = document.get("Version")
    items = statements.items if isinstance(statements, Sequence) else (statements,)
    return TrustPolicy(
        span=document.span,
        document=document,
        version=as_text(version) if version is not None else None,
        statements=tuple(_statement(item, form) for item in map(_statement_shape, items) if isinstance(item, Mapping)),
        complete=not any(isinstance(item, Hole) for item in items),
    )


def as_text(node: Node) -> Text | None:
    """Return a value as the string that IAM compares (a number as its JSON text); None for an object, list or null."""
    match node:
        case Text():
            return node
        case Scalar(value, raw, span) if value is not None:
            return Text.of(raw, span)
        case Hole(span=span):
            return Text((node,), span)
        case _:
            return None


def as_values(node: Node, *, repeated: bool = False) -> Values:
    """Return a single value or a list as `Values`. Objects and nulls in a list are dropped, as IAM refuses them.

    With `repeated`, items of one shape in unknown number are included, each shape once. That is right where an empty
    list is of no use, so that there is at least one of them.
    """
    items = node.items if isinstance(node, Sequence) else (node,)
    shown = tuple(_shape(item) if repeated else item for item in items)
    texts = (as_text(item) for item in shown if not _is_many(item))
    return Values(
        tuple(text for text in texts if text is not None),
        # An unknown value may be a string or a list.
        complete=not any(map(_is_many, shown)) and not isinstance(node, Hole),
    )


def _is_many(node: Node) -> bool:
    return isinstance(node, Hole) and node.many


def _statement_shape(node: Node) -> Node:
    """Return the shape of statements in unknown number, if it is known; any other node itself."""
    shape = shape_of(node) if isinstance(node, Hole) else None
    return shape if isinstance(shape, Mapping) else node


def _shape(node: Node) -> Node:
    """Return the shape of items in unknown number, if something is known of it; any other node itself."""
    shape = shape_of(node) if isinstance(node, Hole) else None
    return shape if isinstance(shape, Text | Scalar) and not (isinstance(shape, Text) and shape.is_hole) else node


def _form(form: FormOf, span: Span) -> Form:
    return form if isinstance(form, Form) else form(span)


def _statement(node: Mapping, form: FormOf) -> Statement:
    principal, not_principal = node.get("Principal"), node.get("NotPrincipal")
    action, not_action = node.get("Action"), node.get("NotAction")
    sid, effect = node.get("Sid"), node.get("Effect")
    allows = isinstance(effect, Text) and effect.literal == "Allow"
    conditions, misshapen, conditions_complete = _conditions(node, form, allows=allows)
    return Statement(
        span=node.span,
        form=_form(form, node.span),
        elements=tuple(Element(name, value) for name, value in node.entries),
        sid=None if sid is None else as_text(sid),
        effect=None if effect is None else as_text(effect),
        actions=None if action is None else as_values(action),
        not_actions=None if not_action is None else as_values(not_action),
        principals=None if principal is None else _principals(principal, repeated=allows),
        not_principals=None if not_principal is None else _principals(not_principal),
        conditions=conditions,
        misshapen=misshapen,
        complete=not node.rest,
        principals_complete=_known(principal, repeated=allows),
        conditions_complete=conditions_complete and not node.rest,
    )


def _known(principal: Node | None, *, repeated: bool) -> bool:
    match principal:
        case Hole():
            return False
        case Mapping(entries, _, rest):
            return not rest and all(
                not isinstance(value, Hole) and as_values(value, repeated=repeated).complete for _, value in entries
            )
        case _:
            return True


def _principals(node: Node, *, repeated: bool = False) -> tuple[Principal, ...]:
    if isinstance(node, Mapping):
        return tuple(
            Principal(kind, value)
            for kind, values in _effective(node)
            for value in as_values(values, repeated=repeated).items
        )
    return tuple(Principal(None, value) for value in as_values(node).items if not isinstance(node, Hole))


def _conditions(
    statement: Mapping, form: FormOf, *, allows: bool
) -> tuple[tuple[Condition, ...], tuple[MisshapenCondition, ...], bool]:
    """Return the conditions of a statement, the parts of `Condition` that are none, and whether the former are all."""
    element = next((entry for entry in _effective(statement) if entry[0].literal == "Condition"), None)
    if element is None:
        return (), (), True
    name, node = element
    if _may_be_object(node):
        return (), (), False
    if not isinstance(node, Mapping):
        return (), (MisshapenCondition(Misshapen.ELEMENT, name),), True
    found: list[Condition] = []
    wrong: list[MisshapenCondition] = []
    complete = not node.rest
    for operator, block in _effective(node):
        if isinstance(block, Mapping):
            complete = complete and not block.rest
            repeated = allows and _asks_for_a_value(operator)
            for key, values in _effective(block):
                if isinstance(values, Mapping):
                    wrong.append(MisshapenCondition(Misshapen.VALUES, key))
                else:
                    taken = as_values(values, repeated=repeated)
                    own = block.name_of(key) if isinstance(block, Gathered) else operator
                    found.append(Condition(own, key, taken, _form(form, key.span)))
        elif _may_be_object(block):
            complete = False
        else:
            wrong.append(MisshapenCondition(Misshapen.BLOCK, operator))
    return tuple(found), tuple(wrong), complete


def _may_be_object(node: Node) -> bool:
    """Return whether a value is entirely unknown."""
    return isinstance(node, Hole) or (isinstance(node, Text) and len(node.parts) == 1 and bool(node.holes))


def _asks_for_a_value(operator: Text) -> bool:
    """Return whether an operator's condition never holds with an empty list. With a negated one, it always does."""
    parsed = None if operator.literal is None else parse_operator(operator.literal)
    return parsed is not None and parsed.domain is Domain.TEXT and not parsed.negated


def _effective(node: Mapping) -> list[tuple[Text, Node]]:
    """Return the entries that count: for each literal key, only the last one."""
    last = {key.literal: index for index, (key, _) in enumerate(node.entries)}
    return [
        (key, value)
        for index, (key, value) in enumerate(node.entries)
        if key.literal is None or last[key.literal] == index
    ]
