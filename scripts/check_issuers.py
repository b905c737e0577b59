"""Compare the issuer catalogue with what the vendors publish today, and say what has changed.

python scripts/check_issuers.py [ISSUER ...]           report what has changed since the last record
python scripts/check_issuers.py --record [ISSUER ...]  write the record, after the catalogue was brought up to date

Exit codes: 0 nothing has changed, 3 something has. The record is scripts/issuers_seen.json. This script is for
maintainers, and the only one that uses the network; the workflow `issuers` runs it every month.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from issuer_documents import Documents, ReadError, discovery, discovery_urls, evidence, found_on

from assumelint.issuers import catalogue, ids
from assumelint.issuers.model import Issuer, Presence

CHANGED = 3  # a crash is 1, wrong arguments are 2
SEEN = Path(__file__).parent / "issuers_seen.json"
# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
ALGORITHMS = {"RS256", "RS384", "RS512", "ES256", "ES384", "ES512"}
_NAMES = {
    "issuer": "the issuer",
    "claims_supported": "the claims",
    "id_token_signing_alg_values_supported": "the algorithms",
}
Record = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A difference between what a document says and the catalogue or the record."""

    issuer: str
    url: str
    what: str


class Check:
    """One run: it reads every document once, and collects what it saw and what has changed."""

    def __init__(self, documents: Documents, before: Record) -> None:
        self.documents = documents
        self.before = before
        self.seen: Record = {}
        self.changes: list[Change] = []

    def run(self, issuers: Sequence[Issuer]) -> None:
        """Check these issuers."""
        for issuer in issuers:
            for url in discovery_urls(issuer):
                self._discovery(issuer, url)
            for url in issuer.sources:
                self._page(issuer, url)

    def _discovery(self, issuer: Issuer, url: str) -> None:
        before = self.before.get(url)
        try:
            now = discovery(self.documents, url)
        except ReadError as error:
            self._unreadable(issuer, url, before, str(error))
            return
        self.seen[url] = now
        found = [*against_catalogue(issuer, now, before or {}), *(against_record(before, now) if before else ())]
        self.changes += (Change(issuer.id, url, what) for what in found)

    def _page(self, issuer: Issuer, url: str) -> None:
        """Check that a page still holds what it held of an issuer's hosts, audiences and subjects."""
        before = self.before.get(url)
        held = None if before is None else before.get(issuer.id, [])
        try:
            now = found_on(self.documents, url, evidence(issuer))
        except ReadError as error:
            self._unreadable(issuer, url, before, str(error))
            return
        self.seen.setdefault(url, {})[issuer.id] = now
        for text in held or ():
            if text in evidence(issuer) and text not in now:
                self.changes.append(Change(issuer.id, url, f"the page no longer says `{text}`"))

    def _unreadable(self, issuer: Issuer, url: str, before: Any, why: str) -> None:
        """Report a document that could not be read. What was known of it stays in the record."""
        self.changes.append(Change(issuer.id, url, f"it cannot be read: {why}"))
        if before is not None:
            self.seen[url] = before


def against_catalogue(issuer: Issuer, now: Record, before: Record) -> Iterator[str]:
    """Yield what a discovery document says that the catalogue does not, or AWS does not take.

    A list of claims that was there before is no news: some vendors list the claims of other tokens.
    """
    said = str(now.get("issuer", "")).removeprefix("https://")
    if said not in issuer.hosts:
        yield f"the issuer is `{now.get('issuer', '')}`, which the catalogue does not have"
    algorithms = now.get("id_token_signing_alg_values_supported")
    if algorithms is not None and not ALGORITHMS & set(algorithms):
        yield f"STS takes none of the algorithms {_listed(algorithms)}"
    claims = now.get("claims_supported")
    expected = {claim.source for claim in issuer.claims.values() if claim.presence is Presence.ALWAYS}
    missing = sorted(expected - set(claims)) if claims is not None and claims != before.get("claims_supported") else []
    if missing:
        yield f"it does not list the claims {_listed(missing)}, which the catalogue says are always there"


def against_record(before: Record, now: Record) -> Iterator[str]:
    """Yield what differs between two readings of one discovery document."""
    for key, name in _NAMES.items():
        old, new = before.get(key), now.get(key)
        if old == new:
            continue
        if isinstance(old, list) and isinstance(new, list):
            added, gone = sorted(set(new) - set(old)), sorted(set(old) - set(new))
            parts = [f"new are {_listed(added)}"] if added else []
            parts += [f"gone are {_listed(gone)}"] if gone else []
            yield f"{name} have changed: {', '.join(parts)}"
        else:
            yield f"{name}: was {_value(old)}, is {_value(new)}"


def _listed(values: Sequence[str]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _value(value: Any) -> str:
    if value is None:
        return "not there"
    return _listed(value) if isinstance(value, list) else f"`{value}`"


def report(changes: Sequence[Change]) -> str:
    """Return the changes as Markdown, by document."""
    lines = []
    for url in dict.fromkeys(change.url for change in changes):
        lines += [f"### {url}", ""]
        for what in dict.fromkeys(change.what for change in changes if change.url == url):
            whose = ", ".join(change.issuer for change in changes if (change.url, change.what) == (url, what))
            lines.append(f"- {whose}: {what}")
        lines.append("")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the check, print the report, and return the exit code."""
    parser = argparse.ArgumentParser(description="compare the issuer catalogue with what the vendors publish")
    parser.add_argument("issuers", nargs="*", metavar="ISSUER", help="only these")
    parser.add_argument("--record", action="store_true", help="write down what was seen, for the next comparison")
    parser.add_argument("--seen", type=Path, default=SEEN, metavar="FILE", help="the record")
    parser.add_argument("--through", default="", metavar="URL", help="read all documents below this address")
    given = parser.parse_args(arguments)
    unknown = sorted(set(given.issuers) - set(ids()))
    if unknown:
        parser.error(f"no such issuer: {', '.join(unknown)}")
    before = json.loads(given.seen.read_text(encoding="utf-8")) if given.seen.is_file() else {}
    check = Check(Documents(given.through), before)
    check.run([each for each in catalogue() if not given.issuers or each.id in given.issuers])
    print(report(check.changes) or "Nothing has changed.")
    new = sorted(set(check.seen) - set(before))
    if new and not given.record:
        print(f"{len(new)} documents are not in the record yet: run with --record once their facts are right.")
    if given.record:
        text = json.dumps(before | check.seen, indent=2, sort_keys=True, ensure_ascii=False)
        given.seen.write_text(text + "\n", encoding="utf-8")
    return CHANGED if check.changes else 0


if __name__ == "__main__":
    raise SystemExit(main())
