"""Values that several rules put in their advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assumelint import aws
from assumelint.model import Condition
from assumelint.text import Text
from assumelint.views import Project, StatementView, Trust

if TYPE_CHECKING:
    from assumelint.issuers.model import Match

_ACCOUNT = "<account id>"


def provider_arn(host: str, partition: str = aws.STANDARD_PARTITION, account: str = "") -> str:
    """The ARN of the provider for an issuer."""
    return aws.provider_arn(host, partition, account or _ACCOUNT)


def arn_of(trust: Trust) -> str:
    """The ARN that a malformed principal should have been, "" where its host is not to be told."""
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
    """The issuer's host that the conditions of a statement name, "" where they name none or several."""
    hosts = {str(key.host) for key in view.keys if len(key.host)}
    return hosts.pop() if len(hosts) == 1 else ""


def example_principal(view: StatementView) -> str:
    """A principal for a statement that has none: for the provider that it names elsewhere, where it does."""
    for principal in view.statement.principals or ():
        if aws.provider_host(principal.value) is not None:
            return str(principal.value)
    return provider_arn(host_of_keys(view) or "<issuer>")


def example_subjects(match: Match, project: Project) -> list[str]:
    """Subjects that a policy for this issuer could ask for; `<…>` is for the reader to fill in."""
    from assumelint.issuers.model import SubjectKind

    if match.issuer.id == "github-actions" and project.remote is not None:
        owner, repository = project.remote
        context = "ref:refs/heads/main"
        return [f"repo:{owner}/{repository}:{context}", f"repo:{owner}@*/{repository}@*:{context}"]
    forms = [form for form in match.issuer.subjects if form.kind is SubjectKind.DEFAULT]
    return [_example(match, forms[0].template)] if forms else ["<subject>"]


def _example(match: Match, template: str) -> str:
    """A form with the customer's own names left open, the rest as it often is."""
    from assumelint.language.templates import render, template_fields

    names = template_fields(template)
    fields = match.issuer.fields
    own = {name for name in names if fields[name].tenant} | set([name for name in names if not fields[name].tenant][:1])
    return render(template, {name: f"<{name}>" if name in own else fields[name].example for name in names})


def no_audience(issuer: str, value: Text, *, certain: bool) -> str:
    """What to say of a wrong audience: no token has it or, where jobs choose their own, it is unusual."""
    if certain:
        return f'no {issuer} token for AWS has the audience "{value}"'
    return f'"{value}" is not the audience that {issuer} tokens for AWS usually have'


def accepting_value(condition: Condition, claim: str) -> Text | None:
    """The first value of a condition that takes a claim's value, None where that is not for a value to say."""
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
