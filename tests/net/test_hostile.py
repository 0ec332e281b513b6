"""A table of hostile responses, each with the one outcome it must have, on both stacks."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.hostile import ROWS, TLS_1_2, behaviour_of

from crawler.net import SECOND_STACK, Net, Sent, converse
from crawler.net.fast import IS_INSTALLED
from crawler.probe.flow import FlowPolicy, check_link
from crawler.probe.model import FIRST_STACK, Answer, Evidence, Exchange, Failure, Probe

ADDRESSES = yaml.safe_load(Path(__file__).with_name("hostile_addresses.yaml").read_text(encoding="utf-8"))
STACKS = (FIRST_STACK, SECOND_STACK) if IS_INSTALLED else (FIRST_STACK,)


def _timeout_s(expect: dict[str, Any]) -> float:
    """Short where the row is about time; elsewhere long enough for a busy machine."""
    return 0.6 if "timeout" in str(expect) else 40.0


def _said(exchange: Exchange, expect: dict[str, Any]) -> dict[str, Any]:
    """The exchange in the words of the row, as far as the row has any."""
    if isinstance(exchange.outcome, Failure):
        return {"failure": exchange.outcome.kind.value}
    answer: Answer = exchange.outcome
    said = {
        "status": answer.status,
        "body": answer.body.decode("latin-1"),
        "body_length": len(answer.body),
        "complete": answer.body_complete,
        "error": expect["error"]
        if expect.get("error", "?") in (answer.body_error or "")
        else answer.body_error,
    }
    return {key: value for key, value in said.items() if key in expect or (key == "error" and value)}


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_hostile_response(row: dict[str, Any], stack: str, serve: Any, settings: Any, trust: Any) -> None:
    """Every row of the table has its outcome, and none takes longer than its deadline allows."""
    expect = dict(row.get("fast", row["expect"]) if stack == FIRST_STACK else row["expect"])
    expect.pop("because", None)
    timeout_s = _timeout_s(expect)
    is_tls = "tls" in row or "first" in row
    is_by_hand = row.get("tls") == TLS_1_2
    context = trust.contexts[row["tls"]] if "tls" in row and not is_by_hand else None
    reads_request = "first" not in row and not is_by_hand

    async def run() -> Exchange:
        async with (
            serve(behaviour_of(row, trust.good), tls=context, reads_request=reads_request) as server,
            Net(settings(("site.test", 443 if is_tls else 80, server.port), timeout_s=timeout_s)) as net,
        ):
            url = "https://site.test/" if is_tls else "http://site.test/"
            async with asyncio.timeout(20):
                return await net.ask(Probe(url=url, stack=stack, **row.get("ask", {})))

    exchange = asyncio.run(run())

    assert expect == _said(exchange, expect)
    assert exchange.probe.stack == (SECOND_STACK if "left" in row else stack)
    assert exchange.address is not None
    assert exchange.address.startswith("127.0.0.1:")


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize("kind", ADDRESSES["failures"])
def test_hostile_addresses(kind: str, stack: str, settings: Any, name_server: Any) -> None:
    """However an address is written or named, what is not public is never dialled."""
    urls = ADDRESSES["failures"][kind]

    async def run() -> list[Exchange]:
        async with (
            name_server(lambda name, _: ADDRESSES["zone"].get(name, 3)) as names,
            Net(settings(nameserver=f"127.0.0.1:{names.port}")) as net,
        ):
            return [await net.ask(Probe(url=url, stack=stack)) for url in urls]

    asked = asyncio.run(run())

    said = {e.probe.url: e.failure.kind.value if e.failure else e.outcome for e in asked}
    assert dict.fromkeys(urls, kind) == said
    assert [None] * len(urls) == [exchange.address for exchange in asked]


AS_REFERENCES = {"//127.0.0.1/": "forbidden-address", "127.0.0.1:80": 404}
"""What is no URL may be a reference: to another host, or to a path of the same."""
REDIRECTS = [(kind, url) for kind, urls in ADDRESSES["failures"].items() for url in urls if "\n" not in url]


@pytest.mark.parametrize("stack", STACKS)
def test_no_redirect_leads_to_a_hostile_address(
    stack: str, serve: Any, settings: Any, name_server: Any
) -> None:
    """A public page may redirect anywhere: on no stack is anything but its own server dialled."""
    sent: list[Sent] = []

    async def behave(visit: Any) -> None:
        number = visit.path.removeprefix("/")
        if number.isdigit():
            location = REDIRECTS[int(number)][1].encode()
            await visit.send(b"HTTP/1.1 302 F\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % location)
        else:
            await visit.send(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    async def run() -> tuple[list[Evidence], str]:
        async with (
            serve(behave) as server,
            name_server(lambda name, _: ADDRESSES["zone"].get(name, 3)) as names,
            Net(
                settings(("site.test", 80, server.port), nameserver=f"127.0.0.1:{names.port}"),
                journal=sent.append,
            ) as net,
        ):
            policy = FlowPolicy(stack=stack, retries=0)
            flows = [
                check_link(f"http://site.test/{number}", None, policy) for number in range(len(REDIRECTS))
            ]
            return [await converse(flow, net.ask) for flow in flows], f"127.0.0.1:{server.port}"

    found, address = asyncio.run(run())

    assert {"site.test"} == {each.host for each in sent}
    assert {address} == {each.exchange.address for each in sent}
    ends = {url: _end(evidence) for (_, url), evidence in zip(REDIRECTS, found, strict=True)}
    expected = {url: kind if kind == "forbidden-address" else "bad-redirect" for kind, url in REDIRECTS}
    assert expected | AS_REFERENCES == ends


def _end(evidence: Evidence) -> str | int | None:
    outcome = evidence.final.outcome
    failure = outcome.kind.value if isinstance(outcome, Failure) else outcome.status
    return evidence.chain_error or failure


def test_a_name_that_changes_its_address_is_looked_up_once(settings: Any, name_server: Any) -> None:
    """DNS rebinding: what was vetted is what is dialled, on every request of the run and on both stacks."""
    said: list[str] = []

    def rebinding(_name: str, kind: str) -> list[str]:
        said.append(kind)
        return ["45.0.0.1"] if kind not in said[:-1] else ["127.0.0.1"]

    async def run() -> list[Exchange]:
        async with (
            name_server(rebinding) as names,
            Net(settings(nameserver=f"127.0.0.1:{names.port}", timeout_s=0.3)) as net,
        ):
            return [await net.ask(Probe(url="http://rebinding.test/", stack=stack)) for stack in STACKS * 2]

    asked = asyncio.run(run())

    assert {"45.0.0.1:80"} == {exchange.address for exchange in asked}


def test_table_is_long_enough() -> None:
    """The table keeps at least sixty rows, each with a name of its own."""
    assert len(ROWS) >= 60
    assert len(ROWS) == len({row["name"] for row in ROWS})
