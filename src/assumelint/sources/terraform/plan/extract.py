"""Extracts roles and identity providers from a plan."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct, field

from assumelint.cause import Cause
from assumelint.model import Extraction, Form, IdentityProvider, Note, Problem, Role
from assumelint.policy import as_values, read_policy
from assumelint.sources.read.json import JsonError, parse_json
from assumelint.sources.terraform.config.pieces import ROLES, provider_arn, without_scheme
from assumelint.sources.terraform.lang import EvalError
from assumelint.sources.terraform.plan.contents import (
    Deferred,
    Planned,
    configuration,
    deferred_documents,
    mapping,
    planned_resources,
    references,
    text,
)
from assumelint.sources.terraform.plan.deferred import deferred_document
from assumelint.sources.terraform.plan.references import referred
from assumelint.sources.terraform.syntax import HclError, SourceText
from assumelint.text import Span, Text
from assumelint.text.document import Mapping, Node
from assumelint.text.tree import Tree, UnreadableError

_DOCUMENT = re.compile(r"data\.aws_iam_policy_document\.[^.\[]+")
_PROVIDER = re.compile(r"(aws_iam_openid_connect_provider\.[^.\[]+)(\[[^\]]*\])?(?:\.(arn|id|url))?\Z")


class _Plan(Struct):
    content: Mapping
    deferred: dict[str, Deferred]
    urls: dict[str, Text] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def role(self, planned: Planned) -> Role:
        arguments = ROLES[planned.type]
        node = self._policy(planned, arguments.policy)
        policy = None if node is None else read_policy(node, Form.JSON)
        name = text(planned.values, arguments.name)
        return Role(str(planned.address), planned.type, planned.address.span, name, node, policy, generated=True)

    def _policy(self, planned: Planned, argument: str) -> Node | None:
        given = text(planned.values, argument)
        if given is not None:
            try:
                return parse_json(given)
            except JsonError as error:
                self.problems.append(
                    Problem(
                        Cause.INVALID_JSON, error.span, error.message, error.help, error.related, str(planned.address)
                    )
                )
                return None
        found = self._deferred(planned, argument)
        if found is None:
            message = "this policy is known after apply only, and the plan does not tell what it is made of"
            self.notes.append(Note(planned.address.span, message))
            return None
        try:
            return deferred_document(found, lambda reference: self._known(planned.module, reference), planned.module)
        except EvalError as error:
            self.notes.append(Note(error.span, error.message))
            return None

    def _deferred(self, planned: Planned, argument: str) -> Deferred | None:
        """The deferred document that the role's policy refers to, None if that is not certain."""
        configured = configuration(self.content, str(planned.address))
        expression = None if configured is None else mapping(configured, "expressions", argument)
        names = {found[0] for name in references(expression) if (found := _DOCUMENT.match(name))}
        if len(names) != 1:
            return None
        address = planned.module + names.pop()
        alike = [one for one in (address + planned.key, address) if one in self.deferred]
        others = [one for one in self.deferred if one.startswith(f"{address}[")]
        return self.deferred[alike[0]] if alike else self.deferred[others[0]] if len(others) == 1 else None

    def _known(self, module: str, reference: str) -> Text | None:
        """The ARN or URL that a reference to a planned provider stands for. A variable is followed to the caller."""
        while reference.startswith("var.") and module:
            outer, _, call = module.removesuffix(".").rpartition("module.")
            configured = self._calls(outer)
            name = call.partition("[")[0]
            passed = references(mapping(configured, name, "expressions", reference.removeprefix("var.").split(".")[0]))
            if not passed:
                return None
            module, reference = outer, passed[0]
        found = _PROVIDER.match(reference)
        url = self.urls.get(f"{module}{found[1]}{found[2] or ''}") if found else None
        if url is None or found is None:
            return None
        host = without_scheme(url, referred(f"{found[1]}.url", url.span, module))
        return host if found[3] == "url" else provider_arn(host, url.span)

    def _calls(self, module: str) -> Mapping | None:
        at = mapping(self.content, "configuration", "root_module")
        for name in re.findall(r"module\.([^.\[]+)", module):
            at = mapping(at, "module_calls", name, "module")
        return mapping(at, "module_calls")


def extract_plan(path: Path, tree: Tree) -> Extraction:
    """The roles and identity providers that a plan (JSON from `terraform show -json`) creates.

    A policy that is known only after apply is rebuilt from the deferred data source, with holes. Errors in reading
    the plan are in `problems`.
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
    return _extracted(content)


def _extracted(content: Mapping) -> Extraction:
    plan = _Plan(content, deferred_documents(content))
    planned = tuple(planned_resources(content))
    providers = tuple(_provider(one) for one in planned if one.type == "aws_iam_openid_connect_provider")
    plan.urls = {provider.address: provider.url for provider in providers if provider.url is not None}
    roles = tuple(plan.role(one) for one in planned if one.type in ROLES)
    return Extraction(roles, (), providers, tuple(plan.problems), tuple(plan.notes))


def _provider(planned: Planned) -> IdentityProvider:
    lists = (planned.values.get(name) for name in ("client_id_list", "thumbprint_list"))
    clients, thumbprints = (None if found is None else as_values(found) for found in lists)
    url = text(planned.values, "url")
    at = planned.address.span
    return IdentityProvider(str(planned.address), planned.type, at, url, clients, thumbprints, generated=True)
