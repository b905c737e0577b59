"""Holes: values that the code alone does not tell, and what is known of them all the same."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from string import ascii_letters, ascii_lowercase, digits

from msgspec import Struct
from msgspec.structs import replace

from assumelint.text.span import Span

# Stands between the home and the reference in an identity. For private use: no code has it in a name.
HOME_END = "\ue002"

_URL = frozenset(ascii_letters + digits + "-._~:/@!$&'()*+,;=%[]")


class HoleKind(Enum):
    """What an unknown value is for certain. The source that makes the hole says so."""

    ANYTHING = "anything"
    ACCOUNT = "account"  # the id of an AWS account
    PARTITION = "partition"  # aws, aws-cn…
    REGION = "region"
    DNS_SUFFIX = "dns-suffix"  # amazonaws.com…
    ISSUER_URL = "issuer-url"  # of a cluster or a provider, https:// included
    PROVIDER_HOST = "provider-host"  # an identity provider's URL as IAM keeps it, without https://
    PROVIDER_ARN = "provider-arn"  # of an OIDC provider
    SAML_ARN = "saml-arn"  # of a SAML provider
    ARN = "arn"  # of anything else
    KUBERNETES_NAME = "kubernetes-name"  # of a namespace or a service account
    WORKING_DIRECTORY = "working-directory"  # the path that the tool runs in

    @property
    def alphabet(self) -> frozenset[str] | None:
        """The characters that such a value may have, None where it may have any."""
        return _ALPHABETS.get(self)

    @property
    def length(self) -> int | None:
        """How many characters such a value has, None where that is open."""
        return 12 if self is HoleKind.ACCOUNT else None

    @property
    def is_ambient(self) -> bool:
        """Whether AWS tells it about the place where the code runs: such a value is always there, and never empty."""
        return self in _AMBIENT

    def may_hold(self, characters: str) -> bool:
        """Whether such a value can have one of the characters."""
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
    """What the name of an unknown value lets people expect in it. It is a guess: nothing certain follows from it."""

    ANYTHING = "anything"
    ARN = "arn"
    NAME = "name"  # one name, without the colons and slashes of a subject


class Within(Struct, frozen=True, eq=False):
    """What an unknown object, or each object of an unknown list, holds under its names: a kind, or a further object."""

    names: Mapping[str, HoleKind | Within]


class Hole(Struct, frozen=True):
    """A value that the code alone does not tell.

    `reference` is what the source calls it (`var.org`, `AWS::AccountId`): it is for people, and nobody reads facts
    out of it. With `many`, the hole stands for any number of elements of the list it is in, none included.
    `home` is where the reference is written: the module instance, the stack. The other fields say what is known of
    the value: its `kind`, what is `within` it, what is `likely` by its name, which unknown value a function made it
    `of`, and the `cut_set` of characters where that function takes these from both ends.
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

    @property
    def identity(self) -> str:
        """The same for two holes that are one value: those of one reference in one home."""
        return f"{self.home}{HOME_END}{self.reference}" if self.home else self.reference

    def at(self, span: Span) -> Hole:
        """The same value, said to stand at `span`."""
        return replace(self, span=span)

    def as_one(self) -> Hole:
        """One value, where the hole stood for any number of them."""
        return replace(self, many=False) if self.many else self

    def as_many(self) -> Hole:
        """Any number of such values."""
        return self if self.many else replace(self, many=True)

    def as_anything(self) -> Hole:
        """The hole with nothing known of its value but the name: what is made of the value, or holds it."""
        return replace(self, kind=HoleKind.ANYTHING, within=None, of=None, cut_set="")
