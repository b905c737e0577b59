"""Trust policies in plain JSON files: a policy on its own, or what the AWS CLI takes and gives for a role.

The forms: a policy document; the input of `aws iam create-role --cli-input-json` and the output of
`aws iam get-role` or `list-roles`, with the policy under `AssumeRolePolicyDocument`; the input of
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
# A part of a CloudFormation template, taken in by another: it means nothing on its own.
_INTRINSIC = re.compile(rb'"(?:Fn::\w+|Ref)"\s*:')
# A file with such marks is rendered before anybody reads it as JSON.
_PLACEHOLDER = re.compile(rb"\$\{|%\{|\{\{|\{%|<%|%[sdv]\b|<[A-Z_]{3,}>|@@|\$[A-Z_]{3,}")
_COMMENT = re.compile(rb"^\s*(?://|/\*)", re.M)
# The keys of a document that holds a trust policy, at its top.
_HOLDING = frozenset({"Statement", "AssumeRolePolicyDocument", "PolicyDocument", "Role", "Roles", "RoleDetailList"})
_ASSUME = re.compile(r"sts:(?:AssumeRole|TagSession|SetSourceIdentity)", re.I)


def extract(paths: Sequence[Path], tree: Tree) -> Extraction:
    """The trust policies of JSON files, as documents whose address is the file.

    Any other JSON is passed over in silence, and so is a template of JSON. Nothing is raised.
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
    """Whether it is sound JSON with no policy at its top: a question a hundred times cheaper than a full reading."""
    try:
        root = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return not isinstance(root, dict) or root.keys().isdisjoint(_HOLDING)


def _is_meant_as_policy(data: bytes, content: str) -> bool:
    """Whether a file that is not JSON was meant as a trust policy, and as it is."""
    return (
        content.lstrip().startswith("{")
        and _POLICY_SHAPE.search(data) is not None
        and b'"Principal"' in data
        and b'"Resource"' not in data
        and not _PLACEHOLDER.search(data)
        and not _COMMENT.search(data)
    )


def _policies(root: Node) -> Iterator[tuple[Node, Span]]:
    """The trust policies in a document, each with the place to show for it."""
    if not isinstance(root, Mapping):
        return
    if root.get("Statement") is not None:
        if _is_trust(root):
            yield root, root.span
        return
    for holder in _holders(root):
        value = holder.get("AssumeRolePolicyDocument") or (
            holder.get("PolicyDocument") if holder.get("RoleName") is not None else None
        )
        node = _opened(value)
        if node is not None and _is_trust(node):
            yield node, holder.span


def _holders(root: Mapping) -> Iterator[Mapping]:
    """The objects that may hold a role's policy: the document, its `Role`, each of its `Roles`."""
    role, several = root.get("Role"), root.get("Roles") or root.get("RoleDetailList")
    yield root
    if isinstance(role, Mapping):
        yield role
    for item in several.items if isinstance(several, Items) else ():
        if isinstance(item, Mapping):
            yield item


def _opened(value: Node | None) -> Mapping | None:
    """The policy itself: an object, or the object that a string holds (as it is, or as IAM's API encodes it)."""
    if isinstance(value, Text):
        if value.flat.startswith("%7B"):
            value = Text.of(unquote(str(value)), value.span)
        try:
            value = parse_json(value)
        except JsonError:
            return None
    return value if isinstance(value, Mapping) else None


def _is_trust(policy: Mapping) -> bool:
    """Whether a policy is a role's trust policy: principals, STS actions, and (in some statement) no resource."""
    statements = policy.get("Statement")
    items = statements.items if isinstance(statements, Items) else (statements,)
    found = [item for item in items if isinstance(item, Mapping)]
    if not found or any(item.get("Effect") is None for item in found):
        return False
    if any(_foreign(item) for item in found):
        return False
    return any(_assumes(item) for item in found)


def _foreign(statement: Mapping) -> bool:
    """Whether only another kind of policy has such a statement (a permission, a service or resource control policy)."""
    has_resource = any(statement.get(name) is not None for name in ("Resource", "NotResource"))
    return has_resource and not (_federated(statement) and _takes_role(statement))


def _federated(statement: Mapping) -> bool:
    principal = statement.get("Principal")
    return isinstance(principal, Mapping) and principal.get("Federated") is not None


def _assumes(statement: Mapping) -> bool:
    return _federated(statement) or (_takes_role(statement) and statement.get("Principal") is not None)


def _takes_role(statement: Mapping) -> bool:
    actions = statement.get("Action")
    values = actions.items if isinstance(actions, Items) else (actions,)
    texts = [as_text(value) for value in values if value is not None]
    return any(text is not None and _ASSUME.match(text.flat) for text in texts)
