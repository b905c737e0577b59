"""The rule `trim-cut-set`."""

import re
from collections.abc import Iterator

from assumelint import clause
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.text import Text
from assumelint.views import StatementView

_SCHEME = re.compile(r"https?:/*")


@rule(Severity.WARNING, Group.PROVIDER, on=StatementView)
def trim_cut_set(view: StatementView) -> Iterator[Hit]:
    """`trim` takes a set of characters, not a prefix.

    `trim(url, "https://")` removes every leading and trailing `h`, `t`, `p`, `s`, `:` and `/`. It turns
    `https://token.actions.githubusercontent.com` into `oken.actions.githubusercontent.com`, and leaves the right host
    of an EKS issuer only by luck. Use `trimprefix`.

    Bad:
    ```hcl
    StringEquals = { "${trim(var.issuer, "https://")}:sub" = "project_path:acme/app:ref_type:tag:ref:v1" } # <- here
    ```

    Good:
    ```hcl
    StringEquals = { "${trimprefix(var.issuer, "https://")}:sub" = "project_path:acme/app:ref_type:tag:ref:v1" }
    ```
    """
    for text in _texts(view):
        for hole in text.holes:
            if hole.of is not None and _SCHEME.fullmatch(hole.cut_set):
                yield Hit(
                    hole.span,
                    f'trim takes away any of the characters "{hole.cut_set}" at both ends, not that prefix',
                    "token.actions… would become oken.actions…",
                    _help(hole.of.reference, hole.cut_set),
                )


def _help(reference: str, prefix: str) -> str:
    if not clause.is_expression(reference):
        return "trimprefix takes away a prefix"
    return f'trimprefix({reference}, "{prefix}")'


def _texts(view: StatementView) -> Iterator[Text]:
    for principal in view.statement.principals or ():
        yield principal.value
    for condition in view.statement.conditions:
        yield condition.key
