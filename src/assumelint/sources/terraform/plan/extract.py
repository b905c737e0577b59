"""Extracts roles and identity providers from a plan or a state."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from assumelint.cause import Cause
from assumelint.model import Extraction, Form, IdentityProvider, Note, Problem, Role
from assumelint.policy import read_policy
from assumelint.sources.read.json import JsonError, parse_json
from assumelint.sources.terraform.config.pieces import PROVIDERS, ROLES
from assumelint.sources.terraform.lang import EvalError
from assumelint.sources.terraform.plan.beside import Beside
from assumelint.sources.terraform.plan.configuration import Configuration
from assumelint.sources.terraform.plan.contents import Planned, deferred_documents, planned_resources
from assumelint.sources.terraform.plan.nodes import text
from assumelint.sources.terraform.plan.policies import Policies
from assumelint.sources.terraform.plan.providers import provider
from assumelint.sources.terraform.plan.state import stored_resources
from assumelint.sources.terraform.syntax import HclError, SourceText
from assumelint.text import Span, Text
from assumelint.text.document import Mapping, Node
from assumelint.text.tree import Tree, UnreadableError

_AFTER_APPLY = "it is known after apply only, and the plan does not tell what it is made of"
_SECOND_APPLY = (
    "gets a provider's URL through an output of a module: after the first apply its keys begin with https://, and no "
    "token has them; the second apply takes that away"
)


class _Roles(Struct):
    policies: Policies
    beside: Beside
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def role(self, planned: Planned) -> Role:
        arguments = ROLES[planned.type]
        name, given = text(planned.values, arguments.name), text(planned.values, arguments.policy)
        role = Role(str(planned.address), planned.type, planned.address.span, name, generated=True)
        if self.policies.waits(planned, arguments.policy):
            self.notes.append(Note(planned.address.span, f"the policy of {planned.address} {_SECOND_APPLY}"))
        if given is not None:
            return _with_policy(role, *self._parsed(planned, arguments.policy, given))
        written = self.beside.role(role.address)
        if written is not None:
            return replace(role, node=written.node, policy=written.policy, generated=False)
        return _with_policy(role, *self._rebuilt(planned, arguments.policy))

    def _rebuilt(self, planned: Planned, argument: str) -> tuple[Node | None, str]:
        """The policy, or why it is not known."""
        try:
            found = self.policies.rebuilt(planned, argument)
        except EvalError as error:
            self.notes.append(Note(error.span, error.message))
            return None, f"it cannot be rebuilt from the plan: {error.message}"
        if found is not None:
            return found, ""
        return None, _AFTER_APPLY

    def _parsed(self, planned: Planned, argument: str, given: Text) -> tuple[Node | None, str]:
        try:
            found = parse_json(given)
        except JsonError as error:
            role = str(planned.address)
            self.problems.append(
                Problem(Cause.INVALID_JSON, error.span, error.message, error.help, error.related, role)
            )
            return None, "it is no valid JSON"
        return self.policies.settled(found) if self.policies.waits(planned, argument) else found, ""


def _with_policy(role: Role, node: Node | None, unknown: str) -> Role:
    policy = None if node is None else read_policy(node, Form.JSON)
    return replace(role, node=node, policy=policy, unknown=unknown)


def extract_plan(path: Path, tree: Tree) -> Extraction:
    """The roles and identity providers that are there after a plan (JSON from `terraform show -json`), or in a state.

    A policy that is known only after apply is taken from the code of the plan where that is in the tree, or rebuilt
    from the deferred data source, with holes. Errors in reading the file are in `problems`.
    """
    name = tree.display(path)
    try:
        source = SourceText.decode(name, tree.read(path))
        content = parse_json(source.as_text())
    except (HclError, JsonError) as error:
        return Extraction(problems=(Problem(Cause.SYNTAX, error.span, error.message, error.help),))
    except UnreadableError as error:
        return Extraction(problems=(Problem(Cause.UNREADABLE_FILE, Span(name, 1, 1, 1, 1), str(error)),))
    if not isinstance(content, Mapping):
        return Extraction()
    return _extracted(content, Beside(content, path, tree))


def _extracted(content: Mapping, beside: Beside) -> Extraction:
    code = Configuration(content)
    is_plan = content.get("planned_values") is not None
    there = tuple(planned_resources(content) if is_plan else stored_resources(content))
    planned = tuple(one for one in there if one.type in PROVIDERS)
    providers = tuple(provider(code, one) for one in planned)
    roles = _Roles(Policies(code, deferred_documents(content, code), _urls(providers), _new_urls(planned)), beside)
    found = tuple(roles.role(one) for one in there if one.type in ROLES)
    return Extraction(found, (), providers, tuple(roles.problems), tuple(roles.notes))


def _urls(providers: tuple[IdentityProvider, ...]) -> dict[str, Text]:
    return {each.address: each.url for each in providers if each.url is not None}


def _new_urls(planned: tuple[Planned, ...]) -> tuple[str, ...]:
    found = (text(one.values, "url") for one in planned if one.is_new)
    return tuple(str(url) for url in found if url is not None)
