"""Holes: values that the code alone does not determine, with what is known about them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits

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
    ISSUER_URL = "issuer-url"  # the issuer URL of an EKS cluster, with https://
    CLUSTER_HOST = "cluster-host"  # the issuer of an EKS cluster as IAM stores it, without https://
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
        """Whether the value describes where the code runs in AWS."""
        return self in _AMBIENT

    @property
    def is_never_empty(self) -> bool:
        """Whether a value of this kind is always set, and no empty string."""
        return self.is_ambient or self is HoleKind.CLUSTER_HOST

    def may_be(self, value: str) -> bool:
        """Return whether a string can be a value of this kind. Upper and lower case are not told apart."""
        if self is HoleKind.CLUSTER_HOST and not _OF_A_CLUSTER.match(value):
            return False
        return self.length in (None, len(value)) and all(map(self.may_hold, value))

    def may_hold(self, characters: str) -> bool:
        """Return whether a value of this kind can contain any of the characters."""
        alphabet = self.alphabet
        return alphabet is None or not alphabet.isdisjoint(characters)

    def may_begin(self, characters: str) -> bool:
        """Return whether a value of this kind can begin with any of the characters."""
        return self.may_hold(characters) if self is not HoleKind.CLUSTER_HOST else _CLUSTER_START in characters

    def may_end(self, characters: str) -> bool:
        """Return whether a value of this kind can end with any of the characters."""
        return self.may_hold(characters) if self is not HoleKind.CLUSTER_HOST else not _ID.isdisjoint(characters)

    def may_contain(self, stretch: str) -> bool:
        """Return whether a value of this kind can contain this stretch of characters as a whole."""
        never = any(word in stretch for word in _NEVER.get(self, ()))
        return not never and all(self.may_hold(character) for character in stretch)


_ALPHABETS = {
    HoleKind.ACCOUNT: frozenset(digits),
    HoleKind.PARTITION: frozenset(ascii_lowercase + "-"),
    HoleKind.REGION: frozenset(ascii_lowercase + digits + "-"),
    HoleKind.DNS_SUFFIX: frozenset(ascii_lowercase + digits + ".-"),
    HoleKind.ISSUER_URL: _URL,
    # https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
    HoleKind.CLUSTER_HOST: frozenset(ascii_letters + digits + "-./"),
    HoleKind.PROVIDER_HOST: _URL,
    HoleKind.PROVIDER_ARN: _URL,
    # https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html
    HoleKind.SAML_ARN: frozenset(ascii_letters + digits + "._-:/"),
    # https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
    HoleKind.KUBERNETES_NAME: frozenset(ascii_lowercase + digits + "-."),
}
# The host of a cluster is `oidc.eks.<region>…/id/<id>` or `oidc-eks.<region>…/id/<id>`.
_OF_A_CLUSTER = re.compile(r"oidc[.-]eks\..*/id/", re.IGNORECASE)
_CLUSTER_START = "o"
_ID = frozenset(ascii_uppercase + digits)
# No host contains a scheme. `oidc-provider/` ends before the host in an ARN: no host of a cluster contains the word.
_NEVER = {HoleKind.CLUSTER_HOST: ("provider", "//"), HoleKind.PROVIDER_HOST: ("://",)}
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
    `cut_set`, the characters which that function trims from both ends; `cut_prefix`, what it takes off the start; and,
    with `many`, `each`: the shape that all those elements have. A `distinct` hole has a value of its own: no other
    distinct hole of its kind has the same one.
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
    cut_prefix: str = ""
    distinct: bool = False
    each: Each | None = None

    @property
    def identity(self) -> str:
        """A key that is equal for holes with the same value.

        These have the same reference in the same home, or the same prefix is removed from the same value.
        """
        if self.of is not None and self.cut_prefix:
            return f"{self.of.identity}{HOME_END}{self.cut_prefix}"
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
        return replace(
            self, kind=HoleKind.ANYTHING, within=None, of=None, cut_set="", cut_prefix="", distinct=False, each=None
        )
