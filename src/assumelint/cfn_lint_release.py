"""What the plugin takes from cfn-lint, and from which releases of it: the only module that imports cfn-lint."""

from __future__ import annotations

import re

OLDEST = (1, 40)
TOO_NEW = (2,)
TAKEN = f"{'.'.join(map(str, OLDEST))} or newer, below {'.'.join(map(str, TOO_NEW))}"
REMEDY = "pip install 'assumelint[cfn-lint]'"


def refusal(installed: str) -> str:
    """Why a release of cfn-lint cannot run the plugin, and what to do; empty where it can."""
    numbers = tuple(int(number) for number in re.findall(r"\d+", installed)[:2])
    if OLDEST <= numbers < TOO_NEW:
        return ""
    age = "old" if numbers < OLDEST else "new"
    return f"cfn-lint {installed} is too {age} for assumelint.cfn_lint, which takes {TAKEN}: {REMEDY}"


try:
    from cfnlint.version import __version__  # type: ignore[import-untyped]
except ModuleNotFoundError as error:
    raise ImportError(f"assumelint.cfn_lint runs inside cfn-lint ({TAKEN}), which is missing: {REMEDY}") from error
if _refusal := refusal(__version__):
    raise ImportError(_refusal)

from cfnlint.rules import CloudFormationLintRule, RuleMatch  # type: ignore[import-untyped] # noqa: E402

__all__ = ["CloudFormationLintRule", "RuleMatch"]
