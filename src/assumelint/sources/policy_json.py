"""Trust policies in plain JSON files: a policy on its own, or the input or output of the AWS CLI for a role.

The formats are: a policy document; the input of `aws iam create-role --cli-input-json` and the output of
`aws iam get-role` or `list-roles`, with the policy under `AssumeRolePolicyDocument`; and the input of
`update-assume-role-policy`, with the policy as a string under `PolicyDocument`
(https://docs.aws.amazon.com/cli/latest/reference/iam/).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from assumelint.cause import Cause
from assumelint.model import Extraction, Form, Note, Problem, Role
from assumelint.policy import as_text, read_policy
from assumelint.sources.read.json import JsonError, duplicate_problems, parse_json
from assumelint.text import Span, Text
from assumelint.text.document import Mapping, Node
from assumelint.text.document import Sequence as Items
from assumelint.text.index import whole
from assumelint.text.tree import Tree, UnreadableError

_TRUST = re.compile(rb"AssumeRole|WebIdentity|oidc-provider")
_POLICY_SHAPE = re.compile(rb'"(?:Statement|AssumeRolePolicyDocument)"\s*:')
# A fragment of a CloudFormation template that another template includes. It cannot be checked on its own.
_INTRINSIC = re.compile(rb'"(?:Fn::\w+|Ref)"\s*:')
# A file with these marks is a template that is rendered to JSON.
_PLACEHOLDER = re.compile(rb"\$\{|%\{|\{\{|\{%|<%|%[sdv]\b|<[A-Z_]{3,}>|@@|\$[A-Z_]{3,}")
_COMMENT = re.compile(rb"^\s*(?://|/\*)", re.M)
# The top-level keys of a document with a trust policy.
_HOLDING = frozenset({"Statement", "AssumeRolePolicyDocument", "PolicyDocument", "Role", "Roles", "RoleDetailList"})
_ASSUME = re.compile(r"sts:(?:AssumeRole|TagSession|SetSourceIdentity)", re.I)
_ASSUME_WITH_WEB_IDENTITY = re.compile(r"sts:AssumeRoleWithWebIdentity", re.I)


def extract(paths: Sequence[Path], tree: Tree) -> Extraction:
    """Return the trust policies of JSON files, as documents with the file as their address.

    Other JSON, and templates of JSON, are skipped without a message. Nothing is raised: an error in a file is a
    problem.
    """
    documents: list[Role] = []
    problems: list[Problem] = []
    notes: list[Note] = []
    for path in paths:
        file = tree.display(path)
        try:
            data = tree.read(path)
        except UnreadableError as error:
            notes.append(Note(Span(file, 1, 1, 1, 1), str(error)))
            continue
        if _TRUST.search(data) and not _INTRINSIC.search(data):
            documents += _documents(data, file, problems)
    return Extraction(documents=tuple(documents), problems=tuple(problems), notes=tuple(notes))


def _documents(data: bytes, file: str, problems: list[Problem]) -> Iterator[Role]:
    content = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\r\n", "\n")
    if _is_other_json(content):
        return
    try:
        root = parse_json(whole(content, file))
    except JsonError as error:
        if _is_meant_as_policy(data, content):
            problems.append(error.problem(Cause.INVALID_JSON, file))
        return
    for node, place in _policies(root):
        yield Role(
            address=file,
            kind="document",
            span=place,
            node=node,
            policy=read_policy(node, Form.JSON),
        )
        problems += duplicate_problems(node, file)


def _is_other_json(content: str) -> bool:
    """Return whether the text is valid JSON without a policy at its top: 100 times faster than a full parse."""
    try:
        root = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return not isinstance(root, dict) or root.keys().isdisjoint(_HOLDING)


def _is_meant_as_policy(data: bytes, content: str) -> bool:
    """Return whether a file that is not valid JSON was meant as a trust policy, and not as a template of one."""
    return (
        content.lstrip().startswith("{")
        and _POLICY_SHAPE.search(data) is not None
        and b'"Principal"' in data
        and b'"Resource"' not in data
        and not _PLACEHOLDER.search(data)
        and not _COMMENT.search(data)
    )


def _policies(root: Node) -> Iterator[tuple[Node, Span]]:
    """Yield the trust policies in a document, each with the span to report it at."""
    if not isinstance(root, Mapping):
        return
    if root.get("Statement") is not None:
        if _is_trust(root):
            yield root, root.span
        return
    for holder in _holders(root):
        node = _opened(holder.get("AssumeRolePolicyDocument"))
        if node is None and holder.get("RoleName") is not None:
            node = _opened(holder.get("PolicyDocument"))
            node = node if node is not None and _is_trust(node) else None
        if node is not None:
            yield node, holder.span


def _holders(root: Mapping) -> Iterator[Mapping]:
    """Yield the objects that may hold a role's policy: the document, its `Role`, each of its `Roles`."""
    role, several = root.get("Role"), root.get("Roles") or root.get("RoleDetailList")
    yield root
    if isinstance(role, Mapping):
        yield role
    for item in several.items if isinstance(several, Items) else ():
        if isinstance(item, Mapping):
            yield item


def _opened(value: Node | None) -> Mapping | None:
    """Return the policy: an object, or the object in a string (plain, or URL-encoded as by the API of IAM)."""
    if isinstance(value, Text):
        if value.flat.startswith("%7B"):
            value = Text.of(unquote(str(value)), value.span)
        try:
            value = parse_json(value)
        except JsonError:
            return None
    return value if isinstance(value, Mapping) else None


def _is_trust(policy: Mapping) -> bool:
    """Return whether a policy is a role's trust policy, judging by its principals, actions and resources."""
    statements = policy.get("Statement")
    items = statements.items if isinstance(statements, Items) else (statements,)
    found = [item for item in items if isinstance(item, Mapping)]
    return not any(map(_foreign, found)) and any(map(_assumes, found))


def _foreign(statement: Mapping) -> bool:
    """Return whether a statement occurs only in other policies (permission, service control, resource control)."""
    has_resource = any(statement.get(name) is not None for name in ("Resource", "NotResource"))
    return has_resource and not (_federated(statement) and _takes(statement, _ASSUME))


def _federated(statement: Mapping) -> bool:
    principal = statement.get("Principal")
    return isinstance(principal, Mapping) and principal.get("Federated") is not None


def _assumes(statement: Mapping) -> bool:
    """Return whether a statement says who may take a role. What grants web identity does so, even to nobody."""
    names_somebody = any(statement.get(name) is not None for name in ("Principal", "NotPrincipal"))
    return (
        _federated(statement)
        or (names_somebody and _takes(statement, _ASSUME))
        or _takes(statement, _ASSUME_WITH_WEB_IDENTITY)
    )


def _takes(statement: Mapping, action: re.Pattern[str]) -> bool:
    actions = statement.get("Action")
    values = actions.items if isinstance(actions, Items) else (actions,)
    texts = [as_text(value) for value in values if value is not None]
    return any(text is not None and action.match(text.flat) for text in texts)
