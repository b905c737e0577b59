"""Holes: what they are for certain, when two are one value, and that no character of a file is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assumelint.language.likeness import Likeness, likeness
from assumelint.language.patterns import Opaque, Reading, read_pattern
from assumelint.text import HOLE_MARK, Hole, HoleKind, Likely, Part, Piece, Span, Text
from assumelint.text.cluster import cluster_of, issuer_url, without_scheme
from assumelint.text.index import TextIndex
from assumelint.text.names import likely

HERE = Span("main.tf", 1, 1, 1, 10)
SAMPLES = {
    HoleKind.ACCOUNT: "012345678901",
    HoleKind.PARTITION: "aws-us-gov",
    HoleKind.REGION: "ap-southeast-2",
    HoleKind.DNS_SUFFIX: "c2s.ic.gov",
    HoleKind.ISSUER_URL: "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF",
    HoleKind.CLUSTER_HOST: "oidc-eks.eu-west-1.api.aws/id/0123456789ABCDEF",
    HoleKind.PROVIDER_HOST: "token.actions.githubusercontent.com/acme_1~x",
    HoleKind.PROVIDER_ARN: "arn:aws:iam::012345678901:oidc-provider/gitlab.com",
    HoleKind.SAML_ARN: "arn:aws:iam::012345678901:saml-provider/Corp_1.x",
    HoleKind.KUBERNETES_NAME: "orders-2.shop",
}


def text(*parts: str | Hole) -> Text:
    pieces: list[Part] = [part if isinstance(part, Hole) else Piece(part, HERE, exact=False) for part in parts]
    return Text(tuple(pieces), HERE)


@pytest.mark.parametrize("kind", HoleKind)
def test_an_alphabet_holds_what_such_values_consist_of(kind: HoleKind) -> None:
    if kind not in SAMPLES:
        assert kind.alphabet is None
        assert kind.may_hold("*")
        return
    assert kind.alphabet is not None
    assert set(SAMPLES[kind]) <= kind.alphabet
    assert kind.length in (None, len(SAMPLES[kind]))
    assert not kind.may_hold(' \n{}"')


def test_the_host_of_a_cluster_has_a_form() -> None:
    host, kind = SAMPLES[HoleKind.CLUSTER_HOST], HoleKind.CLUSTER_HOST
    assert kind.may_be(host)
    assert kind.may_be(host.lower())
    assert not kind.may_be("gitlab.com")
    assert kind.may_begin(host[0])
    assert kind.may_end(host[-1])
    assert not kind.may_begin("htps:/")
    assert not kind.may_end("htps:/")
    assert kind.may_contain("/id/")
    assert not any(map(kind.may_contain, ("//", "https://", "oidc-provider/")))
    assert HoleKind.PROVIDER_HOST.may_contain("/id/")
    assert not HoleKind.PROVIDER_HOST.may_contain("https://")
    assert HoleKind.ANYTHING.may_be("gitlab.com")
    assert not HoleKind.ACCOUNT.may_be("1234")


def test_of_a_distinct_value_there_is_one() -> None:
    one, other = (Hole(name, HERE, kind=HoleKind.CLUSTER_HOST, distinct=True) for name in ("a", "b"))
    assert likeness(text(one), text(one)) is Likeness.SAME
    assert likeness(text(one), text(other)) is Likeness.DIFFERENT
    assert likeness(text(one), text(Hole("c", HERE, kind=HoleKind.CLUSTER_HOST))) is Likeness.UNKNOWN
    assert likeness(text(one), text("gitlab.com")) is Likeness.DIFFERENT
    assert likeness(text(SAMPLES[HoleKind.CLUSTER_HOST]), text(one)) is Likeness.UNKNOWN


def test_an_issuer_url_is_shown_by_its_own_name() -> None:
    whole = Hole("c.issuer", HERE, kind=HoleKind.ISSUER_URL)
    url = issuer_url(whole, "replace(c.issuer)")
    assert str(url) == "${c.issuer}"
    assert str(url.cut(len("https://"))) == "${replace(c.issuer)}"
    again = without_scheme(whole, "trimprefix(c.issuer)")
    assert again.identity == without_scheme(again, "replace(trimprefix(c.issuer))").identity == url.holes[0].identity
    assert cluster_of(url) is None
    assert cluster_of(url.cut(len("https://"))) == url.holes[0]


def test_only_what_aws_tells_of_the_place_is_ambient() -> None:
    ambient = [kind.value for kind in HoleKind if kind.is_ambient]
    assert ambient == ["account", "partition", "region", "dns-suffix"]


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("var.oidc_arn", Likely.ARN),
        ("module.eks.oidc_provider_arn", Likely.ARN),
        ("aws_iam_role.x[0].arn", Likely.ARN),
        ("Provider.Arn", Likely.ARN),
        ("OIDCProviderArn", Likely.ANYTHING),
        ("trimprefix(var.oidc_arn)", Likely.ANYTHING),
        ("var.warn", Likely.ANYTHING),
        ("each.key", Likely.NAME),
        ("local.owner", Likely.NAME),
        ("var.repo_name", Likely.NAME),
        ("var.key", Likely.ANYTHING),
        ("var.names", Likely.ANYTHING),
    ],
)
def test_a_name_lets_people_expect(reference: str, expected: Likely) -> None:
    assert likely(reference) is expected


def test_two_holes_of_one_reference_in_one_home_are_one_value() -> None:
    root, other = Hole("var.org", HERE, home="."), Hole("var.org", HERE, home=".module.a")
    again = Hole("var.org", Span("main.tf", 9, 1, 9, 8), home=".")
    assert likeness(text("a/", root), text("a", "/", again)) is Likeness.SAME
    assert likeness(text("a/", root), text("a/", other)) is Likeness.UNKNOWN
    assert likeness(text("a/", root), text("b/", other)) is Likeness.DIFFERENT
    assert Hole("var.org", HERE).identity == "var.org"
    assert str(text("a/", root)) == str(text("a/", other)) == "a/${var.org}"


def test_only_one_value_is_the_same_literal_in_a_pattern() -> None:
    root, other = Hole("var.org", HERE, home="."), Hole("var.org", HERE, home=".module.a")
    one, two, three = (read_pattern(text("x", hole), Reading(wildcards=True)) for hole in (root, root, other))
    assert one == two
    assert one != three


def test_a_mark_from_a_file_is_text() -> None:
    value = text("a" + HOLE_MARK, Hole("var.x", HERE), HOLE_MARK)
    assert value.flat.count(HOLE_MARK) == 1
    assert value.flat.index(HOLE_MARK) == 2
    assert len(value.flat) == len(value) == 4
    assert str(value.cut(3)) == HOLE_MARK
    assert text(HOLE_MARK).literal == str(text(HOLE_MARK)) == HOLE_MARK
    assert not text(HOLE_MARK).is_hole
    index = TextIndex(value)
    assert [offset for offset in range(4) if index.hole(offset)] == [2]
    assert [part.text for part in index.parts(3, 4) if isinstance(part, Piece)] == [HOLE_MARK]
    tokens = read_pattern(value, Reading(wildcards=True)).tokens
    assert tokens == ("a", HOLE_MARK, Opaque("var.x"), HOLE_MARK)


PARTS = st.lists(st.text(alphabet=f"ab{HOLE_MARK}", max_size=3) | st.just(Hole("h", HERE)), max_size=5)


@given(PARTS)
def test_each_reading_of_a_text_is_the_same_text(parts: list[str | Hole]) -> None:
    value = text(*parts)
    assert len(value.characters) == len(value.flat) == len(value)
    for offset, character in enumerate(value.characters):
        assert isinstance(character, Hole) == (value.flat[offset] == HOLE_MARK)
        assert str(value.cut(offset, offset + 1)) == ("${h}" if isinstance(character, Hole) else character)
    known = "".join(part for part in parts if isinstance(part, str))
    assert value.literal == (None if any(isinstance(part, Hole) for part in parts) else known)
    assert "".join(part if isinstance(part, str) else "<h>" for part in value.shape) == (
        "".join(part if isinstance(part, str) else "<h>" for part in parts)
    )
