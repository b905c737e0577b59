"""The rule `unresolved-interpolation`."""

import re
from collections.abc import Iterator

from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.text import Span, Text
from assumelint.views import StatementView
from assumelint.views.placeholders import PLACEHOLDER


@rule(Severity.ERROR, Group.PRINCIPAL, on=StatementView)
def unresolved_interpolation(view: StatementView) -> Iterator[Hit]:
    """A placeholder is left in what will be deployed.

    `${var.account}` in a file that nothing renders, `${AWS::AccountId}` without `!Sub`, `{{ account }}`,
    `<ACCOUNT>`: IAM takes the characters as they stand. In a principal it refuses them, in a condition they match
    no token. (`${aws:username}` and its like are policy variables, which IAM fills in itself.)

    Bad:
    ```yaml
    Principal: {Federated: "arn:aws:iam::${AWS::AccountId}:oidc-provider/gitlab.com"} # <- here
    ```

    Good:
    ```yaml
    Principal: {Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/gitlab.com"}
    ```
    """
    if not view.allows or view.owner.is_document or not view.trusts:
        return
    for text in _texts(view):
        found = PLACEHOLDER.search(text.flat)
        if found:
            yield Hit(
                _place(text, found),
                f'"{found.group()}" is left in "{text}" and reaches IAM as it stands',
                _label(found),
            )
            return


def _texts(view: StatementView) -> Iterator[Text]:
    statement = view.statement
    for principal in statement.principals or ():
        yield principal.value
    for condition in statement.conditions:
        yield condition.key
        yield from condition.values.items


def _place(text: Text, found: re.Match[str]) -> Span:
    """The string; where it is put together from several, the one with the placeholder."""
    place, whole = text.span_of(found.start(), found.end()), text.span
    inside = place.file == whole.file and (whole.line, whole.column) <= (place.line, place.column) <= (
        whole.end_line,
        whole.end_column,
    )
    return whole if inside else place


def _label(found: re.Match[str]) -> str:
    if found.group().startswith("${AWS::"):
        return "needs Fn::Sub"
    return "nothing fills this in"
