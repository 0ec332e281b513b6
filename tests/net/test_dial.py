"""Which addresses are dialled for a target: rules, look-up, guard."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from crawler.net import ConnectTo, NetSettings
from crawler.net.dial import Dial, Dialler, Endpoint
from crawler.net.resolver import Resolver
from crawler.net.target import Target, read_target
from crawler.probe.model import Failure, FailureKind

ZONE = {
    "public.test": ["93.184.216.34", "2606:4700::1"],
    "private.test": ["10.0.0.1"],
    "loopback.test": ["127.0.0.1", "::1"],
    "mixed.test": ["10.0.0.1", "93.184.216.34", "::1"],
    "metadata.test": ["169.254.169.254"],
    "mapped.test": ["::ffff:a00:1"],
    "crowd.test": [f"93.184.216.{number}" for number in range(1, 9)],
    "proxy.test": ["10.9.9.9"],
}


def _endpoints(name_server: Any, url: str, *rules: str, allow_private: bool = False) -> list[str] | str:
    """Endpoints in words, or the failure's kind."""

    async def run() -> tuple[Endpoint, ...] | Failure:
        async with name_server(lambda name, _: ZONE.get(name, 3)) as server:
            resolver = Resolver(f"127.0.0.1:{server.port}")
            settings = NetSettings(
                connect_to=tuple(ConnectTo.parse(rule) for rule in rules), allow_private=allow_private
            )
            target = read_target(url)
            assert isinstance(target, Target)
            try:
                return await Dialler(settings, resolver).endpoints(target)
            finally:
                await resolver.aclose()

    found = asyncio.run(run())
    return found.kind.value if isinstance(found, Failure) else [str(endpoint) for endpoint in found]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://public.test/", ["93.184.216.34:80", "[2606:4700::1]:80"]),
        ("https://public.test:8443/", ["93.184.216.34:8443", "[2606:4700::1]:8443"]),
        ("http://mixed.test/", ["93.184.216.34:80"]),
        ("http://8.8.8.8:81/", ["8.8.8.8:81"]),
        ("http://[2606:4700::1]/", ["[2606:4700::1]:80"]),
        ("http://private.test/", "forbidden-address"),
        ("http://loopback.test/", "forbidden-address"),
        ("http://metadata.test/", "forbidden-address"),
        ("http://mapped.test/", "forbidden-address"),
        ("http://127.0.0.1/", "forbidden-address"),
        ("http://2130706433/", "forbidden-address"),
        ("http://0x7f.1/", "forbidden-address"),
        ("http://[::1]/", "forbidden-address"),
        ("http://[::ffff:127.0.0.1]/", "forbidden-address"),
        ("http://[64:ff9b::7f00:1]/", "forbidden-address"),
        ("http://[fd00:ec2::254]/", "forbidden-address"),
        ("http://169.254.169.254/latest/meta-data/", "forbidden-address"),
        ("http://localhost/", "forbidden-address"),
        ("http://LOCALHOST./", "forbidden-address"),
        ("http://admin.localhost:8080/", "forbidden-address"),
        ("http://gone.test/", "name-not-found"),
    ],
)
def test_only_public_addresses_are_dialled(name_server: Any, url: str, expected: list[str] | str) -> None:
    """Names and literals alike are vetted by address; of a name with both kinds the public ones are left."""
    assert expected == _endpoints(name_server, url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://private.test/", ["10.0.0.1:80"]),
        ("http://127.0.0.1:8080/", ["127.0.0.1:8080"]),
        ("http://localhost/", ["127.0.0.1:80", "[::1]:80"]),
        ("http://mixed.test/", ["10.0.0.1:80", "93.184.216.34:80", "[::1]:80"]),
    ],
)
def test_private_addresses_can_be_allowed(name_server: Any, url: str, expected: list[str]) -> None:
    """--allow-private opens what the guard would refuse; loopback names still need no DNS."""
    assert sorted(expected) == sorted(_endpoints(name_server, url, allow_private=True))


@pytest.mark.parametrize(
    ("url", "rule", "expected"),
    [
        ("http://gone.test/", "gone.test:80:127.0.0.1:8080", ["127.0.0.1:8080"]),
        ("http://gone.test/", "GONE.test.::[::1]:", ["[::1]:80"]),
        ("http://gone.test:81/", "gone.test:80:127.0.0.1:8080", "name-not-found"),
        ("http://gone.test/", "::proxy.test:3128", ["10.9.9.9:3128"]),
        ("http://public.test/", "public.test:::8080", ["93.184.216.34:8080", "[2606:4700::1]:8080"]),
        ("http://private.test/", ":::8080", "forbidden-address"),
        ("http://private.test/", "::127.0.0.1:8080", ["127.0.0.1:8080"]),
        ("http://10.0.0.1/", "10.0.0.1::127.0.0.1:8080", ["127.0.0.1:8080"]),
        ("http://10.0.0.1/", "::127.0.0.1:8080", "forbidden-address"),
        ("http://[::1]/", "::127.0.0.1:8080", "forbidden-address"),
        ("http://0x7f.1/", ":80:127.0.0.1:8080", "forbidden-address"),
        ("http://localhost/", "::127.0.0.1:8080", "forbidden-address"),
        ("http://localhost/", "localhost::127.0.0.1:8080", ["127.0.0.1:8080"]),
        ("http://8.8.8.8/", "::127.0.0.1:8080", ["127.0.0.1:8080"]),
    ],
)
def test_connect_to(name_server: Any, url: str, rule: str, expected: list[str] | str) -> None:
    """The operator's address is not vetted, but a catch-all rule opens no URL that names a private host."""
    assert expected == _endpoints(name_server, url, rule)


def test_the_first_rule_that_matches_holds(name_server: Any) -> None:
    """Rules are read in their order, as curl does."""
    found = _endpoints(name_server, "http://a.test/", "a.test::127.0.0.1:1", "::127.0.0.1:2")

    assert found == ["127.0.0.1:1"]


def test_attempts_are_bounded(name_server: Any) -> None:
    """A name with a crowd of addresses costs four attempts."""
    assert len(_endpoints(name_server, "http://crowd.test/")) == 4


def test_a_forbidden_address_is_named(name_server: Any) -> None:
    """The failure says which address was not public."""

    async def run() -> tuple[Endpoint, ...] | Failure:
        async with name_server(lambda name, _: ZONE.get(name, 3)) as server:
            resolver = Resolver(f"127.0.0.1:{server.port}")
            target = read_target("http://metadata.test/")
            assert isinstance(target, Target)
            found = await Dialler(NetSettings(), resolver).endpoints(target)
            await resolver.aclose()
            return found

    found = asyncio.run(run())

    assert isinstance(found, Failure)
    assert found == Failure(
        kind=FailureKind.FORBIDDEN_ADDRESS, detail="169.254.169.254 (metadata.test) is not public"
    )


def test_attempts_share_the_time() -> None:
    """Each address gets an even part of what is left, and the last one ends before the deadline."""
    now = [0.0]
    target = read_target("http://a.test/")
    assert isinstance(target, Target)
    endpoints = (Endpoint("192.0.2.1", 80), Endpoint("192.0.2.2", 80))
    dial = Dial(target=target, endpoints=endpoints, deadline=20.0, verify=True)
    shares = []
    for endpoint, seconds in dial.attempts(lambda: now[0]):
        shares.append((endpoint.address, round(seconds, 3)))
        now[0] += seconds

    assert [("192.0.2.1", 8.0), ("192.0.2.2", 9.6)] == shares


def test_rebinding_has_no_second_look_up(name_server: Any) -> None:
    """A name that is public first and private later stays what it was: it is looked up once in a run."""
    turn = [0]

    def answer(name: str, kind: str) -> list[str]:
        del name
        turn[0] += kind == "A"
        return ["93.184.216.34"] if turn[0] <= 1 else ["127.0.0.1"]

    async def run() -> tuple[list[Any], int]:
        async with name_server(answer) as server:
            resolver = Resolver(f"127.0.0.1:{server.port}")
            dialler = Dialler(NetSettings(), resolver)
            target = read_target("http://rebind.test/")
            assert isinstance(target, Target)
            found = [await dialler.endpoints(target, renew=renew) for renew in (False, False, True)]
            await resolver.aclose()
            return found, len([kind for _, kind in server.questions if kind == "A"])

    assert ([(Endpoint("93.184.216.34", 80),)] * 3, 1) == asyncio.run(run())
