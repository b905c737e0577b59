"""Whether a statement covers an action, as every reader of policies is told."""

import pytest

from assumelint.aws import ASSUME_ROLE_WITH_WEB_IDENTITY
from assumelint.language.outcome import Outcome
from assumelint.model import Form
from assumelint.policy import read_policy
from assumelint.sts.actions import covers
from assumelint.text import Hole, Piece, Span, Text
from assumelint.text.document import Mapping, Sequence

HERE = Span("trust.json", 1, 1, 1, 1)
HOLE = "«x»"


def text(written: str) -> Text:
    parts = [Hole("x", HERE) if part == HOLE else Piece(part, HERE) for part in written.partition(HOLE) if part]
    return Text(tuple(parts), HERE)


def covered(element: str, *actions: str) -> Outcome:
    values = Sequence(tuple(text(action) for action in actions), HERE)
    statement = Mapping(((text("Effect"), text("Allow")), (text(element), values)), HERE)
    policy = read_policy(Mapping(((text("Statement"), statement),), HERE), Form.JSON)
    assert policy is not None
    return covers(policy.statements[0], ASSUME_ROLE_WITH_WEB_IDENTITY)


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        (["sts:AssumeRoleWithWebIdentity"], Outcome.YES),
        (["STS:assumerolewithwebidentity"], Outcome.YES),
        (["sts:Assume*"], Outcome.YES),
        (["sts:AssumeRoleWith???Identity"], Outcome.YES),
        (["sts:AssumeRole"], Outcome.NO),
        (["sts:AssumeRole[W]ithWebIdentity"], Outcome.NO),
        ([], Outcome.NO),
        ([HOLE], Outcome.UNKNOWN),
        ([f"sts:{HOLE}"], Outcome.UNKNOWN),
        ([f"sts:{HOLE}WithSAML"], Outcome.NO),
        ([f"s3:{HOLE}"], Outcome.NO),
        ([f"sts:AssumeRole{HOLE}?"], Outcome.UNKNOWN),
        ([f"s3:{HOLE}", "sts:*"], Outcome.YES),
    ],
)
def test_an_unknown_part_decides_only_where_it_can(actions: list[str], expected: Outcome) -> None:
    assert covered("Action", *actions) is expected
    assert covered("NotAction", *actions) is ~expected


def test_without_an_action_it_covers_none() -> None:
    statement = Mapping(((text("Effect"), text("Allow")),), HERE)
    whole = read_policy(Mapping(((text("Statement"), statement),), HERE), Form.JSON)
    open_ended = read_policy(
        Mapping(((text("Statement"), Mapping(statement.entries, HERE, (Hole("rest", HERE, many=True),))),), HERE),
        Form.JSON,
    )
    assert whole is not None
    assert open_ended is not None
    assert covers(whole.statements[0], ASSUME_ROLE_WITH_WEB_IDENTITY) is Outcome.NO
    assert covers(open_ended.statements[0], ASSUME_ROLE_WITH_WEB_IDENTITY) is Outcome.UNKNOWN
