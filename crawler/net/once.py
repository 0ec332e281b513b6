"""One look-up for all who ask at the same time, and its result for all who ask later."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

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
        self._open: dict[str, asyncio.Future[None]] = {}
        """Done when the first asker's look-up has ended, however it did."""
        self._askers: set[asyncio.Task[Any]] = set()

    async def get(self, key: str, look_up: Callable[[], Awaitable[T]], *, renew: bool = False) -> T:
        """Find the result for `key`; where its asker is cancelled, the next of those that wait looks it up.

        The first asker does so within its own task: another one for each look-up cost as much as the rest.
        """
        while True:
            found = self._found.get(key)
            if found is not None and not (renew and self._is_stale(found)):
                return found.value
            ended = self._open.get(key)
            if ended is None:
                return await self._look_up(key, look_up)
            await asyncio.shield(ended)

    def forget_failures(self) -> None:
        """Look up anew whatever is not final: the network was away, and no failure of then says anything."""
        self._found = {key: found for key, found in self._found.items() if self._is_final(found.value)}

    async def aclose(self) -> None:
        askers = tuple(self._askers)
        for asker in askers:
            asker.cancel()
        await asyncio.gather(*askers, return_exceptions=True)
        self._found.clear()

    def _is_stale(self, found: _Found[T]) -> bool:
        return not self._is_final(found.value) and self._clock() - found.at >= RENEWED_AFTER_S

    async def _look_up(self, key: str, look_up: Callable[[], Awaitable[T]]) -> T:
        ended = self._open[key] = asyncio.get_running_loop().create_future()
        asker = asyncio.current_task()
        assert asker is not None
        self._askers.add(asker)
        try:
            value = await look_up()
            self._found[key] = _Found(value, self._clock())
        finally:
            self._askers.discard(asker)
            del self._open[key]
            ended.set_result(None)
        return value
