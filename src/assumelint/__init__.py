"""assumelint: check that a role trusts the tokens it is meant for, and no others."""

__version__ = "0.1.0"

HOME = "https://github.com/assumelint/assumelint"
RULES_URL = f"{HOME}/blob/main/docs/rules.md"
REPORT_ERRORS_AT = f"{HOME}/issues"
