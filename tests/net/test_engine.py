"""The door: one probe in, one exchange out, whatever happens; and what servers saw of our manners."""

from __future__ import annotations

import asyncio
import gc
import time
from typing import Any

import pytest

from crawler import net as door
from crawler.net import SECOND_STACK, ConnectTo, Contact, Net, engine, network_trouble, robots
from crawler.net.fast import IS_INSTALLED
from crawler.net.robots import Policy, Robots
from crawler.probe.model import FIRST_STACK, Answer, Exchange, Failure, FailureKind, Probe, Purpose

STACKS = (FIRST_STACK, SECOND_STACK) if IS_INSTALLED else (FIRST_STACK,)


def test_the_door_is_complete() -> None:
    """What is promised to other rooms is there, sorted."""
    assert (
        sorted(door.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
        == door.__all__
    )
    assert all(hasattr(door, name) for name in door.__all__)


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("nonsense", FailureKind.INVALID_URL),
        ("http://[", FailureKind.INVALID_URL),
        ("mailto:a@b.test", FailureKind.UNSUPPORTED_SCHEME),
        ("file:///etc/passwd", FailureKind.UNSUPPORTED_SCHEME),
        ("http://127.0.0.1/", FailureKind.FORBIDDEN_ADDRESS),
        ("http://2130706433:22/", FailureKind.FORBIDDEN_ADDRESS),
        ("http://[::ffff:10.0.0.1]/", FailureKind.FORBIDDEN_ADDRESS),
        ("https://localhost/", FailureKind.FORBIDDEN_ADDRESS),
        ("http://u:hunter2@10.0.0.1/", FailureKind.FORBIDDEN_ADDRESS),
    ],
)
def test_what_is_never_dialled(settings: Any, url: str, kind: FailureKind, stack: str) -> None:
    """Bad URLs, other schemes and private addresses end before any request, on both stacks."""

    async def run() -> tuple[Exchange, int, dict[str, Contact]]:
        async with Net(settings()) as net:
            return await net.ask(Probe(url=url, stack=stack)), net.requests, net.observed_hosts

    exchange, requests, observed = asyncio.run(run())

    assert exchange.failure is not None
    assert kind == exchange.failure.kind
    assert "hunter2" not in exchange.failure.detail
    assert (0, {}) == (requests, observed)


@pytest.mark.parametrize("stack", STACKS)
def test_an_exchange_says_what_happened(settings: Any, serve: Any, reply: Any, page: Any, stack: str) -> None:
    """Probe, answer, time, address and bytes; the counters of the run agree."""

    async def run() -> tuple[Exchange, int, Net]:
        async with serve(reply(page(b"hello"))) as server, Net(settings(("a.test", 80, server.port))) as net:
            return await net.ask(Probe(url="http://a.test/", stack=stack)), server.port, net

    exchange, port, net = asyncio.run(run())

    assert isinstance(exchange.outcome, Answer)
    assert (b"hello", "text/html") == (exchange.outcome.body, exchange.outcome.header("content-type"))
    assert (f"127.0.0.1:{port}", stack) == (exchange.address, exchange.probe.stack)
    assert exchange.elapsed_s > 0
    assert len(page(b"hello")) - 6 <= exchange.bytes_received <= len(page(b"hello")) + 6
    assert (1, exchange.bytes_received) == (net.requests, net.bytes_received)
    assert {"a.test": Contact.REACHED} == net.observed_hosts


def test_header_values_that_are_not_ascii_are_read_as_latin_1(
    settings: Any, serve: Any, reply: Any, page: Any
) -> None:
    """The second stack keeps every byte of a header."""

    async def run() -> Exchange:
        raw = page(extra=b"X-Name: caf\xe9\r\n")
        async with serve(reply(raw)) as server, Net(settings(("a.test", 80, server.port))) as net:
            return await net.ask(Probe(url="http://a.test/", stack=SECOND_STACK))

    exchange = asyncio.run(run())

    assert exchange.answer is not None
    assert exchange.answer.header("x-name") == "caf\xe9"


def test_the_head_watch_ends_reading(settings: Any, serve: Any) -> None:
    """A page is read until its head is complete, not to its end."""

    async def behave(visit: Any) -> None:
        await visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<head></head>")
        await asyncio.sleep(60)

    async def run() -> Exchange:
        async with serve(behave) as server:
            watched = settings(("a.test", 80, server.port), head_watch=lambda: lambda part: b"</head" in part)
            async with Net(watched) as net:
                return await net.ask(Probe(url="http://a.test/"))

    exchange = asyncio.run(run())

    assert exchange.answer is not None
    assert (b"<head></head>", False, None) == (
        exchange.answer.body,
        exchange.answer.body_complete,
        exchange.answer.body_error,
    )


@pytest.mark.parametrize("stack", STACKS)
def test_the_deadline_holds_over_all_phases(settings: Any, serve: Any, stack: str) -> None:
    """A server that spends a little in each phase gets no new time-out for each."""

    async def behave(visit: Any) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999\r\n\r\n":
            await visit.send(bytes([byte]))
            await asyncio.sleep(0.004)
        while True:
            await visit.send(b"x")
            await asyncio.sleep(0.01)

    async def run() -> Exchange:
        async with serve(behave) as server, Net(settings(("a.test", 80, server.port), timeout_s=0.7)) as net:
            async with asyncio.timeout(10):
                return await net.ask(Probe(url="http://a.test/", stack=stack))

    exchange = asyncio.run(run())
    said = (
        exchange.failure.kind if exchange.failure else (exchange.answer and exchange.answer.body_error) or ""
    )

    assert said.startswith("read-timeout")
    assert exchange.elapsed_s >= 0.69


def test_waiting_first(settings: Any, serve: Any, reply: Any, page: Any) -> None:
    """A back-off is waited before anything else, and is no part of the exchange's time."""

    async def run() -> tuple[float, list[float], Exchange]:
        async with serve(reply(page())) as server, Net(settings(("a.test", 80, server.port))) as net:
            began = time.monotonic()
            exchange = await net.ask(Probe(url="http://a.test/", wait_s=0.1))
            return began, server.times, exchange

    began, times, exchange = asyncio.run(run())

    assert times[0] - began >= 0.1
    assert exchange.answer is not None


def test_cancellation_passes_and_leaves_nothing_behind(settings: Any, serve: Any) -> None:
    """The one thing that `ask` raises; places and connections are given back."""

    async def behave(visit: Any) -> None:
        del visit
        await asyncio.sleep(60)

    async def run() -> int:
        async with serve(behave) as server:
            async with Net(settings(("a.test", 80, server.port), concurrency=1, host_concurrency=1)) as net:
                for number, stack in enumerate(STACKS):
                    asking = asyncio.create_task(net.ask(Probe(url="http://a.test/", stack=stack)))
                    while len(server.heads) <= number:  # noqa: ASYNC110 - the server has no event for it
                        await asyncio.sleep(0.01)
                    asking.cancel()
                    with pytest.raises(asyncio.CancelledError):
                        await asking
            return len(server.heads)

    assert asyncio.run(run()) == len(STACKS)
    gc.collect()


def test_starts_of_a_host_as_the_server_saw_them(settings: Any, serve: Any, page: Any) -> None:
    """The k-th request of a host arrives no sooner than k intervals after the run began; `www.` counts."""

    async def behave(visit: Any) -> None:
        await visit.send(page())

    async def run() -> tuple[float, list[float]]:
        async with serve(behave) as server:
            rules = (("a.test", 80, server.port), ("www.a.test", 80, server.port))
            async with Net(settings(*rules, host_interval_s=0.05)) as net:
                began = time.monotonic()
                urls = [f"http://{host}a.test/{number}" for number in range(3) for host in ("", "www.")]
                await asyncio.gather(*(net.ask(Probe(url=url)) for url in urls))
                return began, server.times

    began, times = asyncio.run(run())

    assert len(times) == 6
    assert all(at - began >= 0.05 * number for number, at in enumerate(sorted(times)))


def test_requests_at_once_as_the_server_saw_them(settings: Any, serve: Any, page: Any) -> None:
    """Never more than `host_concurrency` of a host are under way."""

    async def behave(visit: Any) -> None:
        await asyncio.sleep(0.02)
        await visit.send(page())

    async def run() -> tuple[int, int]:
        async with (
            serve(behave) as server,
            Net(settings(("a.test", 80, server.port), host_concurrency=3)) as net,
        ):
            await asyncio.gather(*(net.ask(Probe(url=f"http://a.test/{number}")) for number in range(12)))
            return server.most_open, len(server.heads)

    assert (3, 12) == asyncio.run(run())


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_retry_after_holds_the_hosts_other_requests(
    settings: Any, serve: Any, page: Any, status: str
) -> None:
    """What was waiting for the host waits longer: the next request arrives after the pause."""

    async def behave(visit: Any) -> None:
        await visit.send(page(status=status, extra=b"Retry-After: 1\r\n") if visit.path == "/0" else page())

    async def run() -> list[float]:
        async with (
            serve(behave) as server,
            Net(settings(("a.test", 80, server.port), host_concurrency=1)) as net,
        ):
            await asyncio.gather(*(net.ask(Probe(url=f"http://a.test/{number}")) for number in range(3)))
            return list(server.times)

    times = asyncio.run(run())

    assert len(times) == 3
    assert times[1] - times[0] >= 1.0


def _robots_site(page: Any, robots: bytes) -> Any:
    async def behave(visit: Any) -> None:
        await visit.send(robots if visit.path == "/robots.txt" else page())

    return behave


def _ask_all(
    settings: Any, serve: Any, behaviour: Any, *probes: Probe, **changes: Any
) -> tuple[list[Exchange], Any]:
    async def run() -> tuple[list[Exchange], Any]:
        async with (
            serve(behaviour) as server,
            Net(settings(("a.test", 80, server.port), robots="respect", **changes)) as net,
        ):
            return [await net.ask(probe) for probe in probes], server

    return asyncio.run(run())


def test_robots_are_respected(settings: Any, serve: Any, page: Any) -> None:
    """One fetch, then the page that is allowed; the other is not asked at all."""
    behaviour = _robots_site(page, page(b"User-agent: *\nDisallow: /private"))
    exchanges, server = _ask_all(
        settings, serve, behaviour, Probe(url="http://a.test/public"), Probe(url="http://a.test/private/x")
    )

    assert [None, "robots-disallowed"] == [
        exchange.failure and exchange.failure.kind for exchange in exchanges
    ]
    assert ["/robots.txt", "/public"] == server.paths


def test_the_time_of_robots_counts_for_who_waited(
    settings: Any, serve: Any, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chain of hosts whose robots.txt come late is a slow chain; the next link of a host waits for none."""
    monkeypatch.setattr(robots, "SLOW_S", 0.05)
    monkeypatch.setattr(engine, "SLOW_S", 0.05)

    async def behave(visit: Any) -> None:
        await asyncio.sleep(0.1 if visit.path == "/robots.txt" else 0)
        await visit.send(page())

    first, second = _ask_all(
        settings, serve, behave, Probe(url="http://a.test/x"), Probe(url="http://a.test/y")
    )[0]

    assert (True, True) == (first.answer is not None, second.answer is not None)
    assert first.robots_s >= 0.05
    assert first.took_s >= first.elapsed_s + 0.05
    assert second.robots_s == 0


def test_robots_govern_pages_and_not_a_sites_own_interface(settings: Any, serve: Any, page: Any) -> None:
    """Pages, unverified looks, control and front pages need permission; an API made for programs does not."""
    behaviour = _robots_site(page, page(b"User-agent: *\nDisallow: /"))
    purposes: tuple[Purpose, ...] = ("page", "unverified", "control", "front", "site")
    probes = [Probe(url="http://a.test/x", purpose=purpose) for purpose in purposes]
    exchanges, _ = _ask_all(settings, serve, behaviour, *probes)

    assert [False, False, False, False, True] == [exchange.answer is not None for exchange in exchanges]


@pytest.mark.parametrize(
    ("robots", "kind"),
    [
        (b"HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n", "robots-unreachable"),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", None),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx", None),
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n", None),
        (b"HTTP/1.1 302 Found\r\nLocation: /robots.txt\r\nContent-Length: 0\r\n\r\n", None),
    ],
)
def test_robots_that_fail(settings: Any, serve: Any, page: Any, robots: bytes, kind: str | None) -> None:
    """An outage forbids, an absence allows, and a redirect into the private network is not followed."""
    exchanges, _ = _ask_all(settings, serve, _robots_site(page, robots), Probe(url="http://a.test/x"))

    assert kind == (exchanges[0].failure and exchanges[0].failure.kind)


def test_robots_that_hang_are_out_of_reach(settings: Any, serve: Any, page: Any) -> None:
    """RFC 9309: no answer is no permission."""

    async def behave(visit: Any) -> None:
        await (asyncio.sleep(60) if visit.path == "/robots.txt" else visit.send(page()))

    exchanges, server = _ask_all(settings, serve, behave, Probe(url="http://a.test/x"), timeout_s=0.3)

    assert exchanges[0].failure is not None
    assert exchanges[0].failure.kind is FailureKind.ROBOTS_UNREACHABLE
    assert ["/robots.txt"] == server.paths


def test_endless_robots_are_read_to_the_cap(settings: Any, serve: Any, page: Any) -> None:
    """Half a megabyte of rules is parsed, the rest is not awaited."""

    async def behave(visit: Any) -> None:
        if visit.path != "/robots.txt":
            await visit.send(page())
            return
        await visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /x\n")
        while True:
            await visit.send(b"# padding\n" * 1000)

    async def run() -> tuple[list[Exchange], int]:
        async with (
            serve(behave) as server,
            Net(settings(("a.test", 80, server.port), robots="respect")) as net,
        ):
            asked = [await net.ask(Probe(url=f"http://a.test/{path}")) for path in "xy"]
            return asked, net.bytes_received

    exchanges, received = asyncio.run(run())

    assert exchanges[0].failure is not None
    assert exchanges[0].failure.kind is FailureKind.ROBOTS_DISALLOWED
    assert exchanges[1].answer is not None
    assert received < 500_000 + 70_000


def test_crawl_delay_as_the_server_saw_it(settings: Any, serve: Any, page: Any) -> None:
    """The delay that robots.txt asks for is kept between the pages that follow."""
    behaviour = _robots_site(page, page(b"User-agent: *\nCrawl-delay: 0.3\n"))
    _, server = _ask_all(settings, serve, behaviour, *(Probe(url=f"http://a.test/{n}") for n in range(3)))

    assert server.times[3] - server.times[0] >= 0.3


def test_ignoring_robots_fetches_none(settings: Any, serve: Any, page: Any) -> None:
    """--robots ignore asks the page and nothing else."""

    async def run() -> list[str]:
        site = _robots_site(page, page(b"User-agent: *\nDisallow: /"))
        async with serve(site) as server, Net(settings(("a.test", 80, server.port))) as net:
            await net.ask(Probe(url="http://a.test/x"))
            return list(server.paths)

    assert asyncio.run(run()) == ["/x"]


def test_a_dead_name_service_is_seen_as_such(settings: Any, name_server: Any) -> None:
    """Here all names are gone and the canary with them: the run is inconclusive."""

    async def run() -> tuple[dict[str, Contact], bool]:
        async with (
            name_server(lambda *_: 3) as names,
            Net(settings(nameserver=f"127.0.0.1:{names.port}")) as net,
        ):
            await asyncio.gather(*(net.ask(Probe(url=f"http://h{number}.test/")) for number in range(6)))
            return net.observed_hosts, await net.names_resolve(("example.com", "example.org"))

    observed, canary = asyncio.run(run())

    assert {f"h{number}.test": Contact.GONE for number in range(6)} == observed
    assert canary is False
    assert network_trouble(observed, canary, trusts_nameserver=False) is not None


def test_one_canary_that_sings_is_enough(settings: Any, name_server: Any) -> None:
    """A well-known name that resolves proves the name service."""

    async def run() -> bool:
        zone = {"example.org": ["93.184.216.34"]}
        async with (
            name_server(lambda name, _: zone.get(name, 2)) as names,
            Net(settings(nameserver=f"127.0.0.1:{names.port}")) as net,
        ):
            return await net.names_resolve(("example.com", "example.org"))

    assert asyncio.run(run())


def test_the_best_contact_counts(settings: Any, serve: Any, reply: Any, page: Any) -> None:
    """A host that refused one port and answered on another was reached."""

    async def run() -> dict[str, Contact]:
        async with serve(reply(page())) as server:
            rules = (("a.test", 80, server.port), ("a.test", 81, 1), ("b.test", 80, 1))
            async with Net(settings(*rules)) as net:
                for url in ("http://a.test/", "http://a.test:81/", "http://www.a.test:81/", "http://b.test/"):
                    await net.ask(Probe(url=url))
                return net.observed_hosts

    assert {"a.test": Contact.REACHED, "b.test": Contact.REFUSED} == asyncio.run(run())


def test_an_unforeseen_exception_is_evidence(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a mistake of ours inside `ask` ends in a value, as one link must not end a run."""

    async def run() -> Exchange:
        async with Net(settings()) as net:
            monkeypatch.setattr(net._dialler, "endpoints", lambda *_, **__: 1 / 0)
            return await net.ask(Probe(url="http://a.test/"))

    exchange = asyncio.run(run())

    assert exchange.failure == Failure(kind=FailureKind.PROTOCOL_ERROR, detail="division by zero")


def test_connect_to_of_a_run(settings: Any, serve: Any, reply: Any, page: Any) -> None:
    """A catch-all rule leads every name to one server, and still no URL into the private network."""

    async def run() -> list[Exchange]:
        async with serve(reply(page())) as server:
            rule = ConnectTo.parse(f"::127.0.0.1:{server.port}")
            async with Net(settings(connect_to=(rule,))) as net:
                return [await net.ask(Probe(url=url)) for url in ("http://gone.test/", "http://192.168.0.1/")]

    reached, forbidden = asyncio.run(run())

    assert reached.answer is not None
    assert forbidden.failure is not None
    assert forbidden.failure.kind is FailureKind.FORBIDDEN_ADDRESS


@pytest.mark.parametrize(
    ("addresses", "kind", "address"),
    [
        (["::1"], FailureKind.CONNECT_TIMEOUT, "[::1]:80"),
        (["127.0.0.2", "::1"], FailureKind.CONNECT_TIMEOUT, "127.0.0.2:80"),
        (["::1"], FailureKind.ROBOTS_DISALLOWED, None),
    ],
)
def test_where_robots_could_not_be_asked_is_told(
    settings: Any,
    name_server: Any,
    monkeypatch: pytest.MonkeyPatch,
    addresses: list[str],
    kind: FailureKind,
    address: str | None,
) -> None:
    """The page has the address that nobody could connect to; of both families IPv4 says more."""

    async def forbid(*_: Any, **__: Any) -> Policy:
        return Policy(failure=Failure(kind=kind, detail=""))

    def answer(_: str, family: str) -> list[str]:
        return [each for each in addresses if (":" in each) == (family == "AAAA")]

    async def run() -> Exchange:
        async with (
            name_server(answer) as names,
            Net(settings(robots="respect", allow_private=True, nameserver=f"127.0.0.1:{names.port}")) as net,
        ):
            return await net.ask(Probe(url="http://six.test/"))

    monkeypatch.setattr(Robots, "policy", forbid)
    exchange = asyncio.run(run())

    assert (kind, address) == (exchange.failure and exchange.failure.kind, exchange.address)
