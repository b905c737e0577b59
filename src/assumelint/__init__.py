"""assumelint: will this role trust the token it is meant for, and no other?"""

__version__ = "0.1.0"

HOME = "https://github.com/assumelint/assumelint"
RULES_URL = f"{HOME}/blob/main/docs/rules.md"
REPORT_ERRORS_AT = f"{HOME}/issues"
