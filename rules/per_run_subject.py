"""The rule `per-run-subject`."""

from collections.abc import Iterator, Sequence

from assumelint import clause, edits
from assumelint.issuers.hosts import expression
from assumelint.issuers.model import Match, SubjectKind
from assumelint.language.templates import template_fields
from assumelint.model import Severity
from assumelint.reach.grammar import fill
from assumelint.rule import Group, Hit, rule
from assumelint.views import KnownTrust
from assumelint.views.breadth import named
from assumelint.views.claim_key import ClaimKey


@rule(Severity.WARNING, Group.SUBJECT_DEAD, on=KnownTrust)
def per_run_subject(trust: KnownTrust) -> Iterator[Hit]:
    """The subject names a commit, a step or a user, which is another in the next run.

    Subjects of Buildkite hold the commit, those of Bitbucket end in the step, and those of CircleCI name the user who
    started the pipeline. A role with such a value works for one run, or for one person.

    Bad:
    ```yaml
    StringEquals:
      "agent.buildkite.com:sub": "organization:acme:pipeline:app:ref:refs/heads/main:commit:9f31:step:x" # <- here
    ```

    Good:
    ```yaml
    StringLike: {"agent.buildkite.com:sub": "organization:acme:pipeline:app:ref:refs/heads/main:commit:*:step:x"}
    ```
    """
    for key in trust.on("sub"):
        for value in key.condition.values.items if key.binds else ():
            field, mended = _named_run(trust.match, value.literal or "")
            if not field:
                continue
            change = edits.rewrite_condition(trust.statement, key.condition, "StringLike", value, mended)
            yield Hit(
                value.span,
                f'"{value}" names one {named(field)}: the next run may have another',
                f"one {named(field)} only",
                clause.condition(
                    key.condition.form, "StringLike", str(key.condition.key), _with(key, str(value), mended)
                ),
                fix=edits.fix_of(change),
            )


def _with(key: ClaimKey, old: str, new: str) -> list[str]:
    """Return the values of a condition, with one of them replaced."""
    return [new if str(value) == old else str(value) for value in key.condition.values.items]


def _named_run(match: Match, literal: str) -> tuple[str, str]:
    """Return the first field of a subject that is another in each run, and the subject without it; "" if none is."""
    for template in _forms(match):
        found = expression(fill(template, match), tuple(match.issuer.fields.values())).fullmatch(literal)
        changing = [name for name in template_fields(template) if match.issuer.fields[name].per_run]
        if found is not None and changing and not set("*?") & set(found[changing[0]]):
            return changing[0], literal[: found.start(changing[0])] + "*" + literal[found.end(changing[0]) :]
    return "", ""


def _forms(match: Match) -> Sequence[str]:
    return [form.template for form in match.issuer.subjects if form.kind is not SubjectKind.CUSTOM]
