"""The rule `unknown-operator`."""

from collections.abc import Iterator

from assumelint import clause, edits
from assumelint.model import Condition, Fix, Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import StatementView

# The similarity of two spellings of one operator: a letter too many or too few, but not another word.
_SAME_WORD = 0.9


@rule(Severity.ERROR, Group.CONDITION_KEYS, on=StatementView)
def unknown_operator(view: StatementView) -> Iterator[Hit]:
    """A condition uses an operator that IAM does not know.

    IAM refuses the policy. There is no `StringLikeIgnoreCase`. `StringEquals` and `ForAllValues:` end in an s,
    `StringLike` and `ForAnyValue:` do not.

    Bad:
    ```hcl
    StringEqual = { "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main" } # <- here
    ```

    Good:
    ```hcl
    StringEquals = { "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main" }
    ```
    """
    from assumelint.language.operators import parse_operator

    if not view.is_of_trust_policy:
        return
    for condition in view.statement.conditions:
        written = condition.operator.literal
        if written is None or parse_operator(written) is not None:
            continue
        meant = _nearest(written)
        hint = f', did you mean "{meant}"?' if meant else ""
        yield Hit(
            condition.operator.span,
            f'IAM has no condition operator "{written}"{hint}',
            "IAM refuses it",
            clause.operator(condition.form, meant) if meant else "",
            fix=_fix(view, condition, meant) if meant else None,
        )


def _fix(view: StatementView, condition: Condition, meant: str) -> Fix | None:
    """Return the operator that was probably meant."""
    import difflib

    alike = difflib.SequenceMatcher(None, (condition.operator.literal or "").lower(), meant.lower()).ratio()
    return edits.fix_of(edits.rename_operator(view.statement, condition, meant), safe=alike >= _SAME_WORD)


def _nearest(written: str) -> str:
    import difflib

    from assumelint.language.operators import known_operators

    prefix, colon, name = written.rpartition(":")
    suffix = "IfExists" if name.lower().endswith("ifexists") else ""
    bare = name[: len(name) - len(suffix)]
    if bare.lower() == "null":
        return "Null"  # it asks for presence itself, so it takes neither a suffix nor a set operator
    near = difflib.get_close_matches(bare, known_operators(), n=1, cutoff=0.6)
    qualifier = difflib.get_close_matches(prefix, ("ForAllValues", "ForAnyValue"), n=1, cutoff=0.6) if colon else [""]
    return f"{qualifier[0]}{colon}{near[0]}{suffix}" if near and qualifier else ""
