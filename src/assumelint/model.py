"""What the sources hand on and the rules judge: roles, their trust policies, identity providers, findings.

The names are those of the IAM policy grammar
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from assumelint.cause import Cause
from assumelint.severity import Severity as Severity
from assumelint.text import Hole, Span, Text
from assumelint.text.comments import Comments
from assumelint.text.document import Mapping, Node


class Form(Enum):
    """How a clause was written, so that the advice can be pasted in its place."""

    HCL_BLOCK = "block"  # condition { test = … } of an aws_iam_policy_document
    HCL_OBJECT = "object"  # jsonencode({ … })
    JSON = "json"
    YAML = "yaml"


class Values(Struct, frozen=True):
    """One value or several. Not `complete`: a list in it is unknown, there may be more."""

    items: tuple[Text, ...]
    complete: bool = True


class Principal(Struct, frozen=True):
    """One principal. `kind` is Federated, AWS, Service, CanonicalUser, or None for a bare value."""

    kind: Text | None
    value: Text


class Condition(Struct, frozen=True):
    """One key under one operator, with its values (ORed)."""

    operator: Text
    key: Text
    values: Values
    form: Form

    @property
    def span(self) -> Span:
        """The key: what a finding about the whole condition points at."""
        return self.key.span


class Element(Struct, frozen=True):
    """A key of a statement, as written, with its raw value."""

    name: Text
    value: Node


class Statement(Struct, frozen=True):
    """One statement. `elements` holds every key as written; the other fields read the ones that matter.

    A field is None where the element is absent. `complete` is False where a hole may add elements;
    `principals_complete` and `conditions_complete` say the same of those two.
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
    complete: bool = True
    principals_complete: bool = True
    conditions_complete: bool = True

    def element(self, name: str) -> Element | None:
        """The element of that name that counts (the last)."""
        return next((element for element in reversed(self.elements) if element.name.literal == name), None)


class TrustPolicy(Struct, frozen=True):
    """A role's trust policy. Not `complete`: there may be more statements than are known."""

    span: Span
    document: Mapping
    version: Text | None
    statements: tuple[Statement, ...]
    complete: bool = True


class Role(Struct, frozen=True):
    """An IAM role (or a trust policy on its own) and where its declaration begins.

    `address` is the Terraform address or the CloudFormation logical id; `kind` the resource type, or
    "document" for a policy that belongs to no role here. `node` is the policy as written (None: nothing is
    known of it); `policy` is the same, read as a trust policy (None: it is not one, or not known).
    `variant` is set on a further outcome of a role that is listed already: what it assumes (`Env=prod`). Such a
    role is judged, but not listed; `supposed` where it takes a value that nobody may ever pass.
    `alias` is what its author calls it (the path of a CDK construct). `generated`: a tool wrote this from other code
    (a plan), so nobody edits it here.
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


class IdentityProvider(Struct, frozen=True):
    """An IAM OIDC identity provider that the code creates. `client_ids` None: the argument is absent."""

    address: str
    kind: str
    span: Span
    url: Text | None
    client_ids: Values | None = None
    thumbprints: Values | None = None
    generated: bool = False


class PoolRole(Struct, frozen=True):
    """A role that a Cognito identity pool hands out: to users that it knows (`authenticated`), or to anybody.

    `pool` is the id of the pool, which AWS chooses, `pools` the ids of all pools of the same code.
    """

    span: Span
    role: str
    file: str
    authenticated: bool
    pool: Hole
    pools: tuple[Hole, ...]


class Label(Struct, frozen=True):
    """A related place and what to see there."""

    span: Span
    message: str


class Edit(Struct, frozen=True):
    """A change to one stretch of a file: `text` takes the place of `old`, which stands at `span`."""

    span: Span
    old: str
    text: str


class Applicability(Enum):
    """Whether a fix may be made without a look at it: it may where what was meant is settled."""

    SAFE = "safe"
    UNSAFE = "unsafe"  # it changes who gets in


class Fix(Struct, frozen=True):
    """Edits that together mend one finding, none of them overlapping another."""

    applicability: Applicability
    edits: tuple[Edit, ...]


class Problem(Struct, frozen=True):
    """What a source found wrong while reading. Its `cause` says which rule reports it (`reported.RULES`).

    `severity` lowers the rule's own where the source is less certain.

    `role` is the address of the role or provider that it keeps from being judged, where it is one alone.
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
    """What a source could not follow (a module that is not there, a cycle): for `--verbose`, not a finding."""

    span: Span
    message: str


class Waiver(Struct, frozen=True):
    """A rule that the metadata of a template asks not to report, for one resource (`role`) or for all of its file."""

    rule: str
    span: Span
    role: str | None


class Extraction(Struct, frozen=True):
    """All that one source made of its files.

    `comments` are those of the files that have one for this tool.
    """

    roles: tuple[Role, ...] = ()
    documents: tuple[Role, ...] = ()
    providers: tuple[IdentityProvider, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    pool_roles: tuple[PoolRole, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    comments: tuple[Comments, ...] = ()

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
        )


class Finding(Struct, frozen=True):
    """One fault, at one place, for one reader. `label` is the short text under the caret.

    `help` is what to write, for people; `fix` the same as edits, where they are known to mend it.
    `variant` says in which outcome of the role only it shows (see `Role`).
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

    def __hash__(self) -> int:
        return hash((self.rule, self.span, self.message, self.role))
