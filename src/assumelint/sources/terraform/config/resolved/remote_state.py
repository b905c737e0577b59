"""`data.terraform_remote_state.x.outputs.y`: an output of another root module in the tree.

See https://developer.hashicorp.com/terraform/language/state/remote-state-data.
"""

from __future__ import annotations

from collections.abc import Callable

from assumelint.sources.terraform.config.declared.backends import Place, place_of
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.config.resolved.instance_references import referred_to
from assumelint.sources.terraform.config.resolved.module_outputs import output
from assumelint.sources.terraform.config.resolved.root_inputs import root
from assumelint.sources.terraform.config.resolved.workspace import workspace
from assumelint.sources.terraform.lang import Attr, EvalError, Key, Reference
from assumelint.sources.terraform.lang.values import MapValue, ObjectValue, Value, named, string_text
from assumelint.sources.terraform.syntax import HclError
from assumelint.text import Hole


def state_output(
    resource: Resource, reference: Reference, used: int, hole: Callable[[int], Hole]
) -> tuple[Value, int] | None:
    """The output that the next two steps of a reference name, and how many steps that covers. None if not known."""
    match reference.steps[used : used + 2]:
        case (Attr("outputs"), (Attr() | Key()) as step):
            name = step.name if isinstance(step, Attr) else _literal(step.value)
        case _:
            return None
    found = _root(resource) if name is not None else None
    if found is None or name is None or name not in found.declared.outputs:
        return None
    at = hole(used + 2)
    try:
        return referred_to(output(found, name, at), at), used + 2
    except EvalError:
        return None  # reported when the other root module itself is evaluated


def _root(resource: Resource) -> Module | None:
    """The only root module in the tree that keeps its state where a data source reads it, None if there is none."""
    *_, top = resource.module.with_callers()
    place = _place(resource, top)
    known = None if place is None else resource.module.project.backends.roots(place)
    if known is None or len(known) != 1:
        return None
    states = top.states
    states.setdefault(top.directory, top)
    if known[0] not in states:
        states[known[0]] = root(top.project, known[0], top.names)
        states[known[0]].states = states
    return states[known[0]]


def _place(resource: Resource, top: Module) -> Place | None:
    """Where the data source reads, None if that is not known or is the state of another workspace."""
    try:
        kind, config = _literal(resource.argument("backend")), resource.argument("config")
        if kind is None or not _is_own_workspace(resource):
            return None
    except (EvalError, HclError):
        return None  # reported when the data source itself is evaluated

    def setting(name: str) -> str | None:
        if name == "workspace":
            return _literal(_member(_member(config, "workspaces"), "name"))
        return _literal(_member(config, name))

    return place_of(kind, top.root, setting)


def _is_own_workspace(resource: Resource) -> bool:
    """Whether the data source reads the workspace that the run is for."""
    given = resource.argument("workspace")
    if given is None:
        return True
    written = string_text(given)
    own = string_text(workspace(resource.module, named("terraform.workspace", given.span)))
    return written is not None and own is not None and written.shape == own.shape


def _member(value: Value | None, name: str) -> Value | None:
    found = value.members.get(name) if isinstance(value, MapValue | ObjectValue) else None
    return None if found is None else found[1]


def _literal(value: Value | None) -> str | None:
    text = string_text(value)
    return None if text is None else text.literal
