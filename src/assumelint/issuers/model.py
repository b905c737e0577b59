"""What the catalogue knows of an issuer: where its tokens come from, what they say, what AWS makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field

from assumelint.language.templates import Field
from assumelint.text import Text


class Confidence(Enum):
    """How sure a fact is. Only a documented one may yield an error."""

    DOCUMENTED = "documented"  # on a page of the vendor or of AWS
    REPORTED = "reported"  # seen in working code or in reports of users
    MEMORY = "memory"  # believed, nothing found to confirm it


class Tenancy(Enum):
    """What tells one customer of an issuer from another."""

    ISSUER = "issuer"  # each customer has an issuer URL of its own: the principal alone separates them
    SUBJECT = "subject"  # all share the URL: the subject (or a claim like it) must name the customer
    AUDIENCE = "audience"  # all share the URL: the audience names the customer


class Presence(Enum):
    """Whether the tokens of an issuer carry a claim."""

    ALWAYS = "always"
    OPTIONAL = "optional"
    NEVER = "never"


class SubjectKind(Enum):
    """How a subject form comes about."""

    DEFAULT = "default"
    IMMUTABLE = "immutable"  # carries ids that outlive a rename
    CUSTOM = "custom"  # only where the customer changed the issuer's template


class SubjectForm(Struct, frozen=True):
    """One shape of a subject: `repo:{owner}/{repo}:environment:{environment}`."""

    id: str
    template: str
    summary: str = ""
    kind: SubjectKind = SubjectKind.DEFAULT
    confidence: Confidence = Confidence.DOCUMENTED


class Claim(Struct, frozen=True):
    """A claim that STS makes a condition key of.

    `name` is what follows the issuer in the key, `source` the claim in the token. No `forms`: any value.
    """

    name: str
    source: str
    presence: Presence = Presence.ALWAYS
    many: bool = False
    numeric: bool = False
    forms: tuple[str, ...] = ()


class Audiences(Struct, frozen=True):
    """What stands in `aud` of tokens meant for AWS.

    `values` are templates, the usual one first. `free`: the customer may choose any other. `default` is what the
    issuer writes when nobody asks for an audience, so a token for something else. `mistakes` are values that
    people write in error, `unlikely` ones that a customer must choose on purpose and that most have not.
    """

    values: tuple[str, ...] = ()
    free: bool = True
    default: str | None = None
    mistakes: tuple[str, ...] = ()
    unlikely: tuple[str, ...] = ()
    confidence: Confidence = Confidence.DOCUMENTED


class Slip(Struct, frozen=True):
    """A slip that people make, and what they meant: two templates with the same fields."""

    written: str
    meant: str
    why: str = ""


class Issuer(Struct, frozen=True):
    """One issuer of the catalogue, or of the user's configuration.

    `hosts` are templates of the issuer URL without `https://`. `claims` are by lower-case name. `required` is the key
    that IAM demands in a trust policy: a claim name, or a whole key such as `sts:RoleSessionName`.
    `checked_by_sts` are whole keys that STS wants to see evaluated at run time: it denies where no statement does.
    `builtin`: AWS knows it without an identity provider in the account, the principal is the bare host.
    `subjects_complete`: a subject of another form cannot come from this issuer.
    `retired`: tokens no longer come from it. `habits` are how the hosts of its self-hosted copies often begin.
    `mistaken_hosts` and `fixes` are known slips in host and subject.
    """

    id: str
    name: str
    hosts: tuple[str, ...]
    tenancy: Tenancy
    fields: Mapping[str, Field]
    subjects: tuple[SubjectForm, ...] = ()
    subjects_complete: bool = True
    audiences: Audiences = field(default_factory=Audiences)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    required: str | None = None
    checked_by_sts: tuple[str, ...] = ()
    builtin: bool = False
    retired: bool = False
    habits: tuple[str, ...] = ()
    mistaken_hosts: tuple[Slip, ...] = ()
    fixes: tuple[Slip, ...] = ()
    pitfalls: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    confidence: Confidence = Confidence.DOCUMENTED

    def claim(self, name: str) -> Claim | None:
        """The claim behind a condition key, or None where STS evaluates no such key for this issuer."""
        return self.claims.get(name.lower())

    def __hash__(self) -> int:
        return hash(self.id)


class Match(Struct, frozen=True):
    """The issuer that a host path belongs to. `host` is the host path as asked; `fields` what its template names.

    Not `certain`: holes leave room for another issuer, or only a habit (`gitlab.` in front) speaks for it.
    """

    issuer: Issuer
    host: Text
    fields: Mapping[str, Text] = field(default_factory=dict)
    certain: bool = True

    @property
    def known(self) -> bool:
        """Whether the catalogue knows the issuer: the generic one stands for all others."""
        return self.issuer.id != "generic"

    def __hash__(self) -> int:
        return hash((self.issuer.id, self.host, self.certain))


class Near(Struct, frozen=True):
    """A known host that an unknown one was probably meant to be: `host` is the mended host path, `why` what differs."""

    host: str
    issuer: Issuer
    why: str


class AudienceKind(Enum):
    """What an audience value is, seen by one issuer."""

    AWS = "aws"  # the audience (or one of several) that this issuer sends to AWS
    FREE = "free"  # another one, which the customer may have chosen
    DEFAULT = "default"  # what the issuer writes when no audience is asked for
    MISTAKE = "mistake"  # a known slip (`sts.amazon.com`)
    SUBJECT = "subject"  # a subject of this issuer: aud and sub are swapped
    IMPOSSIBLE = "impossible"  # the audience is fixed, and is another
    UNKNOWN = "unknown"  # a hole


class AudienceVerdict(Struct, frozen=True):
    """What to make of an audience value. `expected` is the value to write instead, "" where there is no telling."""

    kind: AudienceKind
    expected: str = ""
    certain: bool = True
