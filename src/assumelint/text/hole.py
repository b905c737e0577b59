"""Holes: values that the code alone does not determine, with what is known about them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from string import ascii_letters, ascii_lowercase, digits

from msgspec import Struct
from msgspec.structs import replace

from assumelint.text.span import Span

# Separates home and reference in an identity. A private-use character: no name in code contains it.
HOME_END = "\ue002"

_URL = frozenset(ascii_letters + digits + "-._~:/@!$&'()*+,;=%[]")


class HoleKind(Enum):
    """What an unknown value certainly is. The source that creates the hole sets it."""

    ANYTHING = "anything"
    ACCOUNT = "account"  # the id of an AWS account
    PARTITION = "partition"  # aws, aws-cn…
    REGION = "region"
    DNS_SUFFIX = "dns-suffix"  # amazonaws.com…
    ISSUER_URL = "issuer-url"  # the issuer URL of a cluster or a provider, with https://
    PROVIDER_HOST = "provider-host"  # the URL of an identity provider as IAM stores it, without https://
    PROVIDER_ARN = "provider-arn"  # the ARN of an OIDC provider
    SAML_ARN = "saml-arn"  # the ARN of a SAML provider
    ARN = "arn"  # any other ARN
    KUBERNETES_NAME = "kubernetes-name"  # the name of a namespace or a service account
    WORKING_DIRECTORY = "working-directory"  # the directory that the tool runs in

    @property
    def alphabet(self) -> frozenset[str] | None:
        """The characters that a value of this kind may contain, or None for no restriction."""
        return _ALPHABETS.get(self)

    @property
    def length(self) -> int | None:
        """The length in characters of every value of this kind, or None if it varies."""
        return 12 if self is HoleKind.ACCOUNT else None

    @property
    def is_ambient(self) -> bool:
        """Whether the value describes where the code runs in AWS, so that it is always set and never empty."""
        return self in _AMBIENT

    def may_hold(self, characters: str) -> bool:
        """Return whether a value of this kind can contain any of the characters."""
        alphabet = self.alphabet
        return alphabet is None or not alphabet.isdisjoint(characters)


_ALPHABETS = {
    HoleKind.ACCOUNT: frozenset(digits),
    HoleKind.PARTITION: frozenset(ascii_lowercase + "-"),
    HoleKind.REGION: frozenset(ascii_lowercase + digits + "-"),
    HoleKind.DNS_SUFFIX: frozenset(ascii_lowercase + digits + ".-"),
    HoleKind.ISSUER_URL: _URL,
    HoleKind.PROVIDER_HOST: _URL,
    HoleKind.PROVIDER_ARN: _URL,
    # https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html
    HoleKind.SAML_ARN: frozenset(ascii_letters + digits + "._-:/"),
    # https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
    HoleKind.KUBERNETES_NAME: frozenset(ascii_lowercase + digits + "-."),
}
_AMBIENT = frozenset((HoleKind.ACCOUNT, HoleKind.PARTITION, HoleKind.REGION, HoleKind.DNS_SUFFIX))


class Likely(Enum):
    """What the name of an unknown value suggests about it. This is a guess: no error is based on it."""

    ANYTHING = "anything"
    ARN = "arn"
    NAME = "name"  # one name, without the colons and slashes of a subject


class Within(Struct, frozen=True, eq=False):
    """The known structure of an unknown object, or of each object in an unknown list: what each attribute holds."""

    names: Mapping[str, HoleKind | Within]


class Each(Struct, frozen=True):
    """What all elements have in common that one hole stands for: see `document.Alike`."""


class Hole(Struct, frozen=True):
    """A value that the code alone does not determine.

    `reference` is the source's name for it (`var.org`, `AWS::AccountId`). It is for display only: no code parses it.
    With `many`, the hole stands for zero or more elements of the list that it is in. `home` is the module instance or
    stack in which the reference is written. The other fields say what is known about the value: its `kind`; the
    structure `within` it; what its name makes `likely`; `of`, the unknown value from which a function computed it;
    `cut_set`, the characters which that function trims from both ends; and, with `many`, `each`: the shape that all
    those elements have.
    """

    reference: str
    span: Span
    many: bool = False
    kind: HoleKind = HoleKind.ANYTHING
    home: str = ""
    likely: Likely = Likely.ANYTHING
    within: Within | None = None
    of: Hole | None = None
    cut_set: str = ""
    each: Each | None = None

    @property
    def identity(self) -> str:
        """A key that is equal for holes with the same value: the same reference in the same home."""
        return f"{self.home}{HOME_END}{self.reference}" if self.home else self.reference

    def at(self, span: Span) -> Hole:
        """Return the same hole, placed at `span`."""
        return replace(self, span=span)

    def as_one(self) -> Hole:
        """Return the hole as a single value, without `many`."""
        return replace(self, many=False, each=None) if self.many else self

    def as_many(self) -> Hole:
        """Return the hole as any number of values, with `many`."""
        return self if self.many else replace(self, many=True)

    def as_anything(self) -> Hole:
        """Return the hole with only its name and place: for a value that is derived from this one or contains it."""
        return replace(self, kind=HoleKind.ANYTHING, within=None, of=None, cut_set="", each=None)
