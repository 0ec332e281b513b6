"""Who serves a name, asked of a real name server on loopback."""

from __future__ import annotations

import asyncio
from typing import Any

import dnslib
import pytest

from crawler.net import ConnectTo, Net
from crawler.probe.model import Delegation, Exchange, Probe

RECORDS: dict[tuple[str, str], list[str]] = {
    ("parked.test", "NS"): ["NS1.SedoParking.com.", "ns2.sedoparking.com."],
    ("zone.test", "NS"): ["ns.zone.test."],
    ("www.alias.test", "CNAME"): ["traff-1.hugedomains.com."],
    ("alias.test", "NS"): ["ns.alias.test."],
    ("no-cname.test", "NS"): ["ns1.sedoparking.com."],
    ("no-ns.test", "CNAME"): ["traff-1.hugedomains.com."],
    ("test", "NS"): ["a.top-level.test."],
}


def _answer(name: str, kind: str) -> bytes | int | None:
    if name.endswith("silent.test") or name == f"no-{kind.lower()}.test":
        return None
    if name.endswith("broken.test"):
        return 2
    made = dnslib.NS if kind == "NS" else dnslib.CNAME
    reply = dnslib.DNSRecord(
        dnslib.DNSHeader(qr=1, aa=1, ra=1), q=dnslib.DNSQuestion(name, getattr(dnslib.QTYPE, kind))
    )
    for said in RECORDS.get((name, kind), []):
        reply.add_answer(dnslib.RR(name, getattr(dnslib.QTYPE, kind), rdata=made(said), ttl=0))
    return bytes(reply.pack())[2:]


def _ask(
    settings: Any, name_server: Any, *urls: str, **changes: Any
) -> tuple[list[Exchange], list[tuple[str, str]]]:
    async def run() -> tuple[list[Exchange], list[tuple[str, str]]]:
        async with (
            name_server(_answer) as names,
            Net(settings(nameserver=f"127.0.0.1:{names.port}", **changes)) as net,
        ):
            probes = [Probe(url=url, purpose="delegation") for url in urls]
            return [await net.ask(probe) for probe in probes], names.questions

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://parked.test/x", Delegation(name_servers=("ns1.sedoparking.com", "ns2.sedoparking.com"))),
        ("https://a.b.zone.test/", Delegation(name_servers=("ns.zone.test",))),
        (
            "https://www.alias.test/",
            Delegation(name_servers=("ns.alias.test",), aliases=("traff-1.hugedomains.com",)),
        ),
        ("https://nowhere.test/", Delegation()),
        ("https://8.8.8.8/", Delegation()),
        ("http://localhost/", Delegation()),
    ],
)
def test_who_serves_a_name(settings: Any, name_server: Any, url: str, said: Delegation) -> None:
    """The nearest zone counts, never a top-level domain's; an address is no name."""
    (exchange,), _ = _ask(settings, name_server, url)

    assert exchange.failure is None
    assert said == exchange.delegation


def test_a_zone_is_asked_once(settings: Any, name_server: Any) -> None:
    """Many links of one host cost one question of each kind, and no request."""
    exchanges, questions = _ask(settings, name_server, *[f"https://parked.test/{n}" for n in range(5)])

    assert [("parked.test", "CNAME"), ("parked.test", "NS")] == questions
    assert 1 == len({exchange.delegation for exchange in exchanges})


@pytest.mark.parametrize(
    ("url", "kind"), [("https://broken.test/", "dns-failure"), ("https://silent.test/", "dns-timeout")]
)
def test_trouble_says_nothing(
    settings: Any, name_server: Any, url: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that fails or is silent is no evidence of anything."""
    monkeypatch.setattr("crawler.net.delegations.DELEGATION_LIMIT_S", 0.3)
    (exchange,), _ = _ask(settings, name_server, url)

    assert exchange.delegation is None
    assert exchange.failure is not None
    assert kind == exchange.failure.kind


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://no-cname.test/", Delegation(name_servers=("ns1.sedoparking.com",))),
        ("https://no-ns.test/", Delegation(aliases=("traff-1.hugedomains.com",))),
    ],
)
def test_one_answer_is_enough(
    settings: Any, name_server: Any, url: str, said: Delegation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question that nobody answers takes nothing from what the other has told."""
    monkeypatch.setattr("crawler.net.delegations.DELEGATION_LIMIT_S", 0.3)
    (exchange,), _ = _ask(settings, name_server, url)

    assert said == exchange.delegation


def test_the_operators_own_address_is_not_in_dns(settings: Any) -> None:
    """Where only `--connect-to` says where a host is, DNS is not asked."""
    rule = ConnectTo.parse("::127.0.0.1:1")

    async def run() -> Exchange:
        async with Net(settings(connect_to=(rule,))) as net:
            return await net.ask(Probe(url="https://parked.test/", purpose="delegation"))

    assert Delegation() == asyncio.run(run()).delegation
