"""The data model of the issuer catalogue: hosts, subjects, claims and audiences of an issuer."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field

from assumelint.language.templates import Field, template_fields
from assumelint.text import Text


class Confidence(Enum):
    """How well a fact is established. Only a documented fact may lead to an error."""

    DOCUMENTED = "documented"  # on a page of the vendor or of AWS
    REPORTED = "reported"  # seen in working code or in users' reports
    MEMORY = "memory"  # believed to be true, but not confirmed


class Tenancy(Enum):
    """What distinguishes one customer of an issuer from another."""

    ISSUER = "issuer"  # each customer has its own issuer URL: the principal alone separates customers
    SUBJECT = "subject"  # customers share the URL: the subject (or a similar claim) must name the customer
    AUDIENCE = "audience"  # customers share the URL: the audience names the customer
    SESSION = "session"  # customers share the URL: the session name, which the issuer sends, names the customer


class Presence(Enum):
    """Whether the tokens of an issuer carry a claim."""

    ALWAYS = "always"
    OPTIONAL = "optional"
    NEVER = "never"


class SubjectKind(Enum):
    """When an issuer produces a subject form."""

    DEFAULT = "default"
    IMMUTABLE = "immutable"  # contains ids that do not change when something is renamed
    CUSTOM = "custom"  # only if the customer has changed the issuer's template


class SubjectForm(Struct, frozen=True):
    """One format of a subject: `repo:{owner}/{repo}:environment:{environment}`."""

    id: str
    template: str
    summary: str = ""
    kind: SubjectKind = SubjectKind.DEFAULT
    confidence: Confidence = Confidence.DOCUMENTED


class Claim(Struct, frozen=True):
    """A claim that STS exposes as a condition key.

    `name` is the part of the key after the issuer, `source` the claim in the token. Without `forms`, any value is
    possible.
    """

    name: str
    source: str
    presence: Presence = Presence.ALWAYS
    many: bool = False
    numeric: bool = False
    forms: tuple[str, ...] = ()


class Audiences(Struct, frozen=True):
    """The values of `aud` in tokens that are meant for AWS.

    `values` are templates, the usual one first. `free`: the customer may choose any other value. `default` is the value
    that the issuer uses if no audience is requested; such a token is not meant for AWS. `preset`: tokens have the usual
    audience unless the customer configures another. `mistakes` are templates of values that people use by mistake,
    `unlikely` of values that work only if the customer chose them on purpose, which few do.
    """

    values: tuple[str, ...] = ()
    free: bool = True
    default: str | None = None
    preset: bool = False
    mistakes: tuple[str, ...] = ()
    unlikely: tuple[str, ...] = ()
    confidence: Confidence = Confidence.DOCUMENTED


class Slip(Struct, frozen=True):
    """A common mistake and its correction, as two templates with the same fields."""

    written: str
    meant: str
    why: str = ""


class Issuer(Struct, frozen=True):
    """An issuer of the catalogue or of the user's configuration.

    `hosts` are templates of the issuer URL without `https://`. `claims` are keyed by lower-case name. `required` is the
    condition key that IAM requires in a trust policy: a claim name, or a whole key such as `sts:RoleSessionName`.
    `checked_by_sts` are whole keys that STS requires at run time: it denies the call if no statement checks them.
    `builtin`: AWS supports it without an identity provider in the account; the principal is the bare host.
    `subjects_complete`: the issuer produces no other subject forms. `retired`: it no longer issues tokens.
    `refused`: why AWS accepts none of its tokens, "" if it does. `sessions` are the templates of the session names that
    the issuer sends; none if the caller chooses the name. `habits` are the usual prefixes of the hosts of self-hosted
    instances. `mistaken_hosts` and `fixes` are common mistakes in the host and in the subject. `sample` are the claims
    that a usual policy checks, with their templates, where these are not the audience and the first subject. `checked`
    is the date on which the facts were last compared with the `sources` (YYYY-MM-DD), "" for an issuer of the user.
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
    refused: str = ""
    sessions: tuple[str, ...] = ()
    sample: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    habits: tuple[str, ...] = ()
    mistaken_hosts: tuple[Slip, ...] = ()
    fixes: tuple[Slip, ...] = ()
    pitfalls: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    checked: str = ""
    confidence: Confidence = Confidence.DOCUMENTED

    @property
    def one_subject(self) -> bool:
        """Whether all tokens of one issuer URL have the same subject, so that a condition on it tells nothing."""
        return self.subjects_complete and len(self.subjects) == 1 and not template_fields(self.subjects[0].template)

    def claim(self, name: str) -> Claim | None:
        """Return the claim behind a condition key, or None if STS provides no such key for this issuer."""
        return self.claims.get(name.lower())

    def __hash__(self) -> int:
        return hash(self.id)


class Match(Struct, frozen=True):
    """The issuer that a host path belongs to.

    `host` is the host path; `fields` are the values of its template's fields.

    Not `certain`: holes leave room for another issuer, or the match is based only on a habit (the prefix `gitlab.`).
    """

    issuer: Issuer
    host: Text
    fields: Mapping[str, Text] = field(default_factory=dict)
    certain: bool = True

    @property
    def known(self) -> bool:
        """Whether the catalogue knows the issuer. All unknown hosts match the generic issuer."""
        return self.issuer.id != "generic"

    def __hash__(self) -> int:
        return hash((self.issuer.id, self.host, self.certain))


class Near(Struct, frozen=True):
    """The known host that was probably meant by an unknown one.

    `host` is the corrected host path, `why` the difference.
    """

    host: str
    issuer: Issuer
    why: str


class AudienceKind(Enum):
    """What an audience value is for an issuer."""

    AWS = "aws"  # the audience that this issuer sends to AWS, or one of them
    FREE = "free"  # another value, which the customer may have chosen
    CONFIGURED = "configured"  # tokens have the usual value, unless the customer has configured this one
    DEFAULT = "default"  # the value that the issuer uses if no audience is requested
    MISTAKE = "mistake"  # a known mistake (`sts.amazon.com`)
    SUBJECT = "subject"  # a subject of this issuer: aud and sub are swapped
    IMPOSSIBLE = "impossible"  # the issuer's audience is fixed, and differs from this value
    UNKNOWN = "unknown"  # the value has a hole


class AudienceVerdict(Struct, frozen=True):
    """The classification of an audience value. `expected` is the value to use instead, "" if it is not known."""

    kind: AudienceKind
    expected: str = ""
    certain: bool = True
