"""What a run says that it has looked at."""

import json

import pytest

from assumelint.called import Called
from assumelint.coverage import Coverage, coverage_of
from assumelint.model import Extraction, Note, Role, Unfollowed
from assumelint.report.policies import as_plain, render
from assumelint.report.tally import looked_at
from assumelint.report.verbose import lines
from assumelint.text import Span

SPAN = Span("infra/ci.tf", 3, 1, 3, 9)
ROLE = Role("aws_iam_role.a", "aws_iam_role", SPAN)
UNREAD = Unfollowed(SPAN, "acme/roles/aws", "it is not in this tree")


@pytest.mark.parametrize(
    ("coverage", "line"),
    [
        (Coverage(), "No role or trust policy was found."),
        (Coverage(unfollowed=(UNREAD,)), "No role or trust policy was found; 1 module not followed."),
        (Coverage(roles=1), "1 role, which trusts no web identity."),
        (Coverage(roles=1, web_identity=1), "1 role, which trusts a web identity."),
        (Coverage(roles=3), "3 roles, none of them trusts a web identity."),
        (Coverage(documents=2, web_identity=2), "2 trust policies without a role, 2 of them trust a web identity."),
        (
            Coverage(14, 1, 6, supposed=2, unjudged=(ROLE,), unfollowed=(UNREAD, UNREAD)),
            "14 roles and 1 trust policy without a role, 6 of them trust a web identity;"
            " 2 roles exist only under a condition; 1 role not judged; 1 module not followed.",
        ),
        (
            Coverage(2, web_identity=1, supposed=1),
            "2 roles, 1 of them trusts a web identity; 1 role exists only under a condition.",
        ),
    ],
)
def test_the_closing_line(coverage: Coverage, line: str) -> None:
    assert looked_at(coverage) == line


def test_a_variant_is_no_further_role_and_an_unknown_policy_is_not_judged() -> None:
    variant = Role("aws_iam_role.a", "aws_iam_role", SPAN, variant="var.x is set")
    coverage = coverage_of(Extraction(roles=(ROLE, variant), unfollowed=(UNREAD,)))
    assert (coverage.roles, coverage.unjudged, coverage.not_followed(Called.MODULE)) == (1, (ROLE,), 1)


def test_verbose_lists_what_was_not_looked_at() -> None:
    role = Role("aws_iam_role.b", "aws_iam_role", SPAN, unknown="it comes from a module that is not here")
    coverage = Coverage(2, unjudged=(ROLE, role), unfollowed=(UNREAD,))
    assert list(lines((Note(SPAN, "::error::x\n"),), coverage)) == [
        "infra/ci.tf:3: ::error::x\\n",
        "infra/ci.tf:3: aws_iam_role.a was not judged: the code alone does not determine its trust policy",
        "infra/ci.tf:3: aws_iam_role.b was not judged: it comes from a module that is not here",
        'infra/ci.tf:3: the module "acme/roles/aws" was not followed: it is not in this tree',
    ]


def test_policies_say_what_is_not_known_and_why() -> None:
    extraction = Extraction(roles=(ROLE,), unfollowed=(UNREAD,))
    coverage = coverage_of(extraction)
    assert render(extraction, coverage) == (
        "aws_iam_role.a (aws_iam_role) at infra/ci.tf:3\n"
        "  (not known: the code alone does not determine its trust policy)\n\n"
        "1 role, not known to trust a web identity; 1 role not judged; 1 module not followed.\n"
    )
    plain = json.loads(json.dumps(as_plain(extraction, coverage)))
    assert plain["not_judged"] == [
        {
            "role": "aws_iam_role.a",
            "file": "infra/ci.tf",
            "line": 3,
            "reason": "the code alone does not determine its trust policy",
        }
    ]
    assert plain["not_followed"] == [
        {"module": "acme/roles/aws", "file": "infra/ci.tf", "line": 3, "reason": "it is not in this tree"}
    ]
    assert plain["summary"]["roles_not_judged"] == 1
