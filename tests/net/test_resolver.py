"""Name look-ups against a real name server on loopback."""

from __future__ import annotations

import asyncio
from typing import Any

import aiodns
import pytest

from crawler.net.resolver import Resolver
from crawler.probe.model import Failure, FailureKind

ZONE: dict[str, int | list[str] | bytes | None] = {
    "both.test": ["192.0.2.1", "2001:db8::1", "192.0.2.2"],
    "four.test": ["192.0.2.4"],
    "six.test": ["2001:db8::6"],
    "xn--mnchen-3ya.test": ["192.0.2.5"],
    "_under.test": ["192.0.2.6"],
    "nx.test": 3,
    "empty.test": [],
    "servfail.test": 2,
    "refused.test": 5,
    "formerr.test": 1,
    "garbage.test": b"\x81\x80garbage",
    "silent.test": None,
}


def _answer(name: str, kind: str) -> int | list[str] | bytes | None:
    del kind
    return ZONE.get(name, 3)


def _look_up(name_server: Any, name: str) -> tuple[tuple[str, ...] | Failure, list[tuple[str, str]]]:
    async def run() -> tuple[tuple[str, ...] | Failure, list[tuple[str, str]]]:
        async with name_server(_answer) as server:
            resolver = Resolver(f"127.0.0.1:{server.port}")
            try:
                return await resolver.addresses(name), server.questions
            finally:
                await resolver.aclose()

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("both.test", ("192.0.2.1", "192.0.2.2", "2001:db8::1")),
        ("BOTH.Test.", ("192.0.2.1", "192.0.2.2", "2001:db8::1")),
        ("four.test", ("192.0.2.4",)),
        ("six.test", ("2001:db8::6",)),
        ("xn--mnchen-3ya.test", ("192.0.2.5",)),
        ("_under.test", ("192.0.2.6",)),
    ],
)
def test_addresses(name_server: Any, name: str, addresses: tuple[str, ...]) -> None:
    """Both families are asked for, and IPv4 comes first."""
    found, _ = _look_up(name_server, name)

    assert not isinstance(found, Failure)
    assert sorted(addresses) == sorted(found)
    assert [":" in address for address in addresses] == [":" in address for address in found]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("nx.test", FailureKind.NAME_NOT_FOUND),
        ("empty.test", FailureKind.NO_ADDRESS),
        ("servfail.test", FailureKind.DNS_FAILURE),
        ("refused.test", FailureKind.DNS_FAILURE),
        ("formerr.test", FailureKind.DNS_FAILURE),
        ("garbage.test", FailureKind.DNS_FAILURE),
        ("a..test", FailureKind.NAME_NOT_FOUND),
        ("x" * 64 + ".test", FailureKind.NAME_NOT_FOUND),
        ("x." * 130 + "test", FailureKind.NAME_NOT_FOUND),
    ],
)
def test_failures_are_told_apart(name_server: Any, name: str, kind: FailureKind) -> None:
    """A vanished name is not one without address, and neither is the service's own trouble."""
    found, _ = _look_up(name_server, name)

    assert isinstance(found, Failure)
    assert kind == found.kind


def test_silence_is_a_time_out_within_bounds(name_server: Any) -> None:
    """A server that does not answer is asked four times, then given up."""
    found, questions = _look_up(name_server, "silent.test")

    assert isinstance(found, Failure)
    assert found.kind is FailureKind.DNS_TIMEOUT
    assert len(questions) >= 4


def test_a_server_that_is_not_there() -> None:
    """A name server that refuses is the service's failure, not the name's."""

    async def run() -> tuple[str, ...] | Failure:
        resolver = Resolver("127.0.0.1:1")
        try:
            return await resolver.addresses("a.test")
        finally:
            await resolver.aclose()

    found = asyncio.run(run())

    assert isinstance(found, Failure)
    assert found.kind is FailureKind.DNS_FAILURE


def test_no_search_domain_is_tried(name_server: Any) -> None:
    """A name of one label is asked for as it is, and once for each family."""
    _, questions = _look_up(name_server, "intranet")

    assert [("intranet", "A"), ("intranet", "AAAA")] == sorted(questions)


def test_hosts_file_is_honoured(name_server: Any) -> None:
    """`localhost` of /etc/hosts needs no name server."""
    found, questions = _look_up(name_server, "localhost")

    assert "127.0.0.1" in found  # type: ignore[operator] # a failure fails here
    assert questions == []


def test_one_look_up_per_name(name_server: Any) -> None:
    """Concurrent and later askers share one question, whatever a second one would answer."""
    answers = iter([["192.0.2.1"], ["192.0.2.1"]])

    async def run() -> tuple[set[Any], int]:
        async with name_server(lambda *_: next(answers, ["127.0.0.1"])) as server:
            resolver = Resolver(f"127.0.0.1:{server.port}")
            found = await asyncio.gather(
                *(resolver.addresses(name) for name in ["a.test", "A.test", "a.test."] * 3)
            )
            later = await resolver.addresses("a.test", renew=True)
            await resolver.aclose()
            return {*found, later}, len(server.questions)

    assert ({("192.0.2.1",)}, 2) == asyncio.run(run())


def test_a_failure_is_looked_up_again_for_a_second_attempt(name_server: Any) -> None:
    """What failed is kept for whoever asks next, and asked again once it has had time to pass."""
    now = [0.0]
    zone: dict[str, Any] = {"a.test": 2}

    async def run() -> list[bool]:
        async with name_server(lambda name, _: zone[name]) as server:
            resolver = Resolver(f"127.0.0.1:{server.port}", clock=lambda: now[0])
            failed = [isinstance(await resolver.addresses("a.test"), Failure)]
            zone["a.test"] = ["192.0.2.1"]
            failed.append(isinstance(await resolver.addresses("a.test", renew=True), Failure))
            now[0] = 5.0
            failed.append(isinstance(await resolver.addresses("a.test"), Failure))
            failed.append(isinstance(await resolver.addresses("a.test", renew=True), Failure))
            await resolver.aclose()
            return failed

    assert [True, True, True, False] == asyncio.run(run())


def test_a_channel_that_lost_its_server_is_replaced(name_server: Any) -> None:
    """c-ares now and then says that it cannot contact any server, and says so for ever: a new channel can."""

    async def run() -> list[object]:
        async with name_server(lambda _, kind: ["192.0.2.1"] if kind == "A" else []) as names:
            resolver = Resolver(f"127.0.0.1:{names.port}")
            resolver._cares = aiodns.DNSResolver(nameservers=["127.0.0.1:1"], tries=1)
            found = await asyncio.gather(*(resolver.addresses(f"h{number}.test") for number in range(5)))
            await resolver.aclose()
            return list(found)

    assert [("192.0.2.1",)] * 5 == asyncio.run(run())


def test_a_channel_is_asked_for_so_many_names(name_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """c-ares keeps every answer, so each channel goes after its share, and takes no open question along."""
    monkeypatch.setattr("crawler.net.resolver.NAMES_PER_CHANNEL", 10)
    made: list[aiodns.DNSResolver] = []
    closed: list[aiodns.DNSResolver] = []

    class Channel(aiodns.DNSResolver):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            made.append(self)

        async def close(self) -> None:
            closed.append(self)
            await super().close()

    monkeypatch.setattr("crawler.net.resolver.aiodns.DNSResolver", Channel)

    async def run() -> tuple[list[object], int]:
        async with name_server(lambda _, kind: ["192.0.2.1"] if kind == "A" else []) as names:
            resolver = Resolver(f"127.0.0.1:{names.port}")
            found = await asyncio.gather(*(resolver.addresses(f"h{number}.test") for number in range(45)))
            open_before_the_end = len(made) - len(closed)
            await resolver.aclose()
            return list(found), open_before_the_end

    assert ([("192.0.2.1",)] * 45, 1) == asyncio.run(run())
    assert len(made) == 5
    assert set(made) == set(closed)
