"""`terraform.workspace`.

Which workspace is deployed is no part of a configuration
(https://developer.hashicorp.com/terraform/language/state/workspaces): it is known only if the user names one, or if
`terraform workspace select` has left its choice beside the code.
"""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.sources.terraform.config.declared.outcomes import Unsettled
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.lang.values import StringValue, Value, string
from assumelint.text import Hole, Text
from assumelint.text.tree import UnreadableError

_SELECTED = ".terraform/environment"
# What Terraform takes an empty choice for.
_DEFAULT = "default"


def workspace(module: Module, hole: Hole) -> Value:
    """The name of the workspace: one hole for all modules of a root if it is not known. It is never empty or null."""
    project = module.project
    name = project.inputs.workspace or _selected(module)
    everywhere = replace(hole, home=str(module.root))
    answer = project.outcome.answers.get(Unsettled.of(everywhere)) if name is None else name
    if isinstance(answer, str):
        return string(answer, hole.span)
    project.questions.named.add(everywhere.identity)
    project.assumptions.add(project.questions.used(Unsettled.of(everywhere)))
    return StringValue(Text((everywhere,), hole.span))


def _selected(module: Module) -> str | None:
    path, tree = module.root / _SELECTED, module.project.tree
    if not path.is_file() or not tree.holds(path):
        return None
    try:
        return tree.read(path).decode("utf-8", "replace").strip() or _DEFAULT
    except UnreadableError:
        return None
