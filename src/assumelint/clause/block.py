"""Clauses as blocks and arguments of an `aws_iam_policy_document`."""

from __future__ import annotations

from collections.abc import Sequence

from assumelint.clause.writer import Conditions, quoted


class Block:
    """Writes each clause as a block or as an argument of one."""

    def scalar(self, value: str) -> str:
        """The value in quotes."""
        return quoted(value)

    def condition(self, operator: str, key: str, values: Sequence[str]) -> str:
        """A `condition` block."""
        lines = (f"test     = {quoted(operator)}", f"variable = {quoted(key)}", f"values   = {_list(values)}")
        return "condition {\n" + "".join(f"  {line}\n" for line in lines) + "}"

    def conditions(self, wanted: Conditions) -> str:
        """A `condition` block for each key."""
        return "\n".join(
            self.condition(operator, key, values) for operator, keys in wanted.items() for key, values in keys.items()
        )

    def values(self, key: str, wanted: Sequence[str]) -> str:
        """The argument `values`, which is always a list."""
        return f"values = {_list(wanted)}"

    def key(self, wanted: str, values: Sequence[str]) -> str:
        """The argument `variable`."""
        return f"variable = {quoted(wanted)}"

    def operator(self, wanted: str) -> str:
        """The argument `test`."""
        return f"test = {quoted(wanted)}"

    def action(self, wanted: Sequence[str]) -> str:
        """The argument `actions`."""
        return f"actions = {_list(wanted)}"

    def principal(self, kind: str, value: str) -> str:
        """A `principals` block."""
        return f"principals {{\n  type        = {quoted(kind)}\n  identifiers = {_list([value])}\n}}"

    def row(self, *members: str) -> str:
        """Blocks one after the other."""
        return "\n".join(members)

    def element(self, name: str, inner: str) -> str:
        """The blocks themselves: nothing is around them."""
        return inner

    def version(self, wanted: str) -> str:
        """The argument `version` of the data source."""
        return f"version = {quoted(wanted)}"


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(quoted(value) for value in values)}]"
