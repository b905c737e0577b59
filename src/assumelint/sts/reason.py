"""Why a check came out as it did."""

from __future__ import annotations

from enum import Enum


class Reason(Enum):
    """Why a check came out as it did. The set is closed: a report has a sentence for each."""

    MATCHES = "matches"
    DIFFERS = "differs"
    EXCLUDED = "excluded"  # a negated operator, and the value is one of those it lists
    NOT_EXCLUDED = "not-excluded"
    KEY_ABSENT = "key-absent"
    KEY_PRESENT = "key-present"
    ABSENT_PASSES = "absent-passes"  # the key is absent, and this operator is true then
    CLAIM_NOT_MAPPED = "claim-not-mapped"  # the token has the claim, but STS makes no condition key of it
    OTHER_ISSUER = "other-issuer"  # the key belongs to another issuer than the token
    VARIABLE_WITHOUT_VALUE = "variable-without-value"
    VARIABLES_OFF = "variables-off"  # ${…} under a version that has no policy variables
    WILDCARD_IS_LITERAL = "wildcard-is-literal"  # * or ? under an operator that takes it as written
    CASE_DIFFERS = "case-differs"
    NO_VALUES = "no-values"
    UNKNOWN_OPERATOR = "unknown-operator"
    WRONG_ACCOUNT = "wrong-account"
    WRONG_PARTITION = "wrong-partition"
    NOT_FEDERATED = "not-federated"
    ELEMENT_MISSING = "element-missing"
    NOT_ACTION = "not-action"
    CONTROL = "control"  # STS denies by itself where the policy leaves this key out
    HOLE = "hole"  # the code does not tell the value
    NOT_GIVEN = "not-given"  # the request does not tell the value
