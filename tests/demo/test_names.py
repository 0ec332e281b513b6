"""Names and where they lead: the name server's answers and the rules that stand in for it."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING, Any

import pytest

from crawler.demo import SITES

if TYPE_CHECKING:
    from crawler.demo import DemoWeb

NO_ERROR, SERVER_FAILURE, NAME_ERROR = 0, 2, 3


def _query(name: str, kind: int = 1) -> bytes:
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return struct.pack("!6H", 0x4242, 0x0100, 1, 0, 0, 0) + labels + struct.pack("!B2H", 0, kind, 1)


def _resolve(web: DemoWeb, name: str, kind: int = 1, timeout: float = 5.0) -> tuple[int, str | None]:
    """RCODE and address that the name server gives; TimeoutError where it stays silent."""
    host, _, port = web.nameserver.partition(":")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.settimeout(timeout)
        asker.sendto(_query(name, kind), (host, int(port)))
        message = asker.recv(512)
    number, flags, questions, answers, *_ = struct.unpack_from("!6H", message)
    assert (number, questions) == (0x4242, 1)
    return flags & 15, socket.inet_ntoa(message[-4:]) if answers else None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plain-page.test", (NO_ERROR, "127.0.0.1")),
        ("PLAIN-page.TEST", (NO_ERROR, "127.0.0.1")),
        ("xn--bcher-kva.test", (NO_ERROR, "127.0.0.1")),
        ("new-publisher.test", (NO_ERROR, "127.0.0.1")),
        ("vanished-domain.test", (NAME_ERROR, None)),
        ("never-heard-of.test", (NAME_ERROR, None)),
        ("no-address.test", (NO_ERROR, None)),
        ("broken-delegation.test", (SERVER_FAILURE, None)),
        ("private-address.test", (NO_ERROR, "10.0.0.7")),
    ],
)
def test_names_are_answered(visitor: Any, name: str, expected: Any) -> None:
    """Each kind of name trouble has its own answer, and known names lead to loopback."""
    assert expected == _resolve(visitor.web, name)


def test_one_name_is_never_answered(visitor: Any) -> None:
    """The silent name server stays silent, and has heard the question."""
    with pytest.raises(TimeoutError):
        _resolve(visitor.web, "silent-name-server.test", timeout=0.2)

    assert visitor.web.names_asked[-1] == "silent-name-server.test"


def test_there_are_no_ipv6_addresses(visitor: Any) -> None:
    """A question for AAAA finds the name, without an address."""
    assert _resolve(visitor.web, "plain-page.test", kind=28) == (NO_ERROR, None)


def test_names_follow_the_day(visitor: Any) -> None:
    """A domain that lapses resolves on day 1 alone, one that is repaired on day 2 alone."""
    lapsing, repaired = "dies-with-its-domain.test", "recovers-its-name.test"
    day_1 = [_resolve(visitor.web, name)[0] for name in (lapsing, repaired)]
    visitor.web.day = 2
    day_2 = [_resolve(visitor.web, name)[0] for name in (lapsing, repaired)]

    assert (day_1, day_2) == ([NO_ERROR, SERVER_FAILURE], [NAME_ERROR, NO_ERROR])


def test_every_name_that_resolves_is_mapped_for_both_ports(visitor: Any) -> None:
    """`connect_to` has two rules for each host, none for what must be looked up, none for literals."""
    rules = [rule.rsplit(":", 3) for rule in visitor.web.connect_to]
    hosts = {host for host, *_ in rules}
    unmapped = {
        "vanished-domain.test",
        "no-address.test",
        "broken-delegation.test",
        "silent-name-server.test",
        "private-address.test",
        "recovers-its-name.test",
    }

    assert {host for site in SITES for host in site.hosts} - unmapped == hosts
    assert 2 * len(hosts) == len(rules)
    assert {"127.0.0.1"} == {address for _, _, address, _ in rules}


def test_a_lapsed_domain_loses_its_rules(visitor: Any) -> None:
    """On day 2 nothing maps the domain that vanished, so that it has to be looked up."""
    visitor.web.day = 2

    assert not [rule for rule in visitor.web.connect_to if rule.startswith("dies-with-its-domain.test:")]


@pytest.mark.parametrize("id_", ["connection-refused", "recovers-from-refusal"])
def test_connections_are_refused(visitor: Any, url: dict[str, str], id_: str) -> None:
    """Nothing listens where the rule leads."""
    with pytest.raises(ConnectionRefusedError):
        visitor.dial(url[id_])


def test_a_refusing_site_recovers(visitor: Any, url: dict[str, str]) -> None:
    """On day 2 the server is up again."""
    visitor.web.day = 2

    assert visitor.ask(url["recovers-from-refusal"]).status == 200
