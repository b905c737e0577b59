"""The rule `policy-too-large`."""

from collections.abc import Iterator

from assumelint.aws import TRUST_POLICY_DEFAULT, TRUST_POLICY_MOST
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.text import Hole, Piece, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence
from assumelint.views import RoleView


@rule(Severity.WARNING, Group.DOCUMENT, on=RoleView)
def policy_too_large(view: RoleView) -> Iterator[Hit]:
    """The trust policy is longer than IAM allows.

    A trust policy may have 2,048 characters, or 8,192 if the account's quota was raised; a longer one fails at
    deployment with LimitExceeded. White space and unknown parts are not counted here. About four OIDC providers fit
    into the default quota. Use wildcards, fewer providers per role, or EKS Pod Identity.

    Not shown as an example: it would be long.
    """
    if not view.is_whole or view.role.node is None:
        return
    size = _least_size(view.role.node)
    if size > TRUST_POLICY_DEFAULT:
        yield Hit(
            view.role.span,
            f"the trust policy has {size:,} characters; IAM takes {TRUST_POLICY_DEFAULT:,}, "
            f"and {TRUST_POLICY_MOST:,} with a raised quota",
            "IAM refuses it" if size > TRUST_POLICY_MOST else "refused under the default quota",
            severity=Severity.ERROR if size > TRUST_POLICY_MOST else None,
        )


def _least_size(document: Node) -> int:
    """Return the length as JSON without white space and unknown parts."""
    size, waiting = 0, [document]
    while waiting:
        match waiting.pop():
            case Mapping(entries):
                size += 2 + max(len(entries) - 1, 0) + len(entries)
                waiting += [part for entry in entries for part in entry]
            case Sequence(items):
                known = [item for item in items if not isinstance(item, Hole)]
                size += 2 + max(len(known) - 1, 0)
                waiting += known
            case Text(parts):
                size += 2 + sum(len(part.text) for part in parts if isinstance(part, Piece))
            case Scalar(raw=raw):
                size += len(raw)
            case _:
                pass
    return size
