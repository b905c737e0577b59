"""The data model that sources fill and rules check: roles, trust policies, identity providers, findings.

The names are those of the IAM policy grammar:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from assumelint.called import Called
from assumelint.cause import Cause
from assumelint.severity import Severity as Severity
from assumelint.text import Hole, Span, Text
from assumelint.text.comments import Comments
from assumelint.text.document import Mapping, Node


class Form(Enum):
    """The syntax that a clause was written in, so that suggested text can be pasted in its place."""

    HCL_BLOCK = "block"  # condition { test = … } of an aws_iam_policy_document
    HCL_OBJECT = "object"  # jsonencode({ … })
    JSON = "json"
    YAML = "yaml"


class Values(Struct, frozen=True):
    """The values of an element. Not `complete`: part of the list is unknown, so there may be more values."""

    items: tuple[Text, ...]
    complete: bool = True


class Principal(Struct, frozen=True):
    """One principal. `kind` is Federated, AWS, Service or CanonicalUser, or None for a bare value."""

    kind: Text | None
    value: Text


class Condition(Struct, frozen=True):
    """One condition key under one operator, with its values (ORed)."""

    operator: Text
    key: Text
    values: Values
    form: Form

    @property
    def span(self) -> Span:
        """The span of the key, for a finding about the whole condition."""
        return self.key.span


class Misshapen(Enum):
    """How a part of a `Condition` element departs from `{operator: {key: values}}`. IAM refuses each of these."""

    ELEMENT = "element"  # the element itself is not an object
    BLOCK = "block"  # what an operator holds is not an object, as in `{"aws:SourceIp": "10.0.0.0/8"}`
    VALUES = "values"  # what a key holds is an object, as in an operator inside an operator


class MisshapenCondition(Struct, frozen=True):
    """A part of a `Condition` element without the shape of a condition.

    `name` is the key that holds it: the operator, the condition key, or `Condition` itself.
    """

    fault: Misshapen
    name: Text


class Element(Struct, frozen=True):
    """A key of a statement with its value, both as written."""

    name: Text
    value: Node


class Statement(Struct, frozen=True):
    """One statement. `elements` holds every key as written; the other fields are the parsed elements.

    A field is None where the element is absent. `complete` is False where a hole may add elements;
    `principals_complete` and `conditions_complete` say the same about those two elements. `misshapen` are the parts of
    the `Condition` element that are no conditions.
    """

    span: Span
    form: Form
    elements: tuple[Element, ...]
    sid: Text | None
    effect: Text | None
    actions: Values | None
    not_actions: Values | None
    principals: tuple[Principal, ...] | None
    not_principals: tuple[Principal, ...] | None
    conditions: tuple[Condition, ...]
    misshapen: tuple[MisshapenCondition, ...] = ()
    complete: bool = True
    principals_complete: bool = True
    conditions_complete: bool = True

    def element(self, name: str) -> Element | None:
        """Return the element with that name that counts (the last one), or None."""
        return next((element for element in reversed(self.elements) if element.name.literal == name), None)


class TrustPolicy(Struct, frozen=True):
    """The trust policy of a role. Not `complete`: there may be statements that are not known."""

    span: Span
    document: Mapping
    version: Text | None
    statements: tuple[Statement, ...]
    complete: bool = True


class Use(Struct, frozen=True):
    """A value that is written outside the policy or provider (the default of a parameter), and where it is used."""

    value: Span
    place: Span


class Role(Struct, frozen=True):
    """An IAM role (or a trust policy without a role) and where its declaration begins.

    `address` is the Terraform address or the CloudFormation logical id; `kind` is the resource type, or "document" for
    a policy that belongs to no role in this code. `node` is the policy as written, None if nothing is known about it.
    `policy` is the node read as a trust policy, None if it is not one or is not known. `variant` is set on a further
    variant of a role that is already listed, and names the assumption behind it (`Env=prod`). A variant is checked, but
    not listed. `supposed`: the role or variant exists only under an assumption about a value that nothing in the code
    sets, and that may never be passed; `condition` says which, as a clause (`var.enabled is true`). `alias` is the
    author's name for the role (the path of a CDK construct). `generated`: the file was generated from other code (a
    plan), so nobody edits it directly. `unknown` says why nothing is known about the policy, as a clause, where `node`
    is None. `uses` are the values of the policy that are written elsewhere. `root` names what is deployed together with
    the role: the root module (or its deployment), "" for all that the role's file holds.
    """

    address: str
    kind: str
    span: Span
    name: Text | None = None
    node: Node | None = None
    policy: TrustPolicy | None = None
    variant: str = ""
    alias: str = ""
    supposed: bool = False
    generated: bool = False
    condition: str = ""
    unknown: str = ""
    uses: tuple[Use, ...] = ()
    root: str = ""

    @property
    def deployment(self) -> str:
        """What is deployed together with the role."""
        return self.root or self.span.file


class IdentityProvider(Struct, frozen=True):
    """An IAM OIDC identity provider that the code creates. `client_ids` is None if the argument is absent.

    `condition` says where the provider exists, as in `Role`, if it is not by default. `switched`: an unknown value
    decides whether it exists. `root` is that of `Role`; `configuration` names what Terraform creates it with, "" if
    that is not known: the same one means the same account.
    """

    address: str
    kind: str
    span: Span
    url: Text | None
    client_ids: Values | None = None
    thumbprints: Values | None = None
    generated: bool = False
    condition: str = ""
    uses: tuple[Use, ...] = ()
    root: str = ""
    configuration: str = ""
    switched: bool = False

    @property
    def deployment(self) -> str:
        """What is deployed together with the provider."""
        return self.root or self.span.file

    @property
    def module(self) -> str:
        """The address of the module that declares it, "" for the root module."""
        return self.address.rpartition(f"{self.kind}.")[0]


class PoolRole(Struct, frozen=True):
    """A role that a Cognito identity pool hands out: to `authenticated` users or to guests.

    `pool` is the id of the pool, which AWS generates; `pools` are the ids of all pools in the same code.
    """

    span: Span
    role: str
    file: str
    authenticated: bool
    pool: Hole
    pools: tuple[Hole, ...]


class Label(Struct, frozen=True):
    """A place related to a finding, with a short text about it."""

    span: Span
    message: str


class Edit(Struct, frozen=True):
    """A change to one range of a file: `text` replaces `old`, the source text at `span`."""

    span: Span
    old: str
    text: str


class Applicability(Enum):
    """Whether a fix may be applied without review. It is safe only where it is clear what the author meant."""

    SAFE = "safe"
    UNSAFE = "unsafe"  # the fix changes which tokens are admitted


class Fix(Struct, frozen=True):
    """Non-overlapping edits that together fix one finding."""

    applicability: Applicability
    edits: tuple[Edit, ...]


class Problem(Struct, frozen=True):
    """A fault that a source found while reading. `reported.RULES` maps its `cause` to the rule that reports it.

    `severity` replaces that of the rule where the source is less certain. `role` is the address of the one role or
    provider that cannot be checked because of the problem, if it affects only one.
    """

    cause: Cause
    span: Span
    message: str
    help: str = ""
    related: tuple[Label, ...] = ()
    role: str = ""
    severity: Severity | None = None
    fix: Fix | None = None


class Note(Struct, frozen=True):
    """Something that a source could not follow (a missing module, a cycle). Shown with `--verbose`; not a finding."""

    span: Span
    message: str


class Unfollowed(Struct, frozen=True):
    """A module or nested stack that may hold roles and could not be read. `source` is as written at `span`.

    `reason` says why, as a clause (`it is not in this tree`). `kind` says which of them it is.
    """

    span: Span
    source: str
    reason: str
    kind: Called = Called.MODULE


class Waiver(Struct, frozen=True):
    """A rule that a template's metadata suppresses, for one resource (`role`) or for the whole file."""

    rule: str
    span: Span
    role: str | None


class Extraction(Struct, frozen=True):
    """Everything that one source read from its files.

    `comments` are those of the files that contain a comment for this tool; `unchecked` are files in which what such a
    comment is for was not looked at.
    """

    roles: tuple[Role, ...] = ()
    documents: tuple[Role, ...] = ()
    providers: tuple[IdentityProvider, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    pool_roles: tuple[PoolRole, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    comments: tuple[Comments, ...] = ()
    unfollowed: tuple[Unfollowed, ...] = ()
    unchecked: frozenset[str] = frozenset()

    def __add__(self, other: Extraction) -> Extraction:
        return Extraction(
            self.roles + other.roles,
            self.documents + other.documents,
            self.providers + other.providers,
            self.problems + other.problems,
            self.notes + other.notes,
            self.pool_roles + other.pool_roles,
            self.waivers + other.waivers,
            self.comments + other.comments,
            self.unfollowed + other.unfollowed,
            self.unchecked | other.unchecked,
        )


class Finding(Struct, frozen=True):
    """One fault at one place. `label` is the short text under the caret.

    `help` is the suggested change as text; `fix` is the same change as edits, where they are known to fix the fault.
    `variant` names the variant of the role in which the finding occurs, if it does not occur in all (see `Role`).
    `once`: formats for people show only the first such finding of its rule, and count the others.
    """

    rule: str
    severity: Severity
    message: str
    span: Span
    role: str = ""
    label: str = ""
    related: tuple[Label, ...] = ()
    witness: dict[str, str] | None = None
    help: str = ""
    fix: Fix | None = None
    url: str = ""
    fingerprint: str = ""
    variant: str = ""
    once: bool = False

    def __hash__(self) -> int:
        return hash((self.rule, self.span, self.message, self.role))
