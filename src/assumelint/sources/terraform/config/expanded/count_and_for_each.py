"""`count` and `for_each`: the instances of a declaration.

See https://developer.hashicorp.com/terraform/language/meta-arguments/for_each and …/count.
"""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.aws import ROLES_DEFAULT
from assumelint.sources.terraform.config.declared.declarations import Declaration
from assumelint.sources.terraform.config.expanded.addresses import NO_KEY
from assumelint.sources.terraform.config.expanded.instances import SINGLE, Expansion, Instance
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.lang import Scope, evaluate, fault
from assumelint.sources.terraform.lang.values import (
    NUMBER,
    STRING,
    ConversionError,
    MapValue,
    Member,
    NullValue,
    NumberValue,
    ObjectValue,
    SetValue,
    StringValue,
    Unknown,
    Value,
    convert,
    entry_shape,
    friendly,
    is_many,
    named,
    named_after,
    shape_of,
    string_text,
    type_of,
    whole_number,
)
from assumelint.sources.terraform.syntax import HclError
from assumelint.sources.terraform.syntax.ast import Body, Conditional, Expression, Number, Parentheses
from assumelint.text import Hole, Span, Text

# A larger `count` is represented by one example instance: there are more instances than roles in an account.
MAX_COUNT = ROLES_DEFAULT


def expand(body: Body, scope: Scope) -> Expansion:
    """The instances that the `count` or `for_each` of a block defines. Raises `EvalError`."""
    for_each = body.attribute("for_each")
    if for_each is not None:
        return _for_each(for_each.value, evaluate(for_each.value, scope))
    count = body.attribute("count")
    if count is not None:
        return _count(count.value, evaluate(count.value, scope))
    return Expansion("", (SINGLE,))


def expansion_of(module: Module, declared: Declaration) -> Expansion:
    """The instances of a declaration of a module, computed once. Raises `EvalError`."""
    # A request during the computation is part of a cycle, which Terraform refuses: it gets the unknown expansion.
    return module.expansions.once(
        id(declared), module.project.assumptions, lambda: _worked_out(module, declared), _unknown(declared.span)
    )


def _worked_out(module: Module, declared: Declaration) -> Expansion:
    try:
        found = expand(declared.block().body, module.scope())
    except HclError as error:
        module.project.fault(error)
        return _unknown(declared.span)
    if found.switched:  # it is taken as on: what it switches off needs no check
        assumptions = module.project.assumptions
        assumptions.current = module.project.questions.without_flags(assumptions.current)
    rests_on = module.project.assumptions.current
    if rests_on:
        found = replace(found, instances=tuple(replace(each, rests_on=rests_on) for each in found.instances))
    if found.beyond:
        module.project.note(f"more than {MAX_COUNT:,} instances: not each of them is checked", declared.span)
    return found


def _unknown(span: Span) -> Expansion:
    """The expansion of a declaration whose instances cannot be determined: one example that stands for all."""
    example = _example(named("each", span))
    index = Unknown(named("count.index", span), NUMBER)
    return Expansion("for_each", (replace(example, index=index),), complete=False)


def _count(expression: Expression, value: Value) -> Expansion:
    span = expression.span
    try:
        number = convert(value, NUMBER)
    except ConversionError as error:
        raise fault("Invalid count argument", f'Unsuitable value for "count": {error}.', span) from None
    match number:
        case Unknown() if _is_switch(expression):
            return Expansion("count", (_counted(0, span),), complete=False, switched=True)
        case Unknown():
            index = Unknown(named("count.index", span), NUMBER)
            return Expansion("count", (Instance(NO_KEY, None, index),), complete=False)
        case NumberValue(amount):
            whole = amount.integer
            if whole is None or whole < 0:
                raise fault("Invalid count argument", 'The "count" value must be a whole number, zero or more.', span)
            if whole > MAX_COUNT:
                index = Unknown(named("count.index", span), NUMBER)
                return Expansion("count", (Instance(NO_KEY, None, index),), complete=False, beyond=True)
            return Expansion("count", tuple(_counted(index, span) for index in range(whole)))
        case _:
            raise fault("Invalid count argument", 'The "count" value is null.', span)


def _is_switch(expression: Expression) -> bool:
    """Whether an expression is `condition ? 1 : 0`, or `condition ? 0 : 1`."""
    match expression:
        case Parentheses(inner):
            return _is_switch(inner)
        case Conditional(_, Number(first), Number(second)):
            return {int(first), int(second)} == {0, 1}
        case _:
            return False


def _counted(index: int, span: Span) -> Instance:
    return Instance(index, None, whole_number(index, span))


def _for_each(expression: Expression, value: Value) -> Expansion:
    span = expression.span
    match value:
        case Unknown(hole):
            return Expansion("for_each", (_example(hole),), complete=False)
        case MapValue() | ObjectValue():
            keyed = [Instance(key, (StringValue(key), item)) for key, item in value.members.values()]
            keyed += (Instance(key, (StringValue(key), item)) for key, item in value.partial)
            examples = [_example(hole, entry_shape(hole)) for hole in _varied(value.rest)]
            beyond = len(keyed) > MAX_COUNT
            return Expansion(
                "for_each", (*keyed[:MAX_COUNT], *examples), complete=not examples and not beyond, beyond=beyond
            )
        case SetValue(items, element) if not items or element == STRING or _all_strings(items):
            return _of_set(items)
        case NullValue():
            raise fault("Invalid for_each argument", 'The given "for_each" value is null.', span)
        case _:
            what = friendly(type_of(value))
            detail = f'The "for_each" value must be a map, or a set of strings, and this is a {what}.'
            raise fault("Invalid for_each argument", detail, span)


def _of_set(items: tuple[Value, ...]) -> Expansion:
    instances, beyond = [], len(items) > MAX_COUNT
    complete = not beyond
    for item in items[:MAX_COUNT]:
        match item:
            case StringValue(text):
                instances.append(Instance(text, (item, item)))
            case Unknown(hole) if is_many(item):
                complete = False
                shape = shape_of(hole)
                name = None if shape is None else string_text(shape)
                instances.append(_example(hole, None if name is None else (name, StringValue(name))))
            case Unknown(hole):
                key = StringValue(Text((hole,), hole.span))
                instances.append(Instance(key.text, (key, key)))
            case _:  # null: Terraform refuses the set at plan time
                pass
    return Expansion("for_each", tuple(instances), complete, beyond=beyond)


def _all_strings(items: tuple[Value, ...]) -> bool:
    return all(isinstance(item, StringValue | Unknown) for item in items)


def _varied(rest: tuple[Hole, ...]) -> list[Hole]:
    """The holes that need an example: those for members of a known shape, or else any one."""
    return [hole for hole in rest if hole.each is not None] or list(rest[:1])


def _example(hole: Hole, shape: Member | None = None) -> Instance:
    """An instance that stands for any number of instances, with what they have in common."""
    if shape is not None:
        return Instance(NO_KEY, (StringValue(shape[0]), shape[1]))
    key = Unknown(named_after(hole, "each.key", hole.span), STRING)
    return Instance(NO_KEY, (key, Unknown(named_after(hole, "each.value", hole.span))))
