"""Condition keys, taken apart: host, claim, the slip in them, and whose they are."""

import pytest

from assumelint.language.key import Blemish, Owner, read_key
from assumelint.text import Hole, Part, Piece, Span, Text

HERE = Span("trust.json", 1, 1, 1, 1)
GITLAB = "gitlab.com"


def text(written: str) -> Text:
    """A text in which «reference» is a hole."""
    parts: list[Part] = []
    for index, part in enumerate(written.replace("»", "«").split("«")):
        if index % 2:
            parts.append(Hole(part, HERE))
        elif part:
            parts.append(Piece(part, HERE))
    return Text(tuple(parts), HERE)


@pytest.mark.parametrize(
    ("written", "host", "claim", "blemish"),
    [
        ("gitlab.com:sub", "gitlab.com", "sub", None),
        ("GitLab.com:SUB", "GitLab.com", "sub", None),
        ("tenant.auth0.com/:aud", "tenant.auth0.com/", "aud", None),
        ("oidc.circleci.com/org/1:oidc.circleci.com/project-id", "oidc.circleci.com/org/1", None, None),
        ("aws:RequestTag/a:b", "aws", "requesttag/a:b", None),
        ("https://gitlab.com:sub", "gitlab.com", "sub", Blemish.SCHEME),
        ("HTTP:/gitlab.com:sub", "gitlab.com", "sub", Blemish.SCHEME),
        ("arn:aws:iam::123456789012:oidc-provider/gitlab.com:sub", "gitlab.com", "sub", Blemish.ARN),
        ("oidc-provider/gitlab.com:sub", "gitlab.com", "sub", Blemish.RESOURCE),
        ("sub", "", "sub", Blemish.NO_HOST),
        (":sub", "", "sub", Blemish.NO_HOST),
        ("gitlab.com/sub", "gitlab.com", "sub", Blemish.NO_COLON),
        ("gitlab.com.aud", "gitlab.com", "aud", Blemish.NO_COLON),
        ("https://gitlab.com/sub", "gitlab.com", "sub", Blemish.SCHEME),
        ("gitlab.com", "gitlab.com", "", Blemish.NO_COLON),
        ("gitlab.com:", "gitlab.com", "", Blemish.NO_CLAIM),
        ("", "", "", Blemish.NO_HOST),
        ("«x»:sub", "${x}", "sub", None),
        ("gitlab.com:«x»", "gitlab.com", "", None),
    ],
)
def test_a_key_has_a_host_and_a_claim(written: str, host: str, claim: str | None, blemish: Blemish | None) -> None:
    key = read_key(text(written))
    assert key is not None
    assert (str(key.host), key.blemish) == (host, blemish)
    assert claim is None or key.name == claim


@pytest.mark.parametrize("written", ["«x»", "«x»sub", "gitlab.com«x»"])
def test_an_unknown_part_may_hold_the_colon(written: str) -> None:
    assert read_key(text(written)) is None


@pytest.mark.parametrize(
    ("written", "host", "owner"),
    [
        ("gitlab.com:sub", GITLAB, Owner.OWN),
        ("GITLAB.COM:project_id", GITLAB, Owner.OWN),
        ("gitlab.com:nothing-it-has", GITLAB, Owner.OWN),
        ("gitlab.example.com:sub", GITLAB, Owner.OTHER),
        ("gitlab.com/:sub", GITLAB, Owner.OTHER),
        ("gitlab.com/group:sub", GITLAB, Owner.OTHER),
        ("accounts.google.com:aud", GITLAB, Owner.OTHER),
        ("accounts.google.com:aud", "accounts.google.com", Owner.OWN),
        ("graph.facebook.com:app_id", GITLAB, Owner.OTHER),
        ("aws:SourceIp", GITLAB, Owner.AWS),
        ("AWS:RequestTag/team:x", GITLAB, Owner.AWS),
        ("sts:RoleSessionName", GITLAB, Owner.AWS),
        ("sts:RoleSessionName", "«x»", Owner.AWS),
        ("aws:RequestTag/«x»", GITLAB, Owner.AWS),
        ("gitlab:sub", GITLAB, Owner.NOBODY),
        ("gitlab:sub", "«x»", Owner.NOBODY),
        ("github:repository_id", GITLAB, Owner.NOBODY),
        ("saml:aud", GITLAB, Owner.NOBODY),
        ("s3:prefix", GITLAB, Owner.NOBODY),
        ("cognito-identity:aud", "cognito-identity.amazonaws.com", Owner.NOBODY),
        ("https://gitlab.com:sub", GITLAB, Owner.NOBODY),
        ("https://«x»:sub", "«x»", Owner.NOBODY),
        ("sub", GITLAB, Owner.NOBODY),
        ("«x»:sub", GITLAB, Owner.UNKNOWN),
        ("«x»:sub", "«x»", Owner.OWN),
        ("«x»:sub", "«y»", Owner.UNKNOWN),
        ("«x».example.com:sub", GITLAB, Owner.OTHER),
        ("gitlab.com:sub", "«x»", Owner.UNKNOWN),
        ("gitlab.com:«x»", GITLAB, Owner.UNKNOWN),
        ("gitlab.example.com:«x»", GITLAB, Owner.OTHER),
    ],
)
def test_whose_key_it_is(written: str, host: str, owner: Owner) -> None:
    key = read_key(text(written))
    assert key is not None
    assert key.owner(text(host)) is owner
