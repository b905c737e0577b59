"""The functions that Terragrunt adds to those of Terraform (https://docs.terragrunt.com/reference/hcl/functions/).

What asks the environment, a command or AWS has no value here.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from assumelint.sources.terraform.config.terragrunt.exposed import configuration
from assumelint.sources.terraform.config.terragrunt.frame import Frame, literal
from assumelint.sources.terraform.lang.functions.spec import Body, Context, Function, Parameter
from assumelint.sources.terraform.lang.values import STRING, Unknown, Value
from assumelint.sources.terraform.lang.values.types import DYNAMIC
from assumelint.text import HoleKind

_ANYTHING = Parameter("argument", DYNAMIC, nullable=True)
# The results that depend on the machine or the account.
_UNKNOWN = frozenset(
    (
        *("get_env", "get_platform", "get_terraform_command", "get_terraform_cli_args", "get_terraform_commands"),
        *("get_terragrunt_source_cli_flag", "get_working_dir", "get_aws_account_alias", "get_aws_caller_identity_arn"),
        *("get_aws_caller_identity_user_id", "get_default_retryable_errors", "run_cmd", "sops_decrypt_file"),
        *("get_terraform_commands_that_need_vars", "get_terraform_commands_that_need_input"),
        *("get_terraform_commands_that_need_locking", "get_terraform_commands_that_need_parallelism"),
        *("read_tfvars_file", "render_with_values", "constraint_check", "mark_many_as_read", "mark_glob_as_read"),
    )
)


def function(frame: Frame, name: str) -> Function | None:
    """The function with this name as it is called in a file, None if Terragrunt has none."""
    if name in _UNKNOWN:
        return _made(lambda context, _: context.unknown())
    if name == "get_aws_account_id":
        return _made(lambda context, _: Unknown(replace(context.hole, kind=HoleKind.ACCOUNT), STRING))
    if name == "mark_as_read":
        return _made(lambda _, arguments: arguments[0], "path")
    if name == "find_in_parent_folders":
        return _made(lambda context, arguments: _found(frame, context, arguments))
    if name == "read_terragrunt_config":
        return _made(lambda context, arguments: _read(frame, context, arguments), "path")
    place = _PLACES.get(name)
    return None if place is None else _made(lambda context, given: _place(frame, context, given, place))


def _made(body: Body, *names: str) -> Function:
    parameters = tuple(Parameter(name, STRING) for name in names)
    return Function(body, DYNAMIC, parameters, _ANYTHING, partial=True)


def _place(
    frame: Frame, context: Context, arguments: tuple[Value, ...], place: Callable[[Frame, Path | None], str | None]
) -> Value:
    """The result of a function that names a directory. Its argument may be the label of an include."""
    label = literal(arguments[0]) if arguments else ""
    if label is None:
        return context.unknown(STRING)
    text = place(frame, _included(frame, label))
    return context.unknown(STRING) if text is None else context.string(text)


def _included(frame: Frame, label: str) -> Path | None:
    """The directory of the file that is included under a label, or of the only one; None if there is no such file."""
    if frame.includer is not None:
        return frame.home
    if not frame.file.includes:
        return frame.place
    included = frame.world.included(frame)
    if not label and len(included) == 1:
        return included[0].frame.home
    return next((each.frame.home for each in included if each.label == label), None)


def _between(target: Path | None, start: Path | None) -> str | None:
    return None if target is None or start is None else os.path.relpath(target, start).replace(os.sep, "/")


def _root(frame: Frame) -> Path:
    return frame.world.project.tree.root.absolute()


_PLACES: dict[str, Callable[[Frame, Path | None], str | None]] = {
    "get_repo_root": lambda frame, _: str(_root(frame)),
    "get_terragrunt_dir": lambda frame, _: str(frame.place),
    "get_original_terragrunt_dir": lambda frame, _: str(frame.original),
    "get_parent_terragrunt_dir": lambda _, included: None if included is None else str(included),
    "get_path_to_repo_root": lambda frame, _: _between(_root(frame), frame.place),
    "get_path_from_repo_root": lambda frame, _: _between(frame.place, _root(frame)),
    "path_relative_to_include": lambda frame, included: _between(frame.place, included),
    "path_relative_from_include": lambda frame, included: _between(included, frame.place),
}


def _found(frame: Frame, context: Context, arguments: tuple[Value, ...]) -> Value:
    """The nearest file or folder of a name above the place; else the second argument."""
    name = literal(arguments[0]) if arguments else "terragrunt.hcl"
    if name is None:
        return context.unknown(STRING)
    root = _root(frame)
    for folder in frame.place.parents:
        if not folder.is_relative_to(root):
            break
        if (folder / name).exists():
            return context.string(str(folder / name))
    if len(arguments) > 1:
        return arguments[1]
    frame.world.project.note(f"there is no {name} in a folder above {_between(frame.place, root)}", context.span)
    return context.unknown(STRING)


def _read(frame: Frame, context: Context, arguments: tuple[Value, ...]) -> Value:
    """The file at a path; else, where it is missing, the second argument."""
    text = literal(arguments[0])
    if text is None:
        return context.unknown()
    path = frame.at(text)
    if len(arguments) > 1 and not path.exists():
        return arguments[1]
    found = frame.world.configuration(path, frame)
    return context.unknown() if found is None else configuration(found, context.hole)
