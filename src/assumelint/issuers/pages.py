"""The catalogue as text: an issuer for the terminal, docs/issuers.md, and the index of hosts."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from assumelint.issuers.model import Claim, Confidence, Issuer, Presence, SubjectKind, Tenancy
from assumelint.issuers.sample import sample_policy

_WIDTH = 100
_TENANCY = {
    Tenancy.ISSUER: "each customer has an issuer URL of its own",
    Tenancy.SUBJECT: "all customers share the URL: the subject must name yours",
    Tenancy.AUDIENCE: "all customers share the URL: the audience must name yours",
    Tenancy.SESSION: "all customers share the URL: the session name must name yours",
}


def index_module(issuers: Iterable[Issuer]) -> str:
    """Return the source of `assumelint.issuers.index`: hosts and habits, to read only matching files."""
    hosts = {host: issuer.id for issuer in issuers for host in issuer.hosts}
    habits = {habit: issuer.id for issuer in issuers for habit in issuer.habits}
    mistaken = {fix.written: issuer.id for issuer in issuers for fix in issuer.mistaken_hosts}
    checked = {key.rpartition(":")[0]: key for issuer in issuers for key in issuer.checked_by_sts}
    lines = [
        '"""Which issuer has which hosts. Written by scripts/make_issuers.py, from the files beside it."""',
        "",
        *_mapping("HOSTS", hosts),
        "",
        "# How the hosts of self-hosted copies often begin.",
        *_mapping("HABITS", habits),
        "",
        "# Hosts that people write in error.",
        *_mapping("MISTAKEN", mistaken),
        "",
        "# Keys that STS wants to see evaluated, by the host that they belong to.",
        *_mapping("CHECKED_BY_STS", checked),
    ]
    return "\n".join(lines) + "\n"


def _mapping(name: str, entries: dict[str, str]) -> Iterator[str]:
    yield f"{name} = {{"
    for key in sorted(entries):
        yield f"    {json.dumps(key)}: {json.dumps(entries[key])},"
    yield "}"


def render(issuer: Issuer) -> str:
    """Return an issuer for the terminal: hosts, subjects, audiences, condition keys, an example, pitfalls, sources."""
    blocks = [f"{issuer.name} ({issuer.id})", *(_block(title, lines) for title, lines in _sections(issuer) if lines)]
    return "\n\n".join(blocks) + "\n"


def _block(title: str, lines: Sequence[str]) -> str:
    return "\n".join([f"{title}:", *(f"  {line}" for line in lines)])


def _sections(issuer: Issuer) -> Iterator[tuple[str, list[str]]]:
    yield "issuer", [*(_issuer_url(issuer, host) for host in issuer.hosts), *_about(issuer)]
    yield "subjects", _subjects(issuer)
    yield "session names", list(issuer.sessions)
    yield "audience for AWS", _audiences(issuer)
    yield "condition keys", _claims(issuer)
    if not issuer.retired and not issuer.refused:
        yield "a trust policy", json.dumps(sample_policy(issuer), indent=2).splitlines()
    yield "pitfalls", [line for pitfall in issuer.pitfalls for line in _item(pitfall)]
    yield "sources", [*issuer.sources, *_standing(issuer)]


def _standing(issuer: Issuer) -> Iterator[str]:
    yield f"how sure: {issuer.confidence.value}"
    if issuer.checked:
        yield f"last checked: {issuer.checked}"


def _issuer_url(issuer: Issuer, host: str) -> str:
    return host + " (built into AWS)" if issuer.builtin else f"https://{host}"


def _about(issuer: Issuer) -> Iterator[str]:
    if issuer.retired:
        yield "no tokens come from it any more"
    if issuer.refused:
        yield issuer.refused
    yield _TENANCY[issuer.tenancy]
    if issuer.required:
        yield f"IAM demands a condition on {issuer.required}"
    for key in issuer.checked_by_sts:
        yield f"STS denies every call where the policy has no condition on {key}"


def _subjects(issuer: Issuer) -> list[str]:
    lines = []
    for form in issuer.subjects:
        remarks = [form.summary] if form.summary else []
        if form.kind is not SubjectKind.DEFAULT:
            remarks.append(form.kind.value)
        if form.confidence is not Confidence.DOCUMENTED:
            remarks.append(form.confidence.value)
        lines.append(form.template)
        lines += [f"    {'; '.join(remarks)}"] if remarks else []
    return lines


def _audiences(issuer: Issuer) -> list[str]:
    audiences = issuer.audiences
    lines = list(audiences.values)
    if audiences.free and issuer.claim("aud"):
        lines.append("or what the customer asks for")
    if audiences.default:
        lines.append(f"not {audiences.default}: that is what it writes when no audience is asked for")
    return lines


def _claims(issuer: Issuer) -> list[str]:
    return [f"{claim.name}{_remark(claim)}" for claim in issuer.claims.values()]


def _remark(claim: Claim) -> str:
    remarks = [word for word, holds in (("several values", claim.many), ("a number", claim.numeric)) if holds]
    if claim.presence is not Presence.ALWAYS:
        remarks.insert(0, "not in every token")
    return f" ({', '.join(remarks)})" if remarks else ""


def _item(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="- ", subsequent_indent="  ", break_long_words=False)


def page(issuers: Sequence[Issuer]) -> str:
    """Return the text of docs/issuers.md."""
    rows = [
        f"| [{issuer.name}](#{issuer.id}) | {_first_host(issuer)} | {issuer.required or ''} | {issuer.checked} |"
        for issuer in issuers
    ]
    head = [
        "# Issuers",
        "",
        "What assumelint knows of the tokens of each issuer. The files are in `src/assumelint/issuers`; "
        "your own go into the configuration, under `[[tool.assumelint.issuers]]`, in the same form. Each says on "
        "which day its facts were last compared with its sources; what is only believed (`memory`) never leads to an "
        "error.",
        "",
        "| issuer | host | IAM demands | checked |",
        "|---|---|---|---|",
        *rows,
    ]
    return "\n".join(head) + "\n\n" + "\n".join(_chapter(issuer) for issuer in issuers)


def _first_host(issuer: Issuer) -> str:
    return f"`{issuer.hosts[0]}`" if issuer.hosts else ""


def _chapter(issuer: Issuer) -> str:
    body = render(issuer).partition("\n\n")[2]
    return f"## {issuer.id}\n\n{issuer.name}\n\n```text\n{body}```\n"
