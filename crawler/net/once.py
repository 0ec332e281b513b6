"""One look-up for all who ask at the same time, and its result for all who ask later."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")
RENEWED_AFTER_S = 1.0
"""A second attempt has a failed look-up repeated, but one repetition does for a burst of them."""


@dataclass(frozen=True, slots=True)
class _Found(Generic[T]):
    value: T
    at: float


class Once(Generic[T]):
    """Results by key, kept for the run; `is_final` tells those that are never looked up again."""

    def __init__(self, *, is_final: Callable[[T], bool], clock: Callable[[], float]) -> None:
        self._is_final = is_final
        self._clock = clock
        self._found: dict[str, _Found[T]] = {}
        self._open: dict[str, asyncio.Task[T]] = {}

    async def get(self, key: str, look_up: Callable[[], Awaitable[T]], *, renew: bool = False) -> T:
        """Find the result for `key`; one asker's cancellation ends no look-up that others wait for."""
        found = self._found.get(key)
        if found is not None and not (renew and self._is_stale(found)):
            return found.value
        task = self._open.get(key)
        if task is None:
            task = self._open[key] = asyncio.ensure_future(self._keep(key, look_up))
        return await asyncio.shield(task)

    def forget_failures(self) -> None:
        """Look up anew whatever is not final: the network was away, and no failure of then says anything."""
        self._found = {key: found for key, found in self._found.items() if self._is_final(found.value)}

    async def aclose(self) -> None:
        tasks = tuple(self._open.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _is_stale(self, found: _Found[T]) -> bool:
        return not self._is_final(found.value) and self._clock() - found.at >= RENEWED_AFTER_S

    async def _keep(self, key: str, look_up: Callable[[], Awaitable[T]]) -> T:
        try:
            value = await look_up()
            self._found[key] = _Found(value, self._clock())
        finally:
            del self._open[key]
        return value
