"""The reasons for the outcome of a check."""

from __future__ import annotations

from enum import Enum


class Reason(Enum):
    """Why a check has its outcome. Reports have a sentence for each member."""

    MATCHES = "matches"
    DIFFERS = "differs"
    EXCLUDED = "excluded"  # a negated operator lists the value
    NOT_EXCLUDED = "not-excluded"
    KEY_ABSENT = "key-absent"
    KEY_PRESENT = "key-present"
    ABSENT_PASSES = "absent-passes"  # the key is absent, which satisfies this operator
    CLAIM_NOT_MAPPED = "claim-not-mapped"  # the token has the claim, but STS does not expose it as a condition key
    OTHER_ISSUER = "other-issuer"  # the key belongs to an issuer other than the token's
    VARIABLE_WITHOUT_VALUE = "variable-without-value"
    VARIABLES_OFF = "variables-off"  # ${…} in a policy version without variables
    WILDCARD_IS_LITERAL = "wildcard-is-literal"  # * or ? under an operator without wildcards
    CASE_DIFFERS = "case-differs"
    NO_VALUES = "no-values"
    UNKNOWN_OPERATOR = "unknown-operator"
    WRONG_ACCOUNT = "wrong-account"
    WRONG_PARTITION = "wrong-partition"
    NOT_FEDERATED = "not-federated"
    ELEMENT_MISSING = "element-missing"
    NOT_ACTION = "not-action"
    CONTROL = "control"  # STS itself denies because the policy does not check this key
    HOLE = "hole"  # the code does not determine the value
    NOT_GIVEN = "not-given"  # the request does not give the value
