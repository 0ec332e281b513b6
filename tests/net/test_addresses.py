"""Hosts of several addresses, and of one family alone, labelled by what a person would find there."""

from __future__ import annotations

import asyncio
import itertools
import socket
from contextlib import AsyncExitStack, ExitStack
from dataclasses import replace
from typing import Any

import pytest
from support.replay import POLICY, link_of

from crawler.judge import Verdict, build_case, judge
from crawler.net import SECOND_STACK, Net, converse
from crawler.net.fast import IS_INSTALLED
from crawler.probe.flow import check_link
from crawler.probe.model import FIRST_STACK, Exchange, Probe

Row = tuple[str, list[str], set[str], str]

TITLE = "Lecture Notes on Bayes"
PAGE = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>{TITLE}</title>".encode()
HERE, HERE_6 = "127.0.0.1", "::1"
NOBODY, SILENT = "127.0.0.2", "127.0.0.3"
"""An address that refuses, and one that swallows whoever knocks."""
STACKS = (FIRST_STACK, SECOND_STACK) if IS_INSTALLED else (SECOND_STACK,)

ROWS: tuple[Row, ...] = (
    ("one-address", [HERE], {HERE}, "alive"),
    ("one-dead-address-of-two", [NOBODY, HERE], {HERE}, "alive"),
    ("one-dead-address-behind-a-good-one", [HERE, NOBODY], {HERE}, "alive"),
    ("one-silent-address-of-two", [SILENT, HERE], {HERE}, "alive"),
    ("two-dead-addresses", [NOBODY, "127.0.0.4"], set(), "unreachable"),
    ("dead-and-silent", [SILENT, NOBODY], set(), "unreachable"),
    ("dual-stack", [HERE, HERE_6], {HERE, HERE_6}, "alive"),
    ("dual-stack-with-dead-ipv6", [HERE_6, HERE], {HERE}, "alive"),
    ("dual-stack-with-dead-ipv4", [HERE, HERE_6], {HERE_6}, "alive"),
    ("dual-stack-dead", [HERE, HERE_6], set(), "unreachable"),
    ("ipv6-only", [HERE_6], {HERE_6}, "alive"),
    ("ipv6-only-dead", [HERE_6], set(), "unreachable"),
    ("no-address-at-all", [], set(), "unreachable"),
)
"""Name, its addresses, those at which its server listens, and what a person would say."""


def _free_port() -> int:
    """A port that is free at every address used here."""
    with ExitStack() as stack:
        first = stack.enter_context(socket.socket())
        first.bind((HERE, 0))
        return int(first.getsockname()[1])


def _skip_unless_there(addresses: list[str]) -> None:
    """Of Linux alone all of 127.0.0.0/8 is loopback, and machines without IPv6 cannot say anything of it."""
    for address in addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            with socket.socket(family) as trial:
                trial.bind((address, 0))
        except OSError as error:
            pytest.skip(f"{address} is no address of this machine: {error}")


def _swallow(stack: ExitStack, port: int) -> None:
    """Listen at the silent address with a queue that is full, so that Linux drops whoever comes next."""
    listening = stack.enter_context(socket.socket())
    listening.bind((SILENT, port))
    listening.listen(0)
    for _ in range(3):
        waiting = stack.enter_context(socket.socket())
        waiting.setblocking(False)
        waiting.connect_ex((SILENT, port))


async def _verdict(net: Net, url: str, stack: str) -> Verdict:
    link = link_of({"entry": {"title": TITLE, "url": url}})
    policy = replace(POLICY, stack=stack, retries=0)
    return judge(build_case(link, await converse(check_link(url, TITLE, policy), net.ask), None))


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_what_is_said_of_a_host_of_several_addresses(
    settings: Any, serve: Any, reply: Any, name_server: Any, row: Row, stack: str
) -> None:
    """One address that works is enough, whichever it is, of whichever family, over both stacks."""
    name, addresses, listens, label = row
    _skip_unless_there(addresses)
    port = _free_port()

    async def run() -> set[str]:
        async with AsyncExitStack() as servers, name_server(lambda _name, _kind: addresses) as names:
            for address in sorted(listens):
                await servers.enter_async_context(serve(reply(PAGE), host=address, port=port))
            own = settings(allow_private=True, nameserver=f"{HERE}:{names.port}", timeout_s=3.0)
            async with Net(own) as net:
                # At which of its addresses a host begins depends on its name: among four, some at each.
                hosts = [f"{name}-{number}.test" for number in range(4)]
                urls = [f"http://{host}:{port}/notes" for host in hosts]
                verdicts = await asyncio.gather(*(_verdict(net, url, stack) for url in urls))
                return {verdict.status for verdict in verdicts}

    with ExitStack() as sockets:
        if SILENT in addresses:
            _swallow(sockets, port)
        said = asyncio.run(run())

    assert {label} == said


@pytest.mark.parametrize("stack", STACKS)
def test_hosts_of_one_provider_share_its_addresses_evenly(
    settings: Any, serve: Any, page: Any, name_server: Any, stack: str
) -> None:
    """Forty hosts of four addresses have two requests at each of them at once, and at none of them more."""
    addresses = [f"127.0.0.{number}" for number in range(1, 5)]
    _skip_unless_there(addresses)
    port = _free_port()

    async def run() -> tuple[list[Exchange], list[int]]:
        all_at_once, begun = asyncio.Event(), itertools.count(1)

        async def answer(visit: Any) -> None:
            if next(begun) == 2 * len(addresses):
                all_at_once.set()
            await all_at_once.wait()
            await visit.send(page())

        async with AsyncExitStack() as servers, name_server(lambda _name, _kind: addresses) as names:
            ours = [
                await servers.enter_async_context(serve(answer, host=address, port=port))
                for address in addresses
            ]
            nameserver = f"{HERE}:{names.port}"
            own = settings(allow_private=True, nameserver=nameserver, timeout_s=20.0, address_concurrency=2)
            async with Net(own) as net:
                probes = [Probe(url=f"http://h{n}.test:{port}/", stack=stack) for n in range(40)]
                exchanges = await asyncio.gather(*map(net.ask, probes))
            return exchanges, [server.most_open for server in ours]

    exchanges, most_open = asyncio.run(run())

    assert [200] * 40 == [exchange.answer and exchange.answer.status for exchange in exchanges]
    assert [2, 2, 2, 2] == most_open
