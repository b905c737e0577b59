"""The rule `refused-policy`."""

from collections.abc import Iterator, Sequence

from assumelint import clause, edits
from assumelint.model import Condition, Form, Label, Severity, Statement, TrustPolicy
from assumelint.rule import Group, Hit, rule
from assumelint.suggest import did_you_mean
from assumelint.text import Hole, Text
from assumelint.text.document import Mapping, Node, Scalar
from assumelint.text.document import Sequence as Items
from assumelint.views import PolicyView, RoleView

_VERSIONS = ("2012-10-17", "2008-10-17")
_ELEMENTS = ("Version", "Id", "Statement")
_REFUSED = "IAM refuses it"


@rule(Severity.ERROR, Group.DOCUMENT, on=PolicyView)
def refused_policy(view: PolicyView) -> Iterator[Hit]:
    """IAM does not accept the policy as it is written.

    The policy has no statement, an unknown version, or statements with the same Sid. A statement lacks its Effect, a
    value does not have the type of its operator, or AWS has no condition key of that name. Creating or updating the
    role fails with MalformedPolicyDocument, or the condition never matches
    (https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html).

    Bad:
    ```hcl
    Sid = "GitHub Actions" # <- here
    ```

    Good:
    ```hcl
    Sid = "GitHubActions"
    ```
    """
    yield from _document(view)
    if view.policy is None:
        return
    if not isinstance(view, RoleView):
        yield from _permissions(view, view.policy)
        return
    yield from _version(view.policy)
    yield from _sids(view.policy.statements)
    for judged in view.statements:
        if judged.is_of_trust_policy:
            yield from _statement(judged.statement)


def _document(view: PolicyView) -> Iterator[Hit]:
    """What is wrong with the document as an object: without any statement, it is none of web identity."""
    document = view.role.node if view.policy is None else view.policy.document
    if not isinstance(document, Mapping) or document.rest or not view.is_whole:
        return
    written = document.get("Statement")
    others = [key for key, _ in document.entries if key.literal is not None and key.literal not in _ELEMENTS]
    for key in others:
        yield Hit(
            key.span,
            f'a policy has no element "{key}"{did_you_mean(str(key), _ELEMENTS)}',
            _REFUSED,
            severity=Severity.WARNING if view.is_document else None,
        )
    if others or any(key.literal is None for key, _ in document.entries):
        return
    if written is None or (isinstance(written, Items) and not written.items):
        label = _REFUSED if written is None else "nobody can assume the role"
        yield Hit(document.span, "the trust policy has no statement", label)


def _permissions(view: PolicyView, policy: TrustPolicy) -> Iterator[Hit]:
    """A policy of another kind in the place of a trust policy."""
    for statement in policy.statements if not view.is_document else ():
        resource = statement.element("Resource") or statement.element("NotResource")
        if resource is None or not statement.complete or isinstance(resource.value, Hole):
            continue
        if statement.element("Principal") is None and statement.element("NotPrincipal") is None:
            message = "this is a permissions policy: a trust policy says who may assume the role, and names no resource"
            yield Hit(resource.name.span, message, _REFUSED)
            return


def _version(policy: TrustPolicy) -> Iterator[Hit]:
    version = policy.version
    if version is None or version.literal in (None, *_VERSIONS):
        return
    form = policy.statements[0].form if policy.statements else Form.JSON
    yield Hit(
        version.span,
        f'"{version}" is no version of the policy language',
        _REFUSED,
        clause.version(form, _VERSIONS[0]),
        fix=edits.fix_of(edits.rewritten(version, _VERSIONS[0])),
    )


def _sids(statements: Sequence[Statement]) -> Iterator[Hit]:
    """The ids that are used twice, and those with other characters than letters and digits."""
    seen: dict[str, Text] = {}
    for sid in (statement.sid for statement in statements):
        literal = None if sid is None else sid.literal
        if sid is None or not literal:
            continue
        if not (literal.isascii() and literal.isalnum()):
            yield Hit(sid.span, f'the Sid "{sid}" holds other characters than letters and digits', _REFUSED)
        elif literal in seen:
            first = Label(seen[literal].span, "the other one")
            yield Hit(sid.span, f'two statements have the Sid "{sid}"', _REFUSED, related=(first,))
        seen.setdefault(literal, sid)


def _statement(statement: Statement) -> Iterator[Hit]:
    names = {(element.name.literal or "").lower() for element in statement.elements}
    if statement.complete and "effect" not in names and statement.elements:
        yield Hit(statement.elements[0].name.span, "the statement has no Effect: Allow or Deny", _REFUSED)
    both = statement.element("NotAction") if statement.actions is not None else None
    if both is not None:
        yield Hit(both.name.span, "a statement has an Action or a NotAction, not both", _REFUSED)
    for element in statement.elements:
        if not _has_its_type(element.name.literal or "", element.value):
            yield Hit(element.name.span, f"the value of {element.name} is not of the type that IAM takes", _REFUSED)
    for condition in statement.conditions:
        yield from _values(condition)
        yield from _key(statement, condition)
    yield from _keys_in_two_cases(statement.conditions)


def _has_its_type(name: str, value: Node) -> bool:
    """Return whether a value may be one of an element; what is unknown may be, and null may omit it."""
    match value:
        case Hole() | Text() | Scalar(value=None):
            return True
        case Mapping():
            return name not in ("Sid", "Effect", "Action", "NotAction")
        case Items(items):
            return name not in ("Sid", "Effect", "Principal") and all(
                name not in ("Action", "NotAction") or isinstance(item, Text | Hole) for item in items
            )
        case _:
            return name not in ("Sid", "Effect", "Action", "NotAction", "Principal")


def _values(condition: Condition) -> Iterator[Hit]:
    """The values that the operator cannot compare."""
    from assumelint.language.operators import parse_operator
    from assumelint.sts.well_formed import NAMES, is_well_formed

    operator = parse_operator(condition.operator.literal or "")
    for value in condition.values.items if operator is not None else ():
        literal = value.literal
        if operator is None or literal is None or "${" in literal or is_well_formed(operator.domain, literal):
            continue
        yield Hit(value.span, f'{operator.name} takes {NAMES[operator.domain]}, not "{value}"', _REFUSED)


def _key(statement: Statement, condition: Condition) -> Iterator[Hit]:
    """A key of AWS that does not exist. AWS adds keys at times, so only a slip of a known one is certain."""
    from assumelint.sts.known_keys import is_known, meant_key

    written = condition.key.literal or ""
    if written.partition(":")[0].lower() not in ("aws", "sts") or is_known(written):
        return
    meant = meant_key(written)
    value = str(condition.values.items[0]) if condition.values.items else "…"
    yield Hit(
        condition.key.span,
        f'AWS has no condition key "{written}"' + (f', did you mean "{meant}"?' if meant else ""),
        "no call has it",
        clause.key(condition.form, meant, value) if meant else "",
        fix=edits.fix_of(edits.rename_key(statement, condition, meant)) if meant else None,
        severity=None if meant else Severity.WARNING,
    )


def _keys_in_two_cases(conditions: Sequence[Condition]) -> Iterator[Hit]:
    """The keys under one operator that differ in upper and lower case only: they are the same key."""
    seen: dict[tuple[str, str], Condition] = {}
    for condition in conditions:
        operator, key = condition.operator.literal, condition.key.literal
        if operator is None or key is None:
            continue
        first = seen.setdefault((operator, key.lower()), condition)
        # What no token can have both of is told by `conflicting-conditions`.
        values = set(map(str, first.values.items))
        if first.key.literal != key and not values.isdisjoint(map(str, condition.values.items)):
            yield Hit(
                condition.key.span,
                f'"{key}" and "{first.key}" are the same key, as keys are case-insensitive',
                _REFUSED,
                related=(Label(first.key.span, "the same key"),),
            )
