from collections.abc import Callable
from typing import Any

import pytest

from assumelint.reach.model import Freedom

GITHUB = "token.actions.githubusercontent.com"
EKS = "oidc.eks.eu-west-1.amazonaws.com/id/ABC123"
FIXED, PARTLY, FREE = Freedom.FIXED, Freedom.PARTLY, Freedom.FREE
Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("host", "subject", "form", "fields"),
    [
        (GITHUB, "repo:acme/app:*", "branch", {"owner": FIXED, "repo": FIXED, "branch": FREE}),
        (GITHUB, "repo:acme/app:*", "environment", {"owner": FIXED, "repo": FIXED, "environment": FREE}),
        (GITHUB, "repo:acme/*", "branch", {"owner": FIXED, "repo": FREE, "branch": FREE}),
        (GITHUB, "repo:acme/app-*:*", "tag", {"owner": FIXED, "repo": PARTLY, "tag": FREE}),
        (GITHUB, "repo:acme/?:pull_request", "pull_request", {"owner": FIXED, "repo": PARTLY}),
        (GITHUB, "repo:acme/?*:pull_request", "pull_request", {"owner": FIXED, "repo": FREE}),
        (GITHUB, "repo:acme/*app:pull_request", "pull_request", {"owner": FIXED, "repo": PARTLY}),
        (GITHUB, "repo:acme/app:ref:refs/heads/release/*", "branch", {"owner": FIXED, "repo": FIXED, "branch": PARTLY}),
        (GITHUB, "repo:acme/app:ref:refs/heads/*", "branch", {"owner": FIXED, "repo": FIXED, "branch": FREE}),
        (GITHUB, "repo:«var.repo»:*", "branch", {"owner": FIXED, "repo": FIXED, "branch": FREE}),
        (GITHUB, "repo:«var.org»/*", "branch", {"owner": FIXED, "repo": FREE, "branch": FREE}),
        (GITHUB, "repo:«var.org»*/app:pull_request", "pull_request", {"owner": PARTLY, "repo": FIXED}),
        (EKS, "system:serviceaccount:web:*", "service-account", {"namespace": FIXED, "name": FREE}),
        (EKS, "system:serviceaccount:*:*", "service-account", {"namespace": FREE, "name": FREE}),
        (EKS, "system:serviceaccount:«a»:«b»", "service-account", {"namespace": FIXED, "name": FIXED}),
        (
            "app.terraform.io",
            "organization:acme:project:p:workspace:w:run_phase:*",
            "workspace",
            {"organization": FIXED, "project": FIXED, "workspace": FIXED, "run_phase": FREE},
        ),
        (
            "app.terraform.io",
            "organization:acme:project:p:workspace:w:run_phase:p*",
            "workspace",
            {"organization": FIXED, "project": FIXED, "workspace": FIXED, "run_phase": PARTLY},
        ),
    ],
)
def test_what_is_free(trust: Make, host: str, subject: str, form: str, fields: dict[str, Freedom]) -> None:
    found = trust(host, {"StringLike": {"sub": subject}}).reach
    part = next(part for part in found.breadth if part.form == form)
    assert part.fields == fields
    assert str(part.value) == subject.replace("«", "${").replace("»", "}")


def test_each_value_is_seen_on_its_own(trust: Make) -> None:
    found = trust(GITHUB, {"StringLike": {"sub": ["repo:acme/app:pull_request", "repo:acme/*"]}}).reach
    seen = {(part.form, str(part.value)): part.fields["repo"] for part in found.breadth if part.form == "pull_request"}
    assert seen == {
        ("pull_request", "repo:acme/app:pull_request"): FIXED,
        ("pull_request", "repo:acme/*"): FREE,
    }
    assert found.free("repo")
    assert not found.free("owner")
    assert found.accepts("tag")


def test_without_a_subject_all_is_free(trust: Make) -> None:
    found = trust(GITHUB, {"StringEquals": {"aud": "sts.amazonaws.com"}}).reach
    assert found.free("owner")
    assert all(part.condition is None and part.value is None for part in found.breadth)


def test_several_conditions_count_together(trust: Make) -> None:
    found = trust(GITHUB, {"StringLike": {"sub": "repo:acme/*"}, "StringLikeIfExists": {"sub": "*:pull_request"}}).reach
    assert not found.accepts("branch")
    part = next(part for part in found.breadth if part.form == "pull_request")
    assert (part.fields, part.value) == ({"owner": FIXED, "repo": FREE}, None)


@pytest.mark.parametrize(
    ("claims", "fields"),
    [
        ({"repository": "acme/app"}, {"owner": FIXED, "repo": FIXED, "branch": FREE}),
        ({"repository": "acme/app-*"}, {"owner": FIXED, "repo": PARTLY, "branch": FREE}),
        ({"repository_id": "1"}, {"owner": FIXED, "repo": FIXED, "branch": FREE}),
        ({"repository_owner_id": "1"}, {"owner": FIXED, "repo": FREE, "branch": FREE}),
        ({"ref": "refs/heads/main"}, {"owner": FREE, "repo": FREE, "branch": FIXED}),
        ({"ref": "refs/heads/*"}, {"owner": FREE, "repo": FREE, "branch": FREE}),
        ({"repository": "«var.repo»"}, {"owner": FIXED, "repo": FIXED, "branch": FREE}),
        ({"workflow": "deploy"}, {"owner": FREE, "repo": FREE, "branch": FREE}),
    ],
)
def test_other_claims_settle_fields(trust: Make, claims: dict[str, str], fields: dict[str, Freedom]) -> None:
    found = trust(GITHUB, {"StringLike": {"sub": "repo:*", **claims}}).reach
    assert next(part.fields for part in found.breadth if part.form == "branch") == fields


def test_a_condition_that_absence_satisfies_settles_nothing(trust: Make) -> None:
    found = trust(
        GITHUB, {"StringLike": {"sub": "repo:acme/app:*"}, "StringEqualsIfExists": {"environment": "prod"}}
    ).reach
    assert next(part.fields["environment"] for part in found.breadth if part.form == "environment") is FREE


@pytest.mark.parametrize(
    ("subject", "name_only", "immutable"),
    [
        ("repo:acme/app:*", True, False),
        ("repo:acme@*/app@*:*", False, True),
        ("repo:acme*app*:*", True, True),
        (["repo:acme/app:*", "repo:acme@*/app@*:*"], True, True),
    ],
)
def test_forms_with_and_without_ids(trust: Make, subject: object, name_only: bool, immutable: bool) -> None:
    found = trust(GITHUB, {"StringLike": {"sub": subject}}).reach
    assert (found.name_only, found.immutable) == (name_only, immutable)


def test_deny_narrows(trust: Make) -> None:
    deny = [{"Condition": {"StringNotLike": {"sub": "repo:acme/*"}}}]
    found = trust(GITHUB, {"StringLike": {"sub": "repo:*"}}, deny).reach
    assert not found.free("owner")
    assert found.free("repo")


@pytest.mark.parametrize("subject", ["«var.subject»", "repo:acme/app:«var.context»"])
def test_what_a_hole_may_hold_is_not_said(trust: Make, subject: str) -> None:
    assert trust(GITHUB, {"StringLike": {"sub": subject}}).reach.breadth == ()


@pytest.mark.parametrize("host", ["keycloak.acme.com", "www.amazon.com"])
def test_where_nothing_is_known_of_subjects(trust: Make, host: str) -> None:
    assert trust(host, {"StringLike": {"sub": "*"}}).reach.breadth == ()
