"""Input variables: the values passed for them, their types and defaults.

See https://developer.hashicorp.com/terraform/language/values/variables.
"""

from __future__ import annotations

from assumelint.sources.terraform.config.declared.assumptions import ANY_OTHER, EMPTY_DEFAULT, Open
from assumelint.sources.terraform.config.declared.declarations import Declaration
from assumelint.sources.terraform.config.declared.outcomes import Unsettled
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.expanded.module import Module, undeclared
from assumelint.sources.terraform.config.resolved.instance_references import referred_to
from assumelint.sources.terraform.lang import ANY, Constraint, Reference, constant, fault, read_constraint
from assumelint.sources.terraform.lang.values import (
    BoolValue,
    ConversionError,
    NullValue,
    ObjectValue,
    StringValue,
    TupleValue,
    Unknown,
    Value,
    string,
)
from assumelint.sources.terraform.syntax.ast import Body, Bool
from assumelint.text import Hole, Span


def variable(module: Module, name: str, reference: Reference) -> Value:
    """The value of `var.name`, unknown if it is required and no value is passed. Raises `EvalError`."""
    declared, hole = module.declared.variables.get(name), module.hole(reference, 1)
    if declared is None:
        return undeclared(module, hole, name, module.declared.variables)
    return referred_to(module.remember(("variable", name), hole, lambda: _value(module, declared, hole)), hole)


def _value(module: Module, declared: Declaration, hole: Hole) -> Value:
    body = declared.block().body
    constraint = constraint_of(body)
    given = module.argument(declared.name)
    if given is not None and not (isinstance(given, NullValue) and not _nullable(body)):
        reason = f'The given value is not suitable for variable "{declared.name}"'
        return _converted(given, constraint, "Invalid value for input variable", reason, given.span)
    default = body.attribute("default")
    if default is None:
        return _settled(module, hole, constraint)
    value = constant(default.value, module.project.duplicate_key)
    if module.parent is None and _is_left_open(value, module.project):
        return Unknown(hole, constraint.type)
    reason = "This default value is not compatible with the variable's type constraint"
    return _converted(value, constraint, "Invalid default value for variable", reason, default.value.span)


def _settled(module: Module, hole: Hole, constraint: Constraint) -> Value:
    """A required variable that gets no value: that of the outcome, else unknown. Raises `EvalError`."""
    project = module.project
    match project.outcome.answers.get(Unsettled.of(hole)):
        case str() as text:
            value: Value = string(text, hole.span)
        case bool() as flag:
            value = BoolValue(flag, hole.span)
        case _:
            if module.parent is None:
                project.questions.named.add(hole.identity)
            return Unknown(hole, constraint.type)
    return _converted(value, constraint, "Invalid value for input variable", "It does not suit", hole.span)


def _is_left_open(default: Value, project: Project) -> bool:
    empty = _is_empty(default)
    project.assumptions.add(EMPTY_DEFAULT if empty else ANY_OTHER)
    return project.open is Open.ALL or (project.open is Open.EMPTY and empty)


def _is_empty(value: Value) -> bool:
    """Whether a default is a mere placeholder: null, a blank string, or an empty collection."""
    match value:
        case NullValue():
            return True
        case StringValue(text):
            return not text.flat.strip()
        case TupleValue(items):
            return not items
        case ObjectValue():
            return not value.members and not value.partial and not value.rest
        case _:
            return False


def constraint_of(body: Body) -> Constraint:
    """The type constraint of a variable, `any` if it has none. Raises `EvalError`."""
    attribute = body.attribute("type")
    return ANY if attribute is None else read_constraint(attribute.value)


def _nullable(body: Body) -> bool:
    attribute = body.attribute("nullable")
    return attribute is None or not (isinstance(attribute.value, Bool) and not attribute.value.value)


def _converted(value: Value, constraint: Constraint, summary: str, reason: str, span: Span) -> Value:
    try:
        return constraint.apply(value)
    except ConversionError as error:
        raise fault(summary, f"{reason}: {error}.", span) from None
