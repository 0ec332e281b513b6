"""The web speaks HTTP as its sites say, keeps a log, and comes and goes cleanly."""

from __future__ import annotations

import asyncio
import http.client
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from crawler.demo import SITES, DemoWeb

if TYPE_CHECKING:
    from crawler.demo import Site

PATIENCE_S = 5.0
WALLS = {
    "login-wanted": (401, "www-authenticate", 'Basic realm="course"'),
    "rate-limited-for-ever": (429, "retry-after", "3600"),
    "cloudflare-challenge": (403, "cf-mitigated", "challenge"),
    "cloudflare-503": (503, "server", "cloudflare"),
    "akamai-denied": (403, "server", "AkamaiGHost"),
    "aws-waf-challenge": (202, "x-amzn-waf-action", "challenge"),
    "vercel-checkpoint": (429, "x-vercel-mitigated", "challenge"),
    "datadome": (403, "x-datadome", "protected"),
    "request-denied": (999, "content-type", "text/html; charset=utf-8"),
    "not-found-behind-cdn": (404, "server", "cloudflare"),
}
REDIRECTS = {
    "redirect-to-mailto": "mailto:office@redirect-to-mailto.test",
    "redirect-to-ftp": "ftp://redirect-to-ftp.test/pub/data.tar",
    "redirect-to-javascript": "javascript:alert(1)",
    "redirect-to-private-address": "http://169.254.169.254/latest/meta-data/",
}


@pytest.mark.parametrize(("id_", "expected"), WALLS.items())
def test_walls_show_their_marks(visitor: Any, url: dict[str, str], id_: str, expected: Any) -> None:
    """Each refusal has the status and the header field that it is known by."""
    reply = visitor.ask(url[id_])
    status, name, value = expected

    assert (status, value) == (reply.status, reply.headers[name])


@pytest.mark.parametrize(("id_", "target"), REDIRECTS.items())
def test_redirects_lead_outside_the_web(visitor: Any, url: dict[str, str], id_: str, target: str) -> None:
    """The target is passed on as it is."""
    reply = visitor.ask(url[id_])

    assert (302, target) == (reply.status, reply.headers["location"])


def test_head_is_refused_and_get_is_served(visitor: Any, url: dict[str, str]) -> None:
    """405 for HEAD with the method that is allowed, 200 for GET."""
    head, get = visitor.ask(url["head-refused"], "HEAD"), visitor.ask(url["head-refused"])

    assert (head.status, head.headers["allow"], head.body) == (405, "GET", b"")
    assert get.status == 200


def test_head_tells_the_length_and_sends_no_body(visitor: Any, url: dict[str, str]) -> None:
    """A healthy site answers HEAD as it would GET, without the body."""
    head, get = visitor.ask(url["plain-page"], "HEAD"), visitor.ask(url["plain-page"])

    assert get.headers == head.headers
    assert (b"", int(get.headers["content-length"])) == (head.body, len(get.body))


@pytest.mark.parametrize(("id_", "first"), [("busy-once", 503), ("rate-limited-once", 429)])
def test_the_first_request_of_a_day_is_turned_away(
    visitor: Any, url: dict[str, str], id_: str, first: int
) -> None:
    """The second is served, and the next day begins anew."""
    day_1 = [visitor.ask(url[id_]).status for _ in range(3)]
    visitor.web.day = 2

    assert [first, 200, 200] == day_1
    assert first == visitor.ask(url[id_]).status


def test_rate_limits_say_how_long_to_wait(visitor: Any, url: dict[str, str]) -> None:
    """429 once comes with one second to wait."""
    assert visitor.ask(url["rate-limited-once"]).headers["retry-after"] == "1"


def test_the_cookie_opens_the_page(visitor: Any, url: dict[str, str]) -> None:
    """Without the cookie there is a redirect to the same address, with it there is the page."""
    without = visitor.ask(url["cookie-kept"])
    cookie = without.headers["set-cookie"].partition(";")[0]

    assert (302, url["cookie-kept"]) == (without.status, without.target)
    assert visitor.ask(url["cookie-kept"], Cookie=f"other=2; {cookie}").status == 200


def test_thirty_redirects_are_thirty(visitor: Any, url: dict[str, str]) -> None:
    """The page comes after exactly thirty redirects."""
    statuses = [reply.status for reply in visitor.follow(url["thirty-redirects"])]

    assert statuses == [302] * 30 + [200]


def test_a_loop_has_no_end(visitor: Any, url: dict[str, str]) -> None:
    """After two hops the first address comes again."""
    first, second, third, *_ = visitor.follow(url["redirect-loop"])

    assert first.url == third.url != second.url


def test_a_raw_location_is_raw(visitor: Any, url: dict[str, str]) -> None:
    """The field's bytes are UTF-8, not percent-encoded."""
    with visitor.send(url["raw-location"]) as connection:
        head = connection.recv(4_096)

    assert "Location: /wykłady/dyskretna\r\n".encode() in head


def test_another_query_is_not_found(visitor: Any, url: dict[str, str]) -> None:
    """The page is there for the exact query alone."""
    assert visitor.ask(url["query-string"]).status == 200
    assert visitor.ask(url["query-string"].replace("%2B", "+")).status == 404


@pytest.mark.parametrize("id_", ["plain-page", "essay-404", "permanent-redirect", "moves-by-rename"])
def test_healthy_sites_know_what_they_lack(visitor: Any, url: dict[str, str], id_: str) -> None:
    """A path that cannot exist is a 404 where nothing is soft."""
    assert visitor.ask(f"{url[id_]}/a1b2c3d4").status == 404


@pytest.mark.parametrize(
    "site", [site for site in SITES if site.id.startswith("robots-")], ids=lambda s: s.id
)
def test_some_sites_have_a_robots_txt(visitor: Any, site: Site) -> None:
    """What the site keeps is what is served."""
    reply = visitor.ask(f"https://{site.host}/robots.txt")

    assert site.robots is not None
    assert (reply.status, reply.body) == (site.robots.status, site.robots.body)


@pytest.mark.parametrize("id_", ["plain-page", "soft-404-english", "server-error", "hanging-server"])
def test_all_others_have_none(visitor: Any, id_: str) -> None:
    """404, whatever else the site answers everywhere."""
    assert visitor.ask(f"https://{id_}.test/robots.txt").status == 404


def test_one_connection_serves_several_requests(visitor: Any) -> None:
    """HTTP/1.1 keeps the connection, until the client asks to close it."""
    request = b"GET /probability HTTP/1.1\r\nHost: plain-page.test\r\n"
    with visitor.dial("https://plain-page.test/") as connection:
        for extra in (b"", b"Connection: close\r\n"):
            connection.sendall(request + extra + b"\r\n")
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            assert answer.status == 200
            assert b"A First Course" in answer.read()
        assert connection.recv(1) == b""


def test_an_unknown_host_is_misdirected(visitor: Any) -> None:
    """A Host field that no site has is answered with 421."""
    with visitor.dial("http://plain-page.test/") as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: elsewhere.test\r\n\r\n")

        assert connection.recv(13) == b"HTTP/1.1 421 "


@pytest.mark.parametrize(
    "text", [b"GET\r\n\r\n", b"\x16\x03\x01", b"GET http://a/ HTTP/1.1\r\n\r\n", b"GET / FTP\r\n\r\n"]
)
def test_what_is_no_request_is_refused(visitor: Any, text: bytes) -> None:
    """400, and the connection is closed."""
    with visitor.dial("http://plain-page.test/") as connection:
        connection.sendall(text)

        assert connection.recv(13) == b"HTTP/1.1 400 "


def test_an_endless_head_is_cut(visitor: Any) -> None:
    """More than 64 kB of request head end the connection."""
    with visitor.dial("http://plain-page.test/") as connection:
        connection.settimeout(PATIENCE_S)
        # A reset or a broken pipe, as the kernel likes; with a server that reads on, a time-out never comes.
        with pytest.raises(ConnectionError):
            connection.sendall(b"A" * 32_000_000)


def test_the_log_keeps_what_was_seen(visitor: Any) -> None:
    """Time, host, method, path, query and headers of each request are kept in order."""
    visitor.ask("https://query-string.test/search?a=1", User_Agent="somebody/1")
    visitor.ask("http://plain-page.test/robots.txt", "HEAD")
    first, second = visitor.web.requests

    assert (
        first.scheme,
        first.host,
        first.method,
        first.path,
        first.query,
    ) == ("https", "query-string.test", "GET", "/search", "a=1")
    assert (first.headers["user-agent"], first.day) == ("somebody/1", 1)
    assert (second.scheme, second.method, second.path) == ("http", "HEAD", "/robots.txt")
    assert first.at_s <= second.at_s


def _dial_raw(web: DemoWeb, host: str, port: int) -> socket.socket:
    rule = next(rule for rule in web.connect_to if rule.startswith(f"{host}:{port}:"))
    return socket.create_connection(("127.0.0.1", int(rule.rpartition(":")[2])), timeout=5)


def test_the_web_ends_while_clients_hang() -> None:
    """Clients in a handshake, idle, and waiting for ever are left behind, and nothing stays open."""

    async def run() -> tuple[list[socket.socket], str]:
        request = b"GET /paper HTTP/1.1\r\nHost: hanging-server.test\r\n\r\n"
        async with DemoWeb() as web:
            clients = [_dial_raw(web, "hanging-server.test", port) for port in (443, 80, 80)]
            await asyncio.to_thread(clients[2].sendall, request)
            while not web.requests:  # noqa: ASYNC110 - the log is a list, for people to read
                await asyncio.sleep(0.01)
        return clients, web.ca_file

    # In debug mode asyncio tells of every task and transport that is left behind, and warnings are errors.
    clients, ca_file = asyncio.run(run(), debug=True)
    left = [client.recv(1) for client in clients]
    for client in clients:
        client.close()

    assert left == [b"", b"", b""]
    assert not Path(ca_file).parent.exists()


def test_ports_are_free_again() -> None:
    """After its end nothing answers any more."""

    async def run() -> int:
        async with DemoWeb() as web:
            return int(next(rule for rule in web.connect_to if ":443:" in rule).rpartition(":")[2])

    port = asyncio.run(run())

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_two_webs_stand_side_by_side() -> None:
    """Each has its own ports, authority and day."""

    async def run() -> list[tuple[int, str, str, tuple[str, ...]]]:
        async with DemoWeb(day=1) as one, DemoWeb(day=2) as two:
            return [(web.day, web.nameserver, web.ca_file, web.connect_to) for web in (one, two)]

    one, two = asyncio.run(run())

    assert (one[0], two[0]) == (1, 2)
    assert one[1] != two[1]
    assert one[2] != two[2]
    assert set(one[3]).isdisjoint(two[3])


def test_secrets_are_kept_private(visitor: Any) -> None:
    """Keys lie in a folder that nobody else may read."""
    assert Path(visitor.web.ca_file).parent.stat().st_mode & 0o777 == 0o700
