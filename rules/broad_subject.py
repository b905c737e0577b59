"""The rule `broad-subject`."""

from collections.abc import Iterator

from assumelint import clause
from assumelint.issuers.model import Match, Tenancy
from assumelint.model import Severity
from assumelint.reach.model import Breadth
from assumelint.rule import Group, Hit, rule
from assumelint.suggested_values import example_subjects
from assumelint.text import Text
from assumelint.views import KnownTrust
from assumelint.views.breadth import free_unit, named, other_claims


@rule(Severity.WARNING, Group.SUBJECT_OPEN, on=KnownTrust)
def broad_subject(trust: KnownTrust) -> Iterator[Hit]:
    """Every repository, project or service account of the customer can assume the role.

    Strangers are kept out, but anyone in your organization who can write to any of its repositories (or create a pod in
    any namespace of the cluster) gets the role. Name the repository, project or service account that needs it.

    Bad:
    ```hcl
    StringLike = { "gitlab.com:sub" = "project_path:acme/*:ref_type:branch:ref:main" } # <- here
    ```

    Good:
    ```hcl
    StringEquals = { "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main" }
    ```
    """
    if trust.reach.dead or other_claims(trust):
        return
    if trust.on("sub"):
        yield from _wide_values(trust)
    elif _anyone_of_the_issuer(trust):
        yield _no_subject(trust)


def _wide_values(trust: KnownTrust) -> Iterator[Hit]:
    seen: set[Text] = set()
    for part in trust.reach.breadth:
        unit = free_unit(part, trust.match, trust.reach)
        if unit is None or part.value is None or part.value in seen:
            continue
        seen.add(part.value)
        yield Hit(
            part.value.span,
            f'"{part.value}" lets in every {named(unit.field)}{_of_whom(part, trust.match)}',
            f"any {named(unit.field)}",
            severity=None if unit.first else Severity.NOTE,
        )


def _of_whom(part: Breadth, match: Match) -> str:
    """Return the customer that the value names, or "": the text at the tenant's place in the form."""
    template = next(form.template for form in match.issuer.subjects if form.id == part.form)
    start, _, rest = template.partition("{")
    field, _, after = rest.partition("}")
    text = str(part.value)
    if field not in match.issuer.fields or not match.issuer.fields[field].tenant or not text.startswith(start):
        return ""
    name, found, _ = text.removeprefix(start).partition(after[:1] or "\n")
    return f" of {name}" if found and name and not set("*?") & set(name) else ""


def _anyone_of_the_issuer(trust: KnownTrust) -> bool:
    """Return whether each customer has its own issuer and the conditions check only the audience."""
    issuer = trust.match.issuer
    if issuer.one_subject:
        return False  # the audience tells all that there is to tell
    return issuer.tenancy is Tenancy.ISSUER and not issuer.builtin and bool(issuer.audiences.values) and trust.settled


def _may_be_named_by_audience(trust: KnownTrust) -> bool:
    """Return whether the audience may identify what needs the role, as the id of a client of an unknown issuer does."""
    asked = {value.literal for key in trust.on("aud", "oaud") for value in key.condition.values.items}
    return not trust.match.known and not asked <= set(trust.match.issuer.audiences.values)


def _no_subject(trust: KnownTrust) -> Hit:
    who = f"every token of {trust.host}"
    if trust.match.issuer.subjects and "serviceaccount" in trust.match.issuer.subjects[0].template:
        who = "every service account of the cluster"
    narrow = _may_be_named_by_audience(trust)
    if narrow:
        who = f"every token of {trust.host} with this audience"
    return Hit(
        trust.principal.value.span,
        f"{who} is let in: no condition asks for the subject",
        f"no condition on {trust.host}:sub",
        clause.condition(
            trust.statement.form, "StringEquals", f"{trust.host}:sub", example_subjects(trust.match, trust.project)
        ),
        severity=Severity.NOTE if narrow else None,
    )
