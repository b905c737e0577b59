"""Clauses as entries of a mapping: the common part of HCL objects, JSON and YAML."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from assumelint.clause.writer import Conditions


class MappingWriter(ABC):
    """Writes each clause as a name with a value. The subclasses write names, values and pairs."""

    @abstractmethod
    def scalar(self, value: str) -> str:
        """One value."""

    @abstractmethod
    def name(self, word: str) -> str:
        """The name of an element, an operator or a kind of principal."""

    @abstractmethod
    def claim(self, key: str) -> str:
        """The key of a condition, which contains dots and colons."""

    @abstractmethod
    def pair(self, name: str, value: str) -> str:
        """A name with its value, both already written."""

    @abstractmethod
    def nested(self, name: str, *inner: str) -> str:
        """A name with a mapping of pairs, all already written."""

    @abstractmethod
    def row(self, *members: str) -> str:
        """Several members of one mapping."""

    def condition(self, operator: str, key: str, values: Sequence[str]) -> str:
        """The operator with a mapping of the key to its values."""
        return self.conditions({operator: {key: values}})

    def conditions(self, wanted: Conditions) -> str:
        """Each operator with a mapping of its keys to their values."""
        return self.row(
            *(
                self.nested(self.name(operator), *(self.values(key, values) for key, values in keys.items()))
                for operator, keys in wanted.items()
            )
        )

    def values(self, key: str, wanted: Sequence[str]) -> str:
        """The key with one value, or with a list of several."""
        return self.pair(self.claim(key), self._one_or_list(wanted))

    def key(self, wanted: str, values: Sequence[str]) -> str:
        """The key with its values."""
        return self.values(wanted, values)

    def operator(self, wanted: str) -> str:
        """The operator alone."""
        return wanted

    def action(self, wanted: Sequence[str]) -> str:
        """`Action` with one value, or with a list of several."""
        return self.pair(self.name("Action"), self._one_or_list(wanted))

    def principal(self, kind: str, value: str) -> str:
        """`Principal` with a mapping of the kind to the value."""
        return self.nested(self.name("Principal"), self.pair(self.name(kind), self.scalar(value)))

    def element(self, name: str, inner: str) -> str:
        """An element of a statement that is a mapping."""
        return self.nested(self.name(name), inner)

    def version(self, wanted: str) -> str:
        """`Version` with its value."""
        return self.pair(self.name("Version"), self.scalar(wanted))

    def _one_or_list(self, wanted: Sequence[str]) -> str:
        if len(wanted) == 1:
            return self.scalar(wanted[0])
        return f"[{', '.join(self.scalar(value) for value in wanted)}]"
