"""A cache of results that are computed once, with the assumptions that each depends on."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from msgspec import Struct, field

from assumelint.sources.terraform.config.declared.assumptions import NOTHING, Assumed, Assumptions
from assumelint.sources.terraform.lang import EvalError

_Result = TypeVar("_Result")


class Memory(Struct, Generic[_Result], eq=False):
    """Cached results by key. An `EvalError` is cached, too, and raised again.

    `before` holds the results of an earlier run. Those that depend on nothing that was dropped since are still right.
    """

    before: Memory[_Result] | None = None
    _known: dict[Hashable, tuple[_Result | EvalError, Assumed]] = field(default_factory=dict)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._known

    def once(
        self, key: Hashable, assumptions: Assumptions, compute: Callable[[], _Result], meanwhile: _Result | None = None
    ) -> _Result:
        """The result for a key. `meanwhile` is the result of a request during the computation. Raises `EvalError`."""

        def attempt() -> _Result | EvalError:
            try:
                return compute()
            except EvalError as error:
                return error

        found = self._known.get(key) or self._kept(key, assumptions)
        if found is None:
            if meanwhile is not None:
                self._known[key] = meanwhile, NOTHING
            found = self._known[key] = assumptions.tracked(attempt)
        result, assumed = found
        assumptions.add(assumed)
        if isinstance(result, EvalError):
            raise result.with_traceback(None)
        return result

    def _kept(self, key: Hashable, assumptions: Assumptions) -> tuple[_Result | EvalError, Assumed] | None:
        found = None if self.before is None else self.before._known.get(key)
        return None if found is None or found[1] & assumptions.dropped else found
