"""A network that fails in mid-run: asking pauses, bounded, and what fell into the gap is asked again."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from crawler.net.trouble import Contact, Outlook, contact_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from crawler.probe.model import Exchange

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 15.0
MOST_ASKED = 3
"""Witnesses that are asked before the network is thought to be away."""


class Outages:
    """Holds requests back while the network is away; `works` asks one URL that was reached before."""

    def __init__(
        self,
        works: Callable[[str], Awaitable[bool]],
        *,
        pause_s: float,
        on_return: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._works = works
        self._left_s = pause_s
        self._pause_s = pause_s
        self._on_return = on_return
        self._clock = clock
        self._sleep = sleep
        self._outlook = Outlook()
        self._look: asyncio.Task[bool] | None = None
        self._back_at = float("-inf")
        self.trouble: str | None = None
        """Why asking was given up: the network did not come back in time."""

    async def passed(self) -> None:
        """Wait while the network is being looked at, or is away."""
        while self._look is not None:
            await asyncio.shield(self._look)

    async def explains(
        self,
        exchange: Exchange,
        host: str,
        *,
        began_at: float,
        is_last_word: bool,
        may_raise_doubt: bool = True,
    ) -> bool:
        """Tell whether the network here, and not the site, made this exchange fail: it is to be asked again.

        Returns once the network is back; False where it did not come back, see `trouble`.
        """
        contact = contact_of(exchange)
        if contact is None or self.trouble is not None:
            return False
        if contact is Contact.REACHED:
            answer = exchange.answer
            is_sound = answer is not None and answer.status < 400  # noqa: PLR2004 - HTTP's errors
            self._outlook.reached(host, exchange.probe.url if is_sound else None, self._clock())
            return False
        if self._look is not None or began_at < self._back_at:
            return await self._was_away(began_at)
        if not may_raise_doubt or not self._outlook.failed(host, self._clock(), is_last_word=is_last_word):
            return False
        return await self._look_now()

    async def are_suspected(self) -> bool:
        """Look at the network where the last word was a failure: True where it was away meanwhile."""
        return self._outlook.has_open_failures and self.trouble is None and await self._look_now()

    async def aclose(self) -> None:
        if self._look is not None:
            self._look.cancel()
            await asyncio.gather(self._look, return_exceptions=True)

    async def _was_away(self, began_at: float) -> bool:
        await self.passed()
        return began_at < self._back_at and self.trouble is None

    async def _look_now(self) -> bool:
        """Look once for all who doubt at the same time."""
        if self._look is None:
            self._look = asyncio.ensure_future(self._wait_for_network())
        return await asyncio.shield(self._look)

    async def _wait_for_network(self) -> bool:
        """Tell whether the network was away; returns when it works again, or when there is no time left."""
        try:
            if await self._some_witness_answers():
                self._outlook.vouched(self._clock())
                return False
            return await self._wait_out()
        finally:
            self._look = None

    async def _wait_out(self) -> bool:
        gone_at = self._clock()
        wait_s = FIRST_WAIT_S
        while (left_s := self._left_s - (self._clock() - gone_at)) > 0:
            await self._sleep(min(wait_s, left_s))
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)
            if await self._some_witness_answers():
                self._left_s -= self._clock() - gone_at
                self._back_at = self._clock()
                self._outlook.returned(self._back_at)
                self._on_return()
                return True
        self.trouble = (
            f"the network here failed in mid-run and did not come back within {self._pause_s:g} s of waiting"
        )
        return False

    async def _some_witness_answers(self) -> bool:
        for url in self._outlook.witnesses()[:MOST_ASKED]:
            if await self._works(url):
                return True
        return False
