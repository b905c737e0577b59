"""Input variables: the values passed for them, their types and defaults.

See https://developer.hashicorp.com/terraform/language/values/variables.
"""

from __future__ import annotations

from assumelint.sources.terraform.config.declared.assumptions import ANY_OTHER, EMPTY_DEFAULT, Open
from assumelint.sources.terraform.config.declared.declarations import Declaration
from assumelint.sources.terraform.config.declared.outcomes import Unsettled
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.declared.suppositions import DEFAULTS, Becomes, World
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.expanded.undeclared import VARIABLE, undeclared
from assumelint.sources.terraform.config.resolved.instance_references import referred_to
from assumelint.sources.terraform.config.resolved.open_parts import with_open_parts
from assumelint.sources.terraform.config.resolved.supposed_values import is_empty, suppositions, under
from assumelint.sources.terraform.lang import ANY, Constraint, Reference, constant, fault, read_constraint
from assumelint.sources.terraform.lang.values import (
    BoolValue,
    ConversionError,
    NullValue,
    ObjectType,
    ObjectValue,
    StringValue,
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
        return undeclared(module, hole, VARIABLE, name, module.declared.variables)
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
    supposed = _supposed(module, declared.name)
    is_default = module.parent is None and not module.chosen and not supposed
    in_parts = isinstance(constraint.type, ObjectType) and isinstance(value, ObjectValue)
    if is_default and not in_parts and _is_left_open(value, declared.name, module.project):
        return Unknown(hole, constraint.type)
    value = _as_declared(value, constraint, default.value.span)
    if is_default and isinstance(value, ObjectValue):
        return with_open_parts(value, hole, lambda part: _is_left_open(part, declared.name, module.project))
    return _under(supposed, declared.name, value, module.project, hole) if supposed else value


def default_value(module: Module, name: str) -> Value | None:
    """The default of a variable as its type takes it, None if it has none. Raises `EvalError` and `HclError`."""
    declared = module.declared.variables.get(name)  # None: a variable of another root module, whose state is read
    body = None if declared is None else declared.block().body
    default = None if body is None else body.attribute("default")
    if body is None or default is None:
        return None
    return _as_declared(constant(default.value, module.project.duplicate_key), constraint_of(body), default.value.span)


def _as_declared(default: Value, constraint: Constraint, span: Span) -> Value:
    reason = "This default value is not compatible with the variable's type constraint"
    return _converted(default, constraint, "Invalid default value for variable", reason, span)


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
            project.assumptions.add(project.questions.used(Unsettled.of(hole)))
            return Unknown(hole, constraint.type)
    return _converted(value, constraint, "Invalid value for input variable", "It does not suit", hole.span)


def _supposed(module: Module, name: str) -> World:
    """What is supposed about the default of a variable of the root module."""
    if module.parent is not None or not module.project.supposed:
        return DEFAULTS
    return frozenset(each for each in module.project.supposed if each.variable == name)


def _under(supposed: World, name: str, default: Value, project: Project, hole: Hole) -> Value:
    """A default with the suppositions put in. What else is in it stays an assumption, as in any other default."""
    rest = frozenset(suppositions(name, default)) - supposed
    empty = frozenset(each for each in rest if each.becomes in (Becomes.SET, Becomes.FILLED))
    if empty:
        project.assumptions.add(EMPTY_DEFAULT | project.assumptions.default_of(name))
    if rest - empty:
        project.assumptions.add(ANY_OTHER | project.assumptions.default_of(name))
    return under(default, supposed if project.open is Open.NONE else supposed | empty, hole)


def _is_left_open(default: Value, name: str, project: Project) -> bool:
    empty = is_empty(default)
    project.assumptions.add((EMPTY_DEFAULT if empty else ANY_OTHER) | project.assumptions.default_of(name))
    blank = empty and isinstance(default, NullValue | StringValue)
    return project.open is Open.ALL or (project.open is Open.EMPTY and empty) or (project.open is Open.BLANK and blank)


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
