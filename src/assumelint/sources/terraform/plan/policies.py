"""The trust policies of a plan's roles: as planned, or rebuilt from a policy document that is read during apply."""

from __future__ import annotations

import re

from msgspec import Struct

from assumelint.sources.terraform.config.pieces import PROVIDERS, provider_arn, without_scheme
from assumelint.sources.terraform.plan.configuration import Configuration, references
from assumelint.sources.terraform.plan.contents import Deferred, Planned
from assumelint.sources.terraform.plan.deferred import Surroundings, deferred_document
from assumelint.sources.terraform.plan.nodes import mapping
from assumelint.sources.terraform.plan.reached import Reached, reached_from
from assumelint.sources.terraform.plan.references import referred
from assumelint.sources.terraform.plan.stored_url import is_url, with_stored_hosts
from assumelint.text import Text
from assumelint.text.document import Mapping, Node

_DOCUMENT = re.compile(r"(data\.aws_iam_policy_document\.[^.\[]+)(\[[^\]]*\])?(?:\.|\Z)")
_PROVIDER = re.compile(rf"((?:{'|'.join(PROVIDERS)})\.[^.\[]+(?:\[[^\]]*\])?)\.(?:arn|id)\Z")


class Policies(Struct):
    """Finds what a plan knows of a policy.

    `urls` are those of the plan's providers by address, `new_urls` those of providers that it creates.
    """

    code: Configuration
    deferred: dict[str, Deferred]
    urls: dict[str, Text]
    new_urls: tuple[str, ...]

    def rebuilt(self, planned: Planned, argument: str) -> Mapping | None:
        """The policy in an argument of which the plan has references only, None if they do not tell.

        Raises `EvalError`.
        """
        found = self._document(planned, argument)
        if found is None:
            return None
        module = planned.module
        around = Surroundings(lambda reference: self._arn(module, reference), self.new_urls, module)
        return deferred_document(found, around)

    def waits(self, planned: Planned, argument: str) -> bool:
        """Whether a policy gets the right keys from the second apply only.

        An output of a module keeps the URL of a new provider as planned, with its scheme, until the apply is over.
        """
        expression = mapping(self.code.expressions(str(planned.address)), argument)
        return bool(self.new_urls) and any(
            reached.through_output and is_url(reached.reference) and self._is_new(reached)
            for reached in reached_from(self.code, planned.module, expression)
        )

    def settled(self, policy: Node) -> Node:
        """A policy that `waits`, as the second apply makes it."""
        return with_stored_hosts(policy, self.new_urls)

    def _is_new(self, reached: Reached) -> bool:
        address = reached.module + reached.reference.removesuffix(".url")
        return any(
            str(url) in self.new_urls
            for known, url in self.urls.items()
            if known == address or known.startswith(f"{address}[")
        )

    def _document(self, planned: Planned, argument: str) -> Deferred | None:
        """The document that the policy refers to, None if that is not certain."""
        expression = mapping(self.code.expressions(str(planned.address)), argument)
        found = references(expression)
        documents = {(match[1], match[2]) for name in found if (match := _DOCUMENT.match(name))}
        keys = {key for _, key in documents if key}
        if len({name for name, _ in documents}) != 1 or len(keys) > 1:
            return None
        address = planned.module + next(iter(documents))[0]
        if keys:
            return self.deferred.get(address + keys.pop())
        if any(name in ("each.key", "count.index") for name in found):
            return self.deferred.get(address + planned.key)
        return self.deferred.get(address) or self._only(f"{address}[")

    def _only(self, start: str) -> Deferred | None:
        found = [one for address, one in self.deferred.items() if address.startswith(start)]
        return found[0] if len(found) == 1 else None

    def _arn(self, module: str, reference: str) -> Text | None:
        """The ARN of a provider of the plan, None if the reference is to something else."""
        module, reference = self.code.followed(module, reference)
        found = _PROVIDER.match(reference)
        url = self.urls.get(f"{module}{found[1]}") if found else None
        if url is None or found is None:
            return None
        host = without_scheme(url, referred(f"{found[1]}.url", url.span, module))
        return provider_arn(host, url.span)
