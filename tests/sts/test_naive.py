"""`decide` against a second evaluator, written from the documentation without looking at the first."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assumelint.commands.explain.inputs import plain_policy
from assumelint.sts.decide import decide
from assumelint.sts.decision import Verdict
from assumelint.sts.request import Request
from assumelint.text import Span

HOST = "idp.example/r"
PROVIDER = f"arn:aws:iam::123456789012:oidc-provider/{HOST}"
OTHER = "arn:aws:iam::123456789012:oidc-provider/other.example"
ACTION = "sts:AssumeRoleWithWebIdentity"


class Naive:
    """The rules of the documentation, one after the other, on plain JSON."""

    def __init__(self, policy: dict[str, Any], claims: dict[str, Any], session: str) -> None:
        self.policy = policy
        aud = claims["azp"] if "azp" in claims else claims.get("aud")
        found = {"aud": aud, "oaud": claims.get("aud"), "sub": claims.get("sub"), "email": claims.get("email")}
        self.single = {f"{HOST}:{name}".lower(): value for name, value in found.items() if value is not None}
        self.single |= {"sts:rolesessionname": session, "aws:federatedprovider": PROVIDER}
        self.multiple = {f"{HOST}:amr".lower(): claims["amr"]} if "amr" in claims else {}

    def decide(self) -> str:
        statements = self.policy["Statement"]
        matching = [each["Effect"] for each in statements if self.applies(each)]
        return "denied_explicit" if "Deny" in matching else "allowed" if "Allow" in matching else "denied_implicit"

    def applies(self, statement: dict[str, Any]) -> bool:
        federated = statement["Principal"]["Federated"]
        if PROVIDER not in (federated if isinstance(federated, list) else [federated]):
            return False
        named = any(self.like(each.lower(), ACTION.lower()) for each in statement.get("Action", []))
        if "NotAction" in statement:
            named = not any(self.like(each.lower(), ACTION.lower()) for each in statement["NotAction"])
        conditions = statement.get("Condition", {})
        return named and all(
            self.holds(op, key, values) for op, block in conditions.items() for key, values in block.items()
        )

    def like(self, pattern: str, value: str) -> bool:
        expression = "".join({"*": "[\\s\\S]*", "?": "[\\s\\S]"}.get(each) or re.escape(each) for each in pattern)
        return re.fullmatch(expression, value) is not None

    def holds(self, operator: str, key: str, values: list[str]) -> bool:
        present = key.lower() in self.single or key.lower() in self.multiple
        items = self.multiple.get(key.lower(), [self.single.get(key.lower(), "")]) if present else []
        if operator == "Null":
            return any((each == "true") != bool(present and any(items)) for each in values)
        if operator.endswith("IfExists"):
            return not present or self.holds(operator.removesuffix("IfExists"), key, values)
        quantifier, _, base = operator.rpartition(":")
        negated = "Not" in base
        fits: Callable[[str], bool] = lambda item: any(self.fits(base, each, item) for each in values)  # noqa: E731
        if quantifier == "ForAllValues":
            return not any(items) or all(fits(item) != negated for item in items)
        if quantifier == "ForAnyValue":
            return any(items) and any(fits(item) != negated for item in items)
        return any(map(fits, items)) != negated

    def fits(self, base: str, written: str, item: str) -> bool:
        expression = ""
        wild = base in ("StringLike", "StringNotLike")
        for part in re.split(r"(\$\{[^}]*\})", written):
            if part.startswith("${") and self.policy.get("Version") == "2012-10-17":
                value = self.variable(part[2:-1])
                if value is None:
                    return False
                expression += re.escape(value)
            elif wild:
                expression += "".join({"*": "[\\s\\S]*", "?": "[\\s\\S]"}.get(each) or re.escape(each) for each in part)
            else:
                expression += re.escape(part)
        flags = re.IGNORECASE if base.endswith("IgnoreCase") else 0
        return re.fullmatch(expression, item, flags) is not None

    def variable(self, name: str) -> str | None:
        if name in ("*", "?", "$"):
            return name
        key, comma, default = name.partition(", ")
        value = self.single.get(key.lower())
        return value if value is not None else default.strip("'") if comma else None


WORDS = st.sampled_from(["a", "b", "ab", "A", "aB", "*", "", "$", "a*", "b:a/b"])
VARIABLES = st.sampled_from(
    [f"${{{HOST}:sub}}", "${sts:rolesessionname}", "${aws:username}", "${aws:username, 'ab'}", "${*}", "${?}", "${$}"]
)
OPERANDS = st.lists(WORDS | st.sampled_from(["?", "a?", "*b"]) | VARIABLES, max_size=3).map("".join)
BASES = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"]
OPERATORS = st.builds(
    lambda quantifier, base, suffix: quantifier + base + suffix,
    st.sampled_from(["", "", "ForAllValues:", "ForAnyValue:"]),
    st.sampled_from([*BASES, "StringNotEqualsIgnoreCase"]),
    st.sampled_from(["", "", "IfExists"]),
)
KEYS = st.sampled_from(
    [
        *(f"{HOST}:{name}" for name in ("sub", "aud", "oaud", "amr", "email", "iss", "SUB")),
        *("sts:RoleSessionName", "aws:username", "other.example:sub", HOST.upper() + ":aud"),
    ]
)
BLOCKS = st.dictionaries(KEYS, st.lists(OPERANDS, max_size=3), max_size=2)
CONDITIONS = st.dictionaries(OPERATORS, BLOCKS, max_size=2) | st.builds(
    lambda key, value: {"Null": {key: [value]}}, KEYS, st.sampled_from(["true", "false"])
)
ACTIONS = st.lists(
    st.sampled_from([ACTION, ACTION.lower(), "sts:AssumeRole", "sts:*", "*", "sts:?ssume*"]), min_size=1, max_size=2
)
STATEMENTS = st.builds(
    lambda effect, federated, actions, condition: {
        "Effect": effect,
        "Principal": {"Federated": federated},
        **actions,
        "Condition": condition,
    },
    st.sampled_from(["Allow", "Allow", "Deny"]),
    st.sampled_from([PROVIDER, PROVIDER, OTHER, [OTHER, PROVIDER]]),
    ACTIONS.map(lambda names: {"Action": names}) | ACTIONS.map(lambda names: {"NotAction": names}),
    CONDITIONS,
)
POLICIES = st.builds(
    lambda version, statements: ({"Version": version} if version else {}) | {"Statement": statements},
    st.sampled_from(["2012-10-17", "2012-10-17", "2008-10-17", None]),
    st.lists(STATEMENTS, max_size=3),
)
CLAIMS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("sub", "aud", "azp", "email", "iss"), WORDS) | {"amr": st.lists(WORDS, max_size=2)},
)


def decided(policy: dict[str, Any], claims: dict[str, Any], session: str) -> Verdict:
    read = plain_policy(policy, Span("p.json", 1, 1, 1, 1))
    assert read is not None
    return decide(read, Request(PROVIDER, claims, session_name=session, complete=True)).verdict


@settings(deadline=None, max_examples=300)
@given(POLICIES, CLAIMS, WORDS)
def test_both_evaluators_agree(policy: dict[str, Any], claims: dict[str, Any], session: str) -> None:
    assert decided(policy, claims, session).value == Naive(policy, claims, session).decide()


@settings(deadline=None, max_examples=80)
@given(POLICIES, CLAIMS, WORDS, STATEMENTS)
def test_one_more_statement_moves_one_way_only(
    policy: dict[str, Any], claims: dict[str, Any], session: str, more: dict[str, Any]
) -> None:
    before = decided(policy, claims, session)
    after = decided(policy | {"Statement": [*policy["Statement"], more]}, claims, session)
    if more["Effect"] == "Allow":
        assert after is before or (before, after) == (Verdict.DENIED_IMPLICIT, Verdict.ALLOWED)
    else:
        assert after in (before, Verdict.DENIED_EXPLICIT)


def swapped(name: str) -> str:
    return name.swapcase()


@settings(deadline=None, max_examples=80)
@given(POLICIES, CLAIMS, WORDS)
def test_the_case_of_keys_and_operators_does_not_matter(
    policy: dict[str, Any], claims: dict[str, Any], session: str
) -> None:
    def recased(statement: dict[str, Any]) -> dict[str, Any]:
        blocks = statement["Condition"].items()
        condition = {
            swapped(operator): {swapped(key): values for key, values in block.items()} for operator, block in blocks
        }
        # Two spellings of one key may stand in one block; swapping keeps them apart.
        return statement | {"Condition": condition}

    other = policy | {"Statement": [recased(statement) for statement in policy["Statement"]]}
    assert decided(other, claims, session) is decided(policy, claims, session)


@settings(deadline=None, max_examples=80)
@given(st.lists(STATEMENTS, max_size=4), CLAIMS, WORDS, st.randoms())
def test_the_order_of_statements_does_not_matter(
    statements: list[dict[str, Any]], claims: dict[str, Any], session: str, random: Any
) -> None:
    mixed = list(statements)
    random.shuffle(mixed)
    assert decided({"Statement": mixed}, claims, session) is decided({"Statement": statements}, claims, session)
