"""The answers of `reach`: what can never match, who else gets in, what is left free."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct

from assumelint.issuers.model import SubjectKind
from assumelint.model import Condition
from assumelint.text import Text


class Cause(Enum):
    """Why no token has a value."""

    NO_FORM = "no-form"  # no claim of the issuer has this shape
    WILDCARD_UNDER_EQUALS = "wildcard-under-equals"  # it would match under a Like operator
    SWAPPED = "swapped"  # an audience under sub, or a subject under aud
    LITERAL_VARIABLE = "literal-variable"  # ${…} under a version that has no policy variables


class Impossible(Struct, frozen=True):
    """A value that no token of the issuer has.

    `nearest` is the template of the form that comes closest, `mended` the value after the one edit that makes it
    fit ("" where no single edit does); a hole stands in it as `${reference}`. `alone`: no other value of the
    condition can match either, so the condition never holds. Not `certain`: the forms are not fully known,
    or a hole may hold more than a name.
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
    """Conditions on one claim that could each hold, but never together."""

    claim: str
    conditions: tuple[Condition, ...]
    certain: bool = True


class Absence(Enum):
    """Why a condition key has no value, so that a condition on it never holds."""

    UNMAPPED = "unmapped"  # STS makes no key of this claim
    NEVER_SENT = "never-sent"  # the issuer's tokens do not carry it
    OTHER_ISSUER = "other-issuer"  # the key belongs to another issuer
    NOBODYS = "nobodys"  # no call with a web identity token has such a key
    NULL = "null"  # Null "true" on a claim that is always there


class Unmet(Struct, frozen=True):
    """A condition that never holds because its key is never (or always) there."""

    condition: Condition
    claim: str
    reason: Absence
    certain: bool = True


class Witness(Struct, frozen=True):
    """A token of a stranger that is let in: its claims, and the field that the policy leaves to them.

    `conditions` are those on claims that could have named the customer but do not: the clauses to tighten.
    Empty where there is no such condition at all. Not `certain`: the code leaves statements open, or the issuer's
    subjects are not fully known.
    """

    claims: Mapping[str, str]
    field: str = ""
    tenant: str = ""
    conditions: tuple[Condition, ...] = ()
    certain: bool = True


class Freedom(Enum):
    """How much of a field the accepted tokens may choose."""

    FIXED = "fixed"  # one value, or one of a few that are written out
    PARTLY = "partly"  # a wildcard inside a name: `release-*`
    FREE = "free"  # anything


class Breadth(Struct, frozen=True):
    """What is left free: for each subject form (by id) that the conditions accept, its fields.

    `value` is the subject value of the policy that accepts the form; None where no condition speaks of the subject.
    """

    form: str
    kind: SubjectKind
    fields: Mapping[str, Freedom]
    condition: Condition | None = None
    value: Text | None = None


class Reach(Struct, frozen=True):
    """Which tokens of one issuer the conditions of one statement accept.

    `dead`: none, for certain. `impossible`, `conflicts` and `unmet` say why (and name dead values beside live ones,
    with `alone` False). `denied`: the statement itself accepts tokens, but the policy's Deny statements take them all.
    `witness`: a stranger's token that gets in, None where there is none or the code does not tell.
    `breadth` is empty for a dead statement, and where nothing is known of the subject.
    """

    dead: bool
    impossible: tuple[Impossible, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    denied: bool = False
    witness: Witness | None = None
    breadth: tuple[Breadth, ...] = ()

    @property
    def immutable(self) -> bool:
        """Whether subjects with ids in them are accepted."""
        return any(part.kind is SubjectKind.IMMUTABLE for part in self.breadth)

    @property
    def name_only(self) -> bool:
        """Whether usual subjects, without such ids, are accepted."""
        return any(part.kind is SubjectKind.DEFAULT for part in self.breadth)

    def free(self, name: str) -> bool:
        """Whether some accepted form leaves the field (`repo`, `branch`, `environment`…) wholly free."""
        return any(part.fields.get(name) is Freedom.FREE for part in self.breadth)

    def accepts(self, form: str) -> bool:
        """Whether subjects of the form with that id are accepted."""
        return any(part.form == form for part in self.breadth)
