"""Whole conversations over real connections: what is concluded from TLS and DNS, and in which words."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import dnslib
import pytest
from support.hostile import behaviour_of
from support.replay import POLICY, link_of

from crawler.judge import Verdict, build_case, judge
from crawler.net import Net, converse
from crawler.probe.flow import check_link

EITHER = "incomplete chain or unknown issuer:"
ONE_ALONE = f"{EITHER} the server sends 1 certificate, and nobody here "
TITLE = "Lecture Notes on Bayes"


def _old(trusted: Any) -> ssl.SSLContext:
    """A server that speaks nothing newer than TLS 1.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trusted.issue_cert("site.test").configure_cert(context)
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


async def _verdict(net: Net, url: str) -> Verdict:
    link = link_of({"entry": {"title": TITLE, "url": url}})
    return judge(build_case(link, await converse(check_link(url, TITLE, POLICY), net.ask), None))


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("expired", ("certificate-expired", "the certificate expired on 20")),
        ("not-yet-valid", ("certificate-not-yet-valid", "the certificate is not valid before 20")),
        ("wrong-host", ("certificate-wrong-host", "the certificate is for other.test, not for site.test")),
        ("unknown-issuer", ("certificate-unknown-issuer", ONE_ALONE)),
        ("unknown-root", ("certificate-unknown-issuer", "the chain ends at ")),
        (
            "unsent-root",
            ("certificate-unknown-issuer", "incomplete chain or unknown issuer: 2 certificates "),
        ),
        # Nothing in it tells of whom its issuer's certificate may be had.
        ("incomplete-chain", ("certificate-unknown-issuer", ONE_ALONE)),
        ("self-signed", ("certificate-self-signed", "self-signed certificate")),
        ("old", ("tls-too-old", "the server speaks TLSv1.1 at best, which browsers have given up")),
    ],
)
def test_what_is_wrong_with_tls(
    settings: Any, serve: Any, reply: Any, page: Any, trust: Any, kind: str, told: tuple[str, str]
) -> None:  # fmt: skip
    """The reason says which, and its first words since when, for whom or by whom."""
    context = _old(trust.trusted) if kind == "old" else trust.contexts[kind]

    async def run() -> Verdict:
        async with (
            serve(reply(page(f"<title>{TITLE}</title>".encode())), tls=context) as server,
            Net(settings(("site.test", 443, server.port))) as net,
        ):
            return await _verdict(net, "https://site.test/notes")

    verdict = asyncio.run(run())

    assert ("insecure", told[0]) == (verdict.status, verdict.reason)
    assert verdict.because[0].startswith(told[1])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<title>site.test</title><script src=/x.js></script>", ("changed", "parked")),
        (f"<title>{TITLE}</title>".encode(), ("alive", "ok")),
    ],
)
def test_dns_tells_parked_domains(
    settings: Any, serve: Any, reply: Any, page: Any, name_server: Any, body: bytes, said: tuple[str, str]
) -> None:  # fmt: skip
    """A shell on parking name servers is parked; the entry's own page there is the entry's own."""
    asked: list[str] = []

    def answer(name: str, kind: str) -> list[str] | bytes:
        asked.append(kind)
        if kind in {"A", "AAAA"}:
            return ["127.0.0.1"]
        message = dnslib.DNSRecord(
            dnslib.DNSHeader(qr=1, ra=1), q=dnslib.DNSQuestion(name, getattr(dnslib.QTYPE, kind))
        )
        if kind == "NS":
            message.add_answer(
                dnslib.RR(name, dnslib.QTYPE.NS, rdata=dnslib.NS("ns1.sedoparking.com."), ttl=0)
            )
        return bytes(message.pack())[2:]

    async def run() -> Verdict:
        async with (
            serve(reply(page(body))) as server,
            name_server(answer) as names,
            Net(settings(allow_private=True, nameserver=f"127.0.0.1:{names.port}")) as net,
        ):
            return await _verdict(net, f"http://site.test:{server.port}/notes")

    verdict = asyncio.run(run())

    assert said == (verdict.status, verdict.reason)
    assert ("NS" in asked) == (said[1] == "parked")


def test_a_plain_link_is_not_condemned_by_its_twin(
    settings: Any, serve: Any, reply: Any, page: Any, trust: Any
) -> None:
    """Nobody asks the https port of a link that answers on the other."""

    async def run() -> tuple[Verdict, int]:
        async with (
            serve(reply(page(f"<title>{TITLE}</title>".encode()))) as plain,
            serve(reply(page()), tls=trust.contexts["expired"]) as secure,
            Net(settings(("site.test", 80, plain.port), ("site.test", 443, secure.port))) as net,
        ):
            return await _verdict(net, "http://site.test/notes"), int(secure.connections)

    verdict, connections = asyncio.run(run())

    assert "alive" == verdict.status
    assert 0 == connections


_OK = "HTTP/1.1 200 OK\r\nContent-Type: {}\r\n\r\n"
_HEAD = f"<html><head><title>{TITLE}</title>"


@pytest.mark.parametrize("then", [{"drip": "."}, "hang", "reset"])
@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("text/html", f"{_HEAD}</head><body>", ("alive", "ok")),
        ("text/html", f"{_HEAD}<script>", ("alive", "ok")),
        ("text/html", "<html><head><script>", ("unreachable", "no-page-came")),
        ("text/html", "<!--", ("unreachable", "no-page-came")),
        ("application/pdf", "%PDF-1.7 ", ("alive", "ok")),
    ],
)
def test_a_body_that_never_ends_well(
    settings: Any, serve: Any, kind: str, body: str, then: Any, said: tuple[str, str]
) -> None:
    """Dripping, silent or cut off behind a good status: what counts is whether a reader would see a page."""
    behaviour = behaviour_of({"send": [_OK.format(kind) + body], "then": then})

    async def run() -> Verdict:
        async with (
            serve(behaviour) as server,
            Net(settings(("site.test", 80, server.port), timeout_s=0.6)) as net,
        ):
            return await _verdict(net, "http://site.test/notes")

    verdict = asyncio.run(run())

    assert said == (verdict.status, verdict.reason)
    assert "body-broken" in {signal.code for signal in verdict.signals}
