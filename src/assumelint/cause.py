"""What a source can find wrong while it reads. Sources name the cause; which rule reports it, `reported` says."""

from __future__ import annotations

from enum import Enum, auto


class Cause(Enum):
    """The kinds of problem, a closed set: a new one needs a rule in `reported.RULES`."""

    UNREADABLE_FILE = auto()  # a file that the code refers to cannot be had: missing, outside the tree, too large
    SYNTAX = auto()  # a file or a part of it does not follow the grammar of its language
    FOREIGN_TAG = auto()  # a YAML tag that CloudFormation does not know
    RUNAWAY_EXPANSION = auto()  # aliases, loops or functions that make more than is worked out
    INVALID_JSON = auto()  # a policy document is not JSON
    DUPLICATE_KEY = auto()  # a key is written twice, so that one value is lost
    INVALID_CONFIGURATION = auto()  # Terraform refuses an expression or a declaration
    UNRENDERED_DOCUMENT = auto()  # a policy document's data source where its JSON belongs
    INVALID_TEMPLATE = auto()  # CloudFormation refuses a function, a value or a resource
    UNDEFINED_REFERENCE = auto()  # a template refers to a name that it does not declare
    FUNCTION_AS_KEY = auto()  # an intrinsic function stands where a key belongs
    UNUSED_IGNORE = auto()  # a comment or metadata suppresses nothing
