"""Answers that never begin: cut after a bounded number of bytes, and nobody else's connection with them."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from typing import TYPE_CHECKING, Any

import pytest

from crawler.net import ConnectTo, Net, floods
from crawler.net.fast import IS_INSTALLED
from crawler.net.floods import IS_SUPPORTED, TOO_MUCH
from crawler.probe.model import FIRST_STACK, Exchange, Probe

if TYPE_CHECKING:
    from pathlib import Path

HINTS = b"HTTP/1.1 103 Early Hints\r\n\r\n" * 2_000

pytestmark = pytest.mark.skipif(
    not (IS_INSTALLED and IS_SUPPORTED), reason="it is the fast stack's, on Linux"
)


async def _flood(visit: Any) -> None:
    while True:
        await visit.send(HINTS)


def _ask(settings: Any, serve: Any, behaviour: Any, *paths: str) -> list[Exchange]:
    async def run() -> list[Exchange]:
        async with serve(behaviour) as server:
            rule = ConnectTo.parse(f"a.test:80:127.0.0.1:{server.port}")
            async with Net(settings(connect_to=(rule,), timeout_s=30.0, host_concurrency=4)) as net:
                return await asyncio.gather(*(net.ask(Probe(url=f"http://a.test{path}")) for path in paths))

    return asyncio.run(asyncio.wait_for(run(), 25))


def test_a_flood_is_cut_long_before_its_deadline(settings: Any, serve: Any) -> None:
    """The stack reads on by itself; what came is bounded, and the failure says what it was."""
    (exchange,) = _ask(settings, serve, _flood, "/")

    assert exchange.failure is not None
    assert ("protocol-error", TOO_MUCH) == (exchange.failure.kind.value, exchange.failure.detail)
    assert FIRST_STACK == exchange.probe.stack


def test_a_look_in_vain_is_not_the_last(
    settings: Any, serve: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where no connection can be looked at, as when files run out, a later look cuts the flood."""
    files = tmp_path / "fd"
    monkeypatch.setattr(floods, "_FILES", files)

    async def behave(visit: Any) -> None:
        ending = asyncio.get_running_loop().time() + 4 * floods.LOOK_EVERY_S
        while asyncio.get_running_loop().time() < ending:
            await visit.send(HINTS)
        files.symlink_to("/proc/self/fd")
        await _flood(visit)

    (exchange,) = _ask(settings, serve, behave, "/")

    assert exchange.failure is not None
    assert TOO_MUCH == exchange.failure.detail


def test_a_head_that_takes_its_time_beside_a_flood_is_waited_for(
    settings: Any, serve: Any, page: Any
) -> None:
    """Of two connections to one endpoint the one that floods is cut; the other's answer comes after that."""
    is_cut = asyncio.Event()

    async def behave(visit: Any) -> None:
        if visit.path == "/flood":
            with contextlib.suppress(OSError):
                await _flood(visit)
            is_cut.set()
        await is_cut.wait()
        await visit.send(page(b"<title>late</title>"))
        visit.writer.close()

    flood, late = _ask(settings, serve, behave, "/flood", "/late")

    assert flood.failure is not None
    assert late.answer is not None
    assert b"late" in late.answer.body


def test_a_long_body_is_no_flood(settings: Any, serve: Any) -> None:
    """Much that comes after the head is bounded by the reader's appetite alone."""

    async def behave(visit: Any) -> None:
        await visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        for _ in itertools.count():
            await visit.send(b"x" * 4_000)
            await asyncio.sleep(0.001)

    async def run() -> Exchange:
        async with serve(behave) as server:
            rule = ConnectTo.parse(f"a.test:80:127.0.0.1:{server.port}")
            async with Net(settings(connect_to=(rule,), timeout_s=30.0)) as net:
                return await net.ask(Probe(url="http://a.test/", read="all"))

    exchange = asyncio.run(asyncio.wait_for(run(), 25))

    assert exchange.answer is not None
    assert (2_000_000, None) == (len(exchange.answer.body), exchange.answer.body_error)


@pytest.mark.parametrize("begins", [b"", b"HTTP/1.1 200 OK\r\nX-A: "])
def test_what_is_given_up_is_closed(settings: Any, serve: Any, begins: bytes) -> None:
    """After its deadline the stack keeps no connection open: each would be a file, and be read for ever."""

    async def run() -> bytes:
        ended = asyncio.get_running_loop().create_future()

        async def behave(visit: Any) -> None:
            await visit.send(begins)
            with contextlib.suppress(OSError):
                rest = await visit.reader.read()
            ended.set_result(rest)

        async with serve(behave) as server:
            rule = ConnectTo.parse(f"a.test:80:127.0.0.1:{server.port}")
            async with Net(settings(connect_to=(rule,), timeout_s=0.3)) as net:
                exchange = await net.ask(Probe(url="http://a.test/"))
                assert exchange.failure is not None
                assert exchange.failure.kind.value == "read-timeout"
                return await asyncio.wait_for(ended, 10)

    assert b"" == asyncio.run(run())
