"""robots.txt: what may be asked, and what its own failures mean."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.net.robots import ALLOW_ALL, MOST_REDIRECTS, Robots, parse_policy, read_policy
from crawler.net.target import Target, read_target
from crawler.probe.model import (
    FIRST_STACK,
    HTTP2_STACK,
    Answer,
    Exchange,
    Failure,
    FailureKind,
    Probe,
)

Outcome = Answer | Failure


def _exchange(outcome: Outcome, url: str = "http://a.test/robots.txt") -> Exchange:
    return Exchange(probe=Probe(url=url), outcome=outcome)


def _target(url: str) -> Target:
    target = read_target(url)
    assert isinstance(target, Target)
    return target


@pytest.mark.parametrize(
    ("rules", "path", "is_allowed"),
    [
        ("", "/x", True),
        ("User-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow:", "/x", True),
        ("User-agent: *\nDisallow: /private", "/public", True),
        ("User-agent: *\nDisallow: /private", "/private/x", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf?a", True),
        ("User-agent: catalog-crawler\nDisallow: /", "/x", False),
        ("User-agent: Catalog-Crawler\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: catalog-crawler\nAllow: /", "/x", True),
        ("User-agent: otherbot\nDisallow: /", "/x", True),
        ("User-agent: crawler\nDisallow: /", "/x", True),
        # RFC 9309 2.2.1: product tokens are compared whole, in any case
        ("User-agent: catalog\nDisallow: /", "/x", True),
        ("User-agent: cat\nDisallow: /", "/x", True),
        ("User-agent: catalog-crawler-news\nDisallow: /", "/x", True),
        ("User-agent: crawler\nDisallow: /\n\nUser-agent: *\nDisallow: /a", "/a", False),
        ("User-agent: Catalog-Crawler/2.0\nDisallow: /", "/x", False),
        ("User-agent: catalog-crawler 2.0 # ours\nDisallow: /", "/x", False),
        ("User-agent catalog-crawler\nDisallow: /", "/x", False),
        ("useragent : CATALOG-CRAWLER\nDisallow: /", "/x", False),
        ("User-agent: * # all\nDisallow: /", "/x", False),
        ("User-agent: *bot\nDisallow: /", "/x", True),
        ("User-agent: 2bot\nDisallow: /", "/x", True),
        ("User-agent:\nDisallow: /", "/x", True),
        ("User-agent: a\nUser-agent: catalog-crawler\nUser-agent: b\nDisallow: /", "/x", False),
        ("User-agent: a\nDisallow: /\nUser-agent: catalog-crawler\nDisallow: /b", "/x", True),
        (
            "User-agent: catalog-crawler\nDisallow: /a\n\nUser-agent: Catalog-Crawler\nDisallow: /b",
            "/b",
            False,
        ),
        # RFC 9309 5.1 and 5.2
        ("User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/", "/a.gif", False),
        (
            "User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/",
            "/publications/",
            True,
        ),
        ("User-Agent: foobot\nDisallow:/\nAllow:/example/page.html", "/x", True),
        ("User-Agent: quxbot\nEOF", "/x", True),
        ("User-Agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif", "/x", True),
        ("\ufeffUser-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\r\nDisallow: /x\r\n", "/x", False),
        ("USER-AGENT: *\nDISALLOW: /x", "/x", False),
        ("Disallow: /", "/x", True),
        ("<html><body>Disallow: /</body></html>", "/x", True),
        ("User-agent: *\nDisallow: /ä", "/%C3%A4", False),
    ],
)
def test_rules(rules: str, path: str, is_allowed: bool) -> None:
    """RFC 9309: the longest match, wildcards, our own token before the star."""
    objection = parse_policy(rules.encode()).objection(f"http://a.test{path}")

    assert is_allowed == (objection is None)
    assert objection is None or objection.kind is FailureKind.ROBOTS_DISALLOWED


@pytest.mark.parametrize(
    ("outcome", "objection"),
    [
        (Answer(status=200, body=b"User-agent: *\nDisallow: /"), "robots-disallowed"),
        (Answer(status=206, body=b"User-agent: *\nDisallow: /"), "robots-disallowed"),
        (Answer(status=200, body=b""), None),
        (Answer(status=204), None),
        (Answer(status=401), None),
        (Answer(status=403, body=b"User-agent: *\nDisallow: /"), None),
        (Answer(status=404), None),
        (Answer(status=410), None),
        (Answer(status=429), None),
        (Answer(status=304), None),
        (Answer(status=500), "robots-unreachable"),
        (Answer(status=503), "robots-unreachable"),
        (Answer(status=599), "robots-unreachable"),
        (Failure(kind=FailureKind.READ_TIMEOUT, detail=""), "robots-unreachable"),
        (Failure(kind=FailureKind.CONNECT_TIMEOUT, detail=""), "connect-timeout"),
        (Failure(kind=FailureKind.NAME_NOT_FOUND, detail=""), None),
        (Failure(kind=FailureKind.CONNECTION_REFUSED, detail=""), None),
        (Failure(kind=FailureKind.CONNECTION_RESET, detail=""), None),
        (Failure(kind=FailureKind.CERTIFICATE_EXPIRED, detail=""), None),
        (Failure(kind=FailureKind.TLS_HANDSHAKE, detail=""), None),
        (Failure(kind=FailureKind.PROTOCOL_ERROR, detail=""), None),
        (Failure(kind=FailureKind.FORBIDDEN_ADDRESS, detail=""), None),
    ],
)
def test_what_an_answer_means(outcome: Outcome, objection: str | None) -> None:
    """Missing allows all, broken forbids all, and where the page will fail alike it may tell so itself."""
    found = read_policy(_exchange(outcome)).objection("http://a.test/x")

    assert objection == (found and found.kind.value)


@pytest.mark.parametrize(
    ("rules", "delay_s"),
    [
        (b"User-agent: *\nCrawl-delay: 5", 5.0),
        (b"User-agent: *\nCrawl-delay: 0.5\nDisallow: /x", 0.5),
        (b"User-agent: other\nCrawl-delay: 5", None),
        (b"User-agent: *\nCrawl-delay: soon", None),
        (b"User-agent: *\nCrawl-delay: nan", None),
        (b"User-agent: *\nDisallow: /", None),
        (b"", None),
    ],
)
def test_crawl_delay(rules: bytes, delay_s: float | None) -> None:
    """A delay for us is read; what is no number is none."""
    assert delay_s == parse_policy(rules).crawl_delay_s


def test_origins_without_rules_share_one_value() -> None:
    """Memory follows the number of rules, not of hosts."""
    assert parse_policy(b"User-agent: *\nSitemap: /x") is ALLOW_ALL
    assert read_policy(_exchange(Answer(status=404))) is ALLOW_ALL


@given(st.binary(max_size=2000))
def test_noise_is_no_rules_and_raises_nothing(noise: bytes) -> None:
    """Random bytes are parsed to some policy."""
    parse_policy(b"User-agent: *\nDisallow: " + noise).objection("http://a.test/x")
    parse_policy(noise).objection("http://a.test/x")


class _Web:
    """Answers by URL, and the URLs in the order asked."""

    def __init__(self, **pages: Outcome | str) -> None:
        self.pages = pages
        self.asked: list[str] = []

    async def __call__(self, probe: Probe) -> Exchange:
        self.asked.append(probe.url)
        await asyncio.sleep(0)
        path = probe.url.rpartition("/")[2].partition(".")[0]
        page = self.pages[path]
        if isinstance(page, str):
            page = Answer(status=301, headers=(("location", page),))
        return _exchange(page, probe.url)


DISALLOW = Answer(status=200, body=b"User-agent: *\nDisallow: /")


def test_one_fetch_per_origin() -> None:
    """Concurrent and later askers share the fetch; another scheme or port is another origin."""
    web = _Web(robots=DISALLOW)

    async def run() -> None:
        robots = Robots(web)
        await asyncio.gather(*(robots.policy(_target(f"http://a.test/{number}")) for number in range(5)))
        for url in ("http://a.test/", "https://a.test/", "http://a.test:8080/", "http://www.a.test/"):
            await robots.policy(_target(url))

    asyncio.run(run())

    assert [
        "http://a.test/robots.txt",
        "https://a.test/robots.txt",
        "http://a.test:8080/robots.txt",
        "http://www.a.test/robots.txt",
    ] == web.asked


@pytest.mark.parametrize(
    ("pages", "is_allowed", "fetches"),
    [
        ({"robots": "/one", "one": DISALLOW}, False, 2),
        ({"robots": "http://b.test/one", "one": "two", "two": DISALLOW}, False, 3),
        ({"robots": "/robots"}, True, MOST_REDIRECTS + 1),
        ({"robots": "http://[bad/"}, True, 1),
        (
            {"robots": "ftp://b.test/one", "one": Failure(kind=FailureKind.UNSUPPORTED_SCHEME, detail="")},
            True,
            2,
        ),
    ],
)
def test_redirects(pages: dict[str, Outcome | str], is_allowed: bool, fetches: int) -> None:
    """Five redirects are followed, each a probe of its own; more, or a broken one, is no robots.txt."""
    web = _Web(**pages)

    async def run() -> Failure | None:
        policy = await Robots(web).policy(_target("http://a.test/x"))
        return policy.objection("http://a.test/x")

    assert is_allowed == (asyncio.run(run()) is None)
    assert fetches == len(web.asked)


def test_slow_redirects_are_followed_for_half_a_minute() -> None:
    """Each comes just before its deadline, and all links of the host wait behind."""
    web = _Web(robots="/robots")

    async def ask_slowly(probe: Probe) -> Exchange:
        return replace(await web(probe), elapsed_s=19.0)

    policy = asyncio.run(Robots(ask_slowly).policy(_target("http://a.test/x")))

    assert policy is ALLOW_ALL
    assert 2 == len(web.asked)


def test_an_unreachable_one_is_fetched_again_for_a_second_attempt() -> None:
    """An outage of robots.txt may pass; rules that were read stay."""
    web, now = _Web(robots=Answer(status=503)), [0.0]

    async def run() -> list[bool]:
        robots = Robots(web, clock=lambda: now[0])
        target, url = _target("http://a.test/x"), "http://a.test/x"
        said = [(await robots.policy(target)).objection(url) is None]
        web.pages["robots"] = Answer(status=404)
        now[0] = 5.0
        said.append((await robots.policy(target)).objection(url) is None)
        said.append((await robots.policy(target, renew=True)).objection(url) is None)
        now[0] = 10.0
        said.append((await robots.policy(target, renew=True)).objection(url) is None)
        return said

    assert [False, False, True, True] == asyncio.run(run())
    assert len(web.asked) == 2


@pytest.mark.parametrize(
    ("scheme", "kind", "stacks", "is_allowed"),
    [
        ("https", FailureKind.CONNECTION_RESET, [FIRST_STACK, HTTP2_STACK], False),
        ("https", FailureKind.PROTOCOL_ERROR, [FIRST_STACK, HTTP2_STACK], False),
        ("http", FailureKind.CONNECTION_RESET, [FIRST_STACK], True),
        ("https", FailureKind.CONNECTION_REFUSED, [FIRST_STACK], True),
    ],
)
def test_a_server_of_http2_alone_has_rules_too(
    scheme: str, kind: FailureKind, stacks: list[str], is_allowed: bool
) -> None:
    """Its pages will be asked so as well."""
    asked: list[str] = []

    async def ask(probe: Probe) -> Exchange:
        asked.append(probe.stack)
        rules = Answer(status=200, body=b"User-agent: *\nDisallow: /")
        return Exchange(
            probe=probe, outcome=rules if probe.stack == HTTP2_STACK else Failure(kind=kind, detail="")
        )

    policy = asyncio.run(Robots(ask).policy(_target(f"{scheme}://a.test/x")))

    assert stacks == asked
    assert is_allowed == (policy.objection(f"{scheme}://a.test/x") is None)
