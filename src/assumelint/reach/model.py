"""The results of `reach`: what can never match, which strangers are accepted, which fields are free."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct

from assumelint.issuers.model import SubjectKind
from assumelint.model import Condition, Statement
from assumelint.text import Text


class Cause(Enum):
    """Why no token has a value."""

    NO_FORM = "no-form"  # the issuer's claim never has this format
    WILDCARD_UNDER_EQUALS = "wildcard-under-equals"  # the value would match under a Like operator
    SWAPPED = "swapped"  # an audience under sub, or a subject under aud
    LITERAL_VARIABLE = "literal-variable"  # ${…} in a policy version without variables


class Impossible(Struct, frozen=True):
    """A value that no token of the issuer has.

    `nearest` is the template of the closest form; `mended` is the value after the single edit that makes it match (""
    if there is none), with holes as `${reference}`. `alone`: no other value of the condition can match, so the
    condition never holds. Not `certain`: the forms are not fully known, or a hole may hold more than a name.
    """

    condition: Condition
    value: Text
    claim: str
    cause: Cause
    nearest: str = ""
    mended: str = ""
    alone: bool = True
    certain: bool = True


class Conflict(Struct, frozen=True):
    """Conditions that could hold separately, but never together: on one claim, or on two that name the same thing.

    `across`: they are on the subject and on another claim. `claim` names the claim, or both.
    """

    claim: str
    conditions: tuple[Condition, ...]
    certain: bool = True
    across: bool = False


class Absence(Enum):
    """Why a condition key has no value, so that a condition on it never holds."""

    UNMAPPED = "unmapped"  # STS does not expose this claim as a key
    NEVER_SENT = "never-sent"  # the issuer's tokens do not have the claim
    OTHER_ISSUER = "other-issuer"  # the key belongs to another issuer
    NOBODYS = "nobodys"  # no call with a web identity token has such a key
    NULL = "null"  # Null "true" on a claim that is always present
    TYPE = "type"  # the operator compares numbers, ARNs or the like, and the claim is none


class Unmet(Struct, frozen=True):
    """A condition that never holds because its key is never (or always) present, or not of the operator's type."""

    condition: Condition
    claim: str
    reason: Absence
    certain: bool = True


class Denial(Struct, frozen=True):
    """Deny statements that reject every token that an Allow statement accepts: one alone, if one is enough.

    Not `certain`: a condition of theirs always holds only if a key is absent, which AWS does not document.
    """

    statements: tuple[Statement, ...]
    certain: bool = True


class Witness(Struct, frozen=True):
    """A stranger's token that the policy accepts: its claims, and the field that the policy leaves open.

    `conditions` are the ones to tighten: those on claims that could identify the customer, but do not. They are empty
    if the policy has none. Not `certain`: the code leaves statements open, or the issuer's subjects are not fully
    known.
    """

    claims: Mapping[str, str]
    field: str = ""
    tenant: str = ""
    conditions: tuple[Condition, ...] = ()
    certain: bool = True


class Freedom(Enum):
    """How freely the accepted tokens can vary in a field."""

    FIXED = "fixed"  # one value, or a few literal ones
    PARTLY = "partly"  # a wildcard within a name: `release-*`
    FREE = "free"  # any value


class Breadth(Struct, frozen=True):
    """The free fields of each subject form (by id) that the conditions accept.

    `value` is the policy's subject value that accepts the form, None if no condition is about the subject.
    """

    form: str
    kind: SubjectKind
    fields: Mapping[str, Freedom]
    condition: Condition | None = None
    value: Text | None = None


class Reach(Struct, frozen=True):
    """Which tokens of one issuer the conditions of one statement accept.

    `dead`: certainly none. `impossible`, `conflicts` and `unmet` are the reasons; they also list dead values of a
    condition that has live ones (with `alone` False). `denial`: the statement accepts tokens, but the policy's Deny
    statements reject all of them. `witness`: a stranger's token that is accepted, None if there is none or the code
    does not determine it. `breadth` is empty for a dead statement, and if nothing is known about the subject.
    """

    dead: bool
    impossible: tuple[Impossible, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    denial: Denial | None = None
    witness: Witness | None = None
    breadth: tuple[Breadth, ...] = ()

    @property
    def immutable(self) -> bool:
        """Whether subjects with immutable ids are accepted."""
        return any(part.kind is SubjectKind.IMMUTABLE for part in self.breadth)

    @property
    def name_only(self) -> bool:
        """Whether subjects of the usual forms, without immutable ids, are accepted."""
        return any(part.kind is SubjectKind.DEFAULT for part in self.breadth)

    def free(self, name: str) -> bool:
        """Return whether some accepted form leaves the field (`repo`, `branch`, `environment`…) entirely free."""
        return any(part.fields.get(name) is Freedom.FREE for part in self.breadth)

    def accepts(self, form: str) -> bool:
        """Return whether subjects of the form with this id are accepted."""
        return any(part.form == form for part in self.breadth)
