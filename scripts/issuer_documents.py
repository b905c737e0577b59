"""What the vendors say today: the discovery documents of the issuers, and the pages that the catalogue names.

Only scripts/check_issuers.py reads them. The tool itself never uses the network.
"""

from __future__ import annotations

import html
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from assumelint.issuers.model import Confidence, Issuer
from assumelint.language.templates import template_parts

_LARGEST = 4_000_000  # bytes of one document
_SECONDS = 30
_SHORTEST = 5  # a shorter text would be found on any page
_MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_DISCOVERY = "/.well-known/openid-configuration"
# What the check compares. Other entries (endpoints) do not matter to a trust policy.
COMPARED = ("issuer", "claims_supported", "id_token_signing_alg_values_supported")


class ReadError(Exception):
    """A document that could not be read, with the reason."""


@dataclass(frozen=True)
class Documents:
    """Reads documents. With `through`, every request goes to that address, with the host in front of the path."""

    through: str = ""
    read: dict[str, str | ReadError] = field(default_factory=dict)

    def text(self, url: str) -> str:
        """Return a document, read once. Raises `ReadError`."""
        if url not in self.read:
            try:
                self.read[url] = self._fetch(url)
            except ReadError as error:
                self.read[url] = error
        found = self.read[url]
        if isinstance(found, ReadError):
            raise found
        return found

    def _fetch(self, url: str) -> str:
        address = f"{self.through.rstrip('/')}/{url.removeprefix('https://')}" if self.through else url
        request = urllib.request.Request(address, headers={"User-Agent": "assumelint-check-issuers"})
        try:
            with self._opener().open(request, timeout=_SECONDS) as answer:
                body: bytes = answer.read(_LARGEST)
        except urllib.error.HTTPError as error:
            with error:
                raise ReadError(f"HTTP {error.code}") from error
        except (OSError, ValueError) as error:
            raise ReadError(str(error)) from error
        return body.decode("utf-8", "replace")

    def _opener(self) -> urllib.request.OpenerDirector:
        """Return what opens an address: a given address is reached directly, without a proxy."""
        return urllib.request.build_opener(*([urllib.request.ProxyHandler({})] if self.through else []))


def discovery_urls(issuer: Issuer) -> tuple[str, ...]:
    """Return the discovery documents of the issuer URLs that all customers share: the others have no known address."""
    if issuer.retired or issuer.refused or issuer.builtin:
        return ()
    return tuple(f"https://{host.rstrip('/')}{_DISCOVERY}" for host in issuer.hosts if "{" not in host)


def discovery(documents: Documents, url: str) -> dict[str, Any]:
    """Return the entries of a discovery document that are compared, lists in order. Raises `ReadError`."""
    try:
        found = json.loads(documents.text(url))
    except ValueError as error:
        raise ReadError(f"it is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise ReadError("it is no JSON object")
    values = {key: found[key] for key in COMPARED if key in found}
    return {key: sorted(map(str, value)) if isinstance(value, list) else value for key, value in values.items()}


def evidence(issuer: Issuer) -> tuple[str, ...]:
    """Return the texts that the pages of a vendor should hold: hosts, audiences and the fixed parts of subjects."""
    return tuple(dict.fromkeys(text for text in _fixed_parts(issuer) if len(text) >= _SHORTEST))


def _fixed_parts(issuer: Issuer) -> Iterator[str]:
    templates = list(issuer.hosts)
    templates += [form.template for form in issuer.subjects if form.confidence is Confidence.DOCUMENTED]
    templates += issuer.audiences.values if issuer.audiences.confidence is Confidence.DOCUMENTED else ()
    for template in templates:
        for literal, _ in template_parts(template):
            yield literal.strip(":/")


def found_on(documents: Documents, url: str, texts: tuple[str, ...]) -> list[str]:
    """Return which of these texts a page holds. Raises `ReadError`."""
    page = documents.text(url)
    shown = html.unescape(_MARKUP.sub("", page))
    return [text for text in texts if text in shown or text in page]
