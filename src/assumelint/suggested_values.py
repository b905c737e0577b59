"""Values that several rules suggest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assumelint import aws, clause
from assumelint.model import Condition
from assumelint.text import Text, join
from assumelint.views import KnownTrust, Project, StatementView, Trust

if TYPE_CHECKING:
    from assumelint.issuers.model import Match

_ACCOUNT = "<account id>"

# A subject of GitHub without ids, in which holes are written as `${reference}`.
_NAMES = re.compile(r"repo:((?:\$\{[^}]*\}|[^/:@])+)/((?:\$\{[^}]*\}|[^:@])+)(:.*)?", re.DOTALL)


def provider_arn(host: str, partition: str = aws.STANDARD_PARTITION, account: str = "") -> str:
    """Return the ARN of an issuer's provider."""
    return aws.provider_arn(host, partition, account or _ACCOUNT)


def arn_of(trust: Trust) -> str:
    """Return the ARN that a malformed principal should have been, or "" if its host is not known."""
    federated = trust.federated
    host = str(federated.host) if federated.host is not None else host_of_keys(trust.view)
    if not host or "://" in host or host.startswith("arn:"):
        return ""
    account = "" if federated.account is None else str(federated.account)
    partition = "" if federated.partition is None else str(federated.partition)
    return provider_arn(
        host,
        partition if partition in aws.PARTITIONS or "${" in partition else aws.STANDARD_PARTITION,
        account if aws.is_account(account) or "${" in account else "",
    )


def host_of_keys(view: StatementView) -> str:
    """Return the issuer's host in the condition keys of a statement, or "" if there is none or more than one."""
    hosts = {str(key.host) for key in view.keys if len(key.host)}
    return hosts.pop() if len(hosts) == 1 else ""


def example_principal(view: StatementView) -> str:
    """Return a principal as a clause, for the provider that the statement names elsewhere, if any.

    The reader fills in `<…>`.
    """
    statement = view.statement
    named = [each.value for each in statement.principals or () if aws.provider_host(each.value) is not None]
    hosts = {str(key.host): key.host for key in view.keys if len(key.host)}
    host = next(iter(hosts.values())) if len(hosts) == 1 else Text.of("<issuer>", statement.span)
    wanted = named[0] if named else join((Text.of(provider_arn(""), statement.span), host), statement.span)
    spelled = clause.spelled(wanted, statement.form, statement.span.file, cloudformation=view.owner.is_cloudformation)
    return clause.principal(statement.form, "Federated", spelled or provider_arn("<issuer>"))


def example_subjects(match: Match, project: Project) -> list[str]:
    """Return subjects that a policy for this issuer could require. The reader fills in `<…>`."""
    from assumelint.issuers.model import SubjectKind

    if match.issuer.id == "github-actions" and project.remote is not None:
        owner, repository = project.remote
        return both_forms(match, f"repo:{owner}/{repository}:ref:refs/heads/main")
    forms = [form for form in match.issuer.subjects if form.kind is SubjectKind.DEFAULT]
    return both_forms(match, _example(match, forms[0].template)) if forms else ["<subject>"]


def operator_for(values: Sequence[str]) -> str:
    """Return the operator that compares with values, some of which may be patterns."""
    return "StringLike" if any("*" in value or "?" in value for value in values) else "StringEquals"


def key_of(trust: KnownTrust, claim: str) -> Text:
    """Return the condition key of a claim of the trusted issuer."""
    host = trust.match.host
    return join((host, Text.of(f":{claim}", host.span)), host.span)


def both_forms(match: Match, subject: str) -> list[str]:
    """Return a subject, together with the same one with ids where the issuer writes ids into newer subjects.

    A name cannot contain `@`, so `repo:acme@*/app@*:…` matches no stranger's subject.
    """
    from assumelint.issuers.model import SubjectKind

    immutable = any(form.kind is SubjectKind.IMMUTABLE for form in match.issuer.subjects)
    if not match.issuer.id.startswith("github-actions") or not immutable:
        return [subject]
    found = _NAMES.fullmatch(subject)
    if found is None:
        return [subject]
    owner, repository, rest = found[1], found[2], found[3] or ""
    return [subject, f"repo:{owner}@*/{repository}{'' if repository.endswith('*') else '@*'}{rest}"]


def _example(match: Match, template: str) -> str:
    """Return a form with placeholders for the customer's own names and usual values for the rest."""
    from assumelint.language.templates import render, template_fields

    names = template_fields(template)
    fields = match.issuer.fields
    own = {name for name in names if fields[name].tenant} | set([name for name in names if not fields[name].tenant][:1])
    return render(template, {name: f"<{name}>" if name in own else fields[name].example for name in names})


def no_audience(issuer: str, value: Text, *, certain: bool) -> str:
    """Return a sentence on a wrong audience: no token has it or, if jobs choose their own, it is unusual."""
    if certain:
        return f'no {issuer} token for AWS has the audience "{value}"'
    return f'"{value}" is not the audience that {issuer} tokens for AWS usually have'


def accepting_value(condition: Condition, claim: str) -> Text | None:
    """Return the first value of a condition that matches a claim's value, None for a negated operator."""
    from assumelint.language.glob import Token, Wild, matches
    from assumelint.language.operators import parse_operator
    from assumelint.language.outcome import Outcome

    operator = parse_operator(condition.operator.literal or "")
    if operator is None or operator.negated:
        return None
    wild: dict[str, Token] = {"*": Wild.MANY, "?": Wild.ONE} if operator.takes_wildcards else {}
    for value in condition.values.items:
        if matches([wild.get(character, character) for character in value.flat], claim) is not Outcome.NO:
            return value
    return None
