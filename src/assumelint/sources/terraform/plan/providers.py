"""Identity providers of a plan or state."""

from __future__ import annotations

from assumelint.model import IdentityProvider, Values
from assumelint.policy import as_values
from assumelint.sources.terraform.plan.configuration import Configuration, only_reference
from assumelint.sources.terraform.plan.contents import Planned
from assumelint.sources.terraform.plan.nodes import is_true, mapping, text
from assumelint.sources.terraform.plan.references import referred
from assumelint.sources.terraform.plan.stored_url import as_written
from assumelint.text import Text
from assumelint.text.document import Sequence


def provider(code: Configuration, planned: Planned) -> IdentityProvider:
    """A provider with its arguments as the author wrote them."""
    return IdentityProvider(
        str(planned.address),
        planned.type,
        planned.address.span,
        _url(code, planned),
        _client_ids(planned),
        _values(planned, "thumbprint_list"),
        generated=True,
    )


def _url(code: Configuration, planned: Planned) -> Text | None:
    url = text(planned.values, "url")
    if url is not None:
        return url if planned.is_new else as_written(url)
    if not _is_unknown(planned, "url"):
        return None
    written = mapping(code.expressions(str(planned.address)), "url")
    reference = only_reference(written)
    if reference is None:
        return None
    hole = referred(reference, planned.address.span, planned.module)
    return Text((hole,), hole.span)


def _client_ids(planned: Planned) -> Values | None:
    if _is_unknown(planned, "client_id_list"):
        return Values((), complete=False)
    return _values(planned, "client_id_list")


def _values(planned: Planned, name: str) -> Values | None:
    found = planned.values.get(name)
    if found is None:
        return None
    flags = planned.unknown.get(name) if planned.unknown is not None else None
    values = as_values(found)
    partly = isinstance(flags, Sequence) and any(map(is_true, flags.items))
    return Values(values.items, values.complete and not partly)


def _is_unknown(planned: Planned, name: str) -> bool:
    return planned.unknown is not None and is_true(planned.unknown.get(name))
