"""Collects the roles, policy documents and identity providers of a module and of all modules that it calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from msgspec import Struct, field

from assumelint.model import IdentityProvider, Role, Values
from assumelint.policy import as_values, read_policy
from assumelint.sources.terraform.config.collected.caller_places import pointed
from assumelint.sources.terraform.config.collected.relevance import Relevance
from assumelint.sources.terraform.config.collected.trust_policy import trust_policy
from assumelint.sources.terraform.config.collected.unknown_policy import why_unknown
from assumelint.sources.terraform.config.collected.written_forms import Forms
from assumelint.sources.terraform.config.declared.assumptions import Unit
from assumelint.sources.terraform.config.declared.declarations import Declaration, ResourceName
from assumelint.sources.terraform.config.declared.judged_types import POLICY_DOCUMENT, PROVIDERS, ROLES
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.expanded.addresses import NoKey
from assumelint.sources.terraform.config.expanded.count_and_for_each import expansion_of
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.config.provided.role import name_of
from assumelint.sources.terraform.lang import EvalError
from assumelint.sources.terraform.lang.values import string_text, to_node
from assumelint.sources.terraform.syntax import HclError
from assumelint.text import Text
from assumelint.text.document import Node, to_plain

_Result = TypeVar("_Result")


class Collected(Struct):
    """The results so far. With `only`, resources of other declarations are skipped.

    `owners` are the declarations that make the roles, in the order in which the roles were found.
    `made` tells of each declaration that was looked at whether it has instances.
    `root` is the root module that was walked.
    """

    project: Project
    relevance: Relevance
    forms: Forms = field(default_factory=Forms)
    roles: list[Role] = field(default_factory=list)
    owners: list[Unit] = field(default_factory=list)
    documents: list[tuple[Declaration, Role]] = field(default_factory=list)
    providers: list[IdentityProvider] = field(default_factory=list)
    only: frozenset[Unit] | None = None
    made: dict[Unit, bool] = field(default_factory=dict)
    root: Module | None = None

    def walk(self, module: Module) -> None:
        """Collect from a module and from the modules that it calls."""
        calls = [each for each in module.declared.modules.values() if self._leads_on((*module.calls, each.name))]
        modules = [each for each in calls if self.relevance.of_call(module, each)]
        called = [each for declared in modules for each in self._called(module, declared)]
        for each in (module, *called):
            self._remember_blocks(each)
        for name, declared in module.declared.resources.items():
            take = self._taker(name, declared)
            if take is not None and self._is_wanted(module, name):
                with self.project.assumptions.working_on((module.calls, name), module.assumed):
                    self._looked_at(module, name)
                    for resource in self._instances(module, name, declared):
                        self._looked_at(module, name, made=True)
                        self._guarded(resource, take)
        for each in called:
            self.walk(each)

    def _looked_at(self, module: Module, name: ResourceName | str, *, made: bool = False) -> None:
        """Record whether a declaration has instances, in any instance of its module."""
        if self._is_wanted(module, name):
            self.made[module.calls, name] = self.made.get((module.calls, name), False) or made

    def _is_wanted(self, module: Module, name: ResourceName | str) -> bool:
        """Whether a declaration, or one of the module calls that lead to it, is selected by `only`."""
        if self.only is None or (module.calls, name) in self.only:
            return True
        return any((module.calls[:depth], call) in self.only for depth, call in enumerate(module.calls))

    def _leads_on(self, calls: tuple[str, ...]) -> bool:
        """Whether a module call leads to a declaration that is selected by `only`, or from one that is a call."""
        if self.only is None:
            return True
        for path, name in self.only:
            within = isinstance(name, str) and (*path, name) == calls[: len(path) + 1]
            if within or calls == ((*path, name) if isinstance(name, str) else path)[: len(calls)]:
                return True
        return False

    def _remember_blocks(self, module: Module) -> None:
        """Record the spans of policy document blocks, before the first role that uses one is read."""
        for (mode, kind, *_), declared in module.declared.resources.items():
            if (mode, kind) == ("data", POLICY_DOCUMENT):
                for part in (declared, *declared.overrides):
                    self.forms.add_block(part.whole)

    def _taker(self, name: ResourceName, declared: Declaration) -> Callable[[Resource], None] | None:
        match name[:2]:
            case "managed", type if type in ROLES:
                return self._role
            case "managed", type if type in PROVIDERS:
                return self._provider
            case "data", type if type == POLICY_DOCUMENT:
                return self._document if declared.mentions("AssumeRole") else None
            case _:
                return None

    def _instances(self, module: Module, name: ResourceName, declared: Declaration) -> Iterator[Resource]:
        try:
            expansion = expansion_of(module, declared)
        except EvalError as error:
            self.project.fault(error)
            return
        for instance in expansion.instances:
            if not self.project.count_instance(declared.span):
                return
            yield Resource(module, name, declared, instance)

    def _called(self, module: Module, declared: Declaration) -> tuple[Module, ...]:
        from assumelint.sources.terraform.config.expanded.called_modules import called_modules

        with self.project.assumptions.working_on((module.calls, declared.name), module.assumed):
            self._looked_at(module, declared.name)
            try:
                if expansion_of(module, declared).instances:
                    self._looked_at(module, declared.name, made=True)
                return tuple(called_modules(module, declared))
            except EvalError as error:
                self.project.fault(error)
                return ()

    def _guarded(self, resource: Resource, take: Callable[[Resource], None]) -> None:
        self.project.role = resource.address
        try:
            take(resource)
        except RecursionError:
            self.project.note(f"{resource.address} is nested too deeply to be followed", resource.declared.span)
        finally:
            self.project.role = ""

    def _role(self, resource: Resource) -> None:
        arguments = ROLES[resource.type]
        node: Node | None = None
        policy = None
        found = trust_policy(resource, arguments.policy)
        if found is not None:
            text, node = found
            if resource.module.declared.partial and resource.module.call is not None:
                node = pointed(node, resource.module.call.span)
            if text is not None:
                self.forms.add_literals(text)
            policy = read_policy(node, self.forms.form)
        name = self._tried(lambda: name_of(resource, arguments.name))
        unknown = why_unknown(resource, arguments.policy) if node is None else ""
        span = resource.declared.span
        role = Role(resource.address, resource.type, span, name, node, policy, unknown=unknown)
        if resource.instance.each is None or not isinstance(resource.instance.key, NoKey) or self._is_new(role):
            self.owners.append((resource.module.calls, resource.name))
            self.roles.append(role)

    def _is_new(self, example: Role) -> bool:
        """Whether no example of the same declaration, which all have one address, has the same policy."""
        if example.node is None:
            return True
        same = [role.node for role in self.roles if role.address == example.address and role.node is not None]
        return to_plain(example.node) not in map(to_plain, same)

    def _document(self, resource: Resource) -> None:
        from assumelint.sources.terraform.config.provided.policy_document import document

        found = self._tried(lambda: document(resource))
        if found is not None:
            policy = read_policy(found, self.forms.form)
            role = Role(resource.address, "document", resource.declared.span, None, found, policy)
            self.documents.append((resource.declared, role))

    def _provider(self, resource: Resource) -> None:
        lists = ("client_id_list", "thumbprint_list")
        clients, thumbprints = (self._values(resource, name) for name in lists)
        url = self._text(resource, "url")
        provider = IdentityProvider(resource.address, resource.type, resource.declared.span, url, clients, thumbprints)
        self.providers.append(provider)

    def _text(self, resource: Resource, name: str) -> Text | None:
        return self._tried(lambda: string_text(resource.argument(name)))

    def _values(self, resource: Resource, name: str) -> Values | None:
        def compute() -> Values | None:
            value = resource.argument(name)
            return None if value is None else as_values(to_node(value))

        return self._tried(compute)

    def _tried(self, compute: Callable[[], _Result | None]) -> _Result | None:
        """The result; None, and a problem, if Terraform refuses the code."""
        try:
            return compute()
        except (EvalError, HclError) as error:
            self.project.fault(error)
            return None
