"""The second stack: pinned, independent, and honest about who answered."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from crawler.net import SECOND_STACK, ConnectTo, Net
from crawler.net import second as second_module
from crawler.net.dial import Endpoint
from crawler.net.second import IS_INSTALLED, can_express
from crawler.net.target import Target, read_target
from crawler.probe.model import FIRST_STACK, Answer, Exchange, Probe

pytestmark = pytest.mark.skipif(not IS_INSTALLED, reason="pyreqwest has no wheel for this platform")


@pytest.mark.parametrize(
    ("url", "address", "port", "expected"),
    [
        ("http://a.test/", "192.0.2.1", 80, True),
        ("http://a.test/", "192.0.2.1", 8080, True),
        ("http://a.test:81/", "::1", 9, True),
        ("http://192.0.2.1/", "192.0.2.1", 80, True),
        ("http://[2001:db8::1]:81/", "2001:db8::1", 81, True),
        ("http://192.0.2.1/", "192.0.2.2", 80, False),
        ("http://192.0.2.1/", "192.0.2.1", 81, False),
    ],
)
def test_what_can_be_pinned(url: str, address: str, port: int, expected: bool) -> None:
    """Names can be pinned to any endpoint, a literal only to itself."""
    target = read_target(url)
    assert isinstance(target, Target)

    assert expected == can_express(Probe(url=url), target, (Endpoint(address, port),))


def _ask(settings: Any, serve: Any, behaviour: Any, url: str, **probe: Any) -> tuple[Exchange, Any]:
    async def run() -> tuple[Exchange, Any]:
        async with serve(behaviour) as server:
            rule = ConnectTo.parse(f"::127.0.0.1:{server.port}")
            async with Net(settings(connect_to=(rule,))) as net:
                return await net.ask(Probe(url=url, stack=SECOND_STACK, **probe)), server

    return asyncio.run(run())


def test_the_request_is_the_same_as_the_first_stacks(
    settings: Any, serve: Any, reply: Any, page: Any
) -> None:
    """Target, Host with the URL's port, our name, browser headers and the conversation's cookie."""
    exchange, server = _ask(
        settings, serve, reply(page()), "http://u:p@a.test:8080/a%2fb|c?d='", headers=(("Cookie", "k=v"),)
    )
    lines = server.heads[0].decode().split("\r\n")

    assert SECOND_STACK == exchange.probe.stack
    assert lines[0] == "GET /a%2fb|c?d=%27 HTTP/1.1"
    assert {"host: a.test:8080", "cookie: k=v", "accept-encoding: gzip, deflate"} <= {
        x.lower() for x in lines
    }
    assert not any(line.lower().startswith("authorization") for line in lines)
    assert "python-pyreqwest" not in server.heads[0].decode()


def test_repeated_headers_are_all_kept(settings: Any, serve: Any, reply: Any, page: Any) -> None:
    """Two cookies are two values; a value that this stack cannot read costs only itself."""
    raw = page(extra=b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-Odd: \xe9\r\nX-Even: e\r\n")
    exchange, _ = _ask(settings, serve, reply(raw), "http://a.test/")
    answer = exchange.outcome

    assert isinstance(answer, Answer)
    assert answer.header_values("set-cookie") == ("a=1", "b=2")
    assert (None, "e") == (answer.header("x-odd"), answer.header("x-even"))


def test_redirects_are_not_followed_and_cookies_not_stored(settings: Any, serve: Any, reply: Any) -> None:
    """Each hop is an exchange of its own, on this stack as well."""
    raw = (
        b"HTTP/1.1 302 Found\r\nLocation: http://a.test/next\r\nSet-Cookie: a=1\r\nContent-Length: 0\r\n\r\n"
    )
    exchange, server = _ask(settings, serve, reply(raw), "http://a.test/")

    assert exchange.answer is not None
    assert exchange.answer.status == 302
    assert server.paths == ["/"]


def test_a_literal_that_is_led_elsewhere_is_asked_by_the_first_stack(
    settings: Any, serve: Any, reply: Any, page: Any
) -> None:
    """What this stack cannot express, the first one serves with a fresh connection, and says so."""
    exchange, _ = _ask(settings, serve, reply(page()), "http://8.8.8.8/")

    assert FIRST_STACK == exchange.probe.stack
    assert exchange.answer is not None


def test_a_cookie_that_is_not_ascii_is_sent_by_the_first_stack(
    settings: Any, serve: Any, reply: Any, page: Any
) -> None:
    """This stack would send it in other bytes than it came in."""
    exchange, server = _ask(
        settings, serve, reply(page()), "http://a.test/", headers=(("Cookie", "k=caf\xe9"),)
    )

    assert FIRST_STACK == exchange.probe.stack
    assert b"Cookie: k=caf\xe9\r\n" in server.heads[0]


def test_without_a_wheel_the_first_stack_serves(
    settings: Any, serve: Any, reply: Any, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where pyreqwest is not installed nothing fails, and the evidence says who answered."""
    monkeypatch.setattr(second_module, "IS_INSTALLED", False)
    exchange, _ = _ask(settings, serve, reply(page()), "http://a.test/")

    assert FIRST_STACK == exchange.probe.stack
    assert exchange.answer is not None


def test_a_lost_cancellation_is_found() -> None:
    """A cancellation that arrives together with a result ends the waiting all the same."""

    async def swallows() -> int:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            return 1
        return 2

    async def run() -> None:
        async with asyncio.timeout(0.01):
            await second_module._cancellable(swallows())

    with pytest.raises(TimeoutError):
        asyncio.run(run())


def test_proxies_of_the_environment_are_not_used(
    settings: Any, serve: Any, reply: Any, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither stack reads HTTP_PROXY: the vetted address is dialled, or nothing."""
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    exchange, _ = _ask(settings, serve, reply(page()), "http://a.test/")

    assert exchange.answer is not None
    assert exchange.answer.status == 200
