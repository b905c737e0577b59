"""What a run has looked at: how many roles and providers, and which roles and modules could not be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from assumelint.called import Called
    from assumelint.model import Extraction, Role, Unfollowed

# The reason for a role whose source gives none.
_UNKNOWN_POLICY = "the code alone does not determine its trust policy"


class Coverage(NamedTuple):
    """The counts of one run, and what it could not judge.

    `roles` counts every role once, whatever its variants; `documents` counts trust policies that belong to no role in
    the code; `web_identity` counts the roles and documents that trust a web identity. `supposed` counts the roles (of
    `roles`) that exist only under a condition. `unjudged` are the roles whose policy is not known.
    """

    roles: int = 0
    documents: int = 0
    web_identity: int = 0
    providers: int = 0
    supposed: int = 0
    unjudged: tuple[Role, ...] = ()
    unfollowed: tuple[Unfollowed, ...] = ()

    def not_followed(self, kind: Called) -> int:
        """The number of different modules or nested stacks that could not be read, however often each is used."""
        return len({each.source or each.span for each in self.unfollowed if each.kind == kind})


def coverage_of(extraction: Extraction) -> Coverage:
    """Return what an extraction covers."""
    from assumelint.views import Project, role_views

    roles = [role for role in extraction.roles if not role.variant]
    # Two templates may each have a role of one logical id.
    trusting = {(view.is_document, view.role.address, view.role.span) for view in role_views(Project.of(extraction))}
    return Coverage(
        roles=len(roles),
        documents=sum(not document.variant for document in extraction.documents),
        web_identity=len(trusting),
        providers=sum(not provider.condition for provider in extraction.providers),
        supposed=sum(role.supposed for role in roles),
        unjudged=tuple(role for role in roles if role.policy is None),
        unfollowed=extraction.unfollowed,
    )


def reason(role: Role) -> str:
    """Return why a role of `Coverage.unjudged` was not judged, as a clause."""
    return role.unknown or _UNKNOWN_POLICY
