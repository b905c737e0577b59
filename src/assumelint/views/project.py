"""The whole project of a run, with its identity providers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from assumelint.model import Extraction, IdentityProvider, PoolRole, Problem, Role
from assumelint.text import Text

if TYPE_CHECKING:
    from assumelint.issuers.model import Issuer, Match


def _is_of_unknown_age(time: int) -> bool:
    return False


class Project(Struct, frozen=True, eq=False, dict=True):
    """Everything that one run has read.

    `remote` is owner and repository of the git remote, if there is one, and `begins_after` says whether all its commits
    are younger than a time in seconds since 1970. `issuers` are those of the user's configuration.
    """

    roles: tuple[Role, ...]
    documents: tuple[Role, ...]
    providers: tuple[IdentityProvider, ...]
    problems: tuple[Problem, ...]
    remote: tuple[str, str] | None = None
    issuers: tuple[Issuer, ...] = ()
    pool_roles: tuple[PoolRole, ...] = ()
    begins_after: Callable[[int], bool] = _is_of_unknown_age

    @staticmethod
    def of(
        extraction: Extraction,
        remote: tuple[str, str] | None = None,
        issuers: tuple[Issuer, ...] = (),
        begins_after: Callable[[int], bool] = _is_of_unknown_age,
    ) -> Project:
        """Return the project that an extraction describes."""
        found = extraction
        given = (found.roles, found.documents, found.providers, found.problems)
        return Project(*given, remote, issuers, found.pool_roles, begins_after)

    def identify(self, host: Text) -> Match:
        """Return the issuer that a host belongs to. The user's own issuers come first."""
        from assumelint.issuers import identify

        return identify(host, self.issuers)

    @cached_property
    def provider_views(self) -> tuple[ProviderView, ...]:
        """The providers, each with the project."""
        return tuple(ProviderView(self, provider) for provider in self.providers)


class ProviderView(Struct, frozen=True, eq=False, dict=True):
    """An identity provider that the code creates."""

    project: Project
    provider: IdentityProvider

    @cached_property
    def host(self) -> Text | None:
        """The URL without its scheme, as in ARNs and condition keys."""
        url = self.provider.url
        if url is None:
            return None
        return url.cut(len("https://")) if url.flat.startswith("https://") else url

    @cached_property
    def match(self) -> Match | None:
        """The issuer of the catalogue that the URL names."""
        return None if self.host is None else self.project.identify(self.host)
