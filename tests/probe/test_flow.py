"""The conversation about one link, driven without a network: what is asked, in which order, with what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.catalog.model import Link, Span
from crawler.judge import Verdict, build_case, judge
from crawler.probe import urls
from crawler.probe.flow import FlowPolicy, check_link
from crawler.probe.model import (
    FIRST_STACK,
    HTTP2_STACK,
    SECOND_STACK,
    Answer,
    Evidence,
    Exchange,
    Failure,
    FailureKind,
    Probe,
)
from crawler.probe.past import Status

Converse = Callable[..., Any]
MakeAnswer = Callable[..., Answer]
Fail = Callable[[str], Failure]

URL = "https://a.test/books/bayes"
CONTROL = "https://a.test/books/tok"


def test_plain_page_is_one_probe(converse: Converse, answer: MakeAnswer) -> None:
    """A page that answers and carries the title costs one request, with no header of its own."""
    talk = converse(URL + "#ch2", [answer(html="<title>Bayes Rules!</title>")], title="Bayes Rules!")

    assert [Probe(url=URL)] == talk.probes
    assert URL + "#ch2" == talk.evidence.url
    assert URL == talk.evidence.final_url
    assert "Bayes Rules!" == talk.evidence.page.title
    assert (None, None, None) == (talk.evidence.control, talk.evidence.hidden, talk.evidence.site)


def test_address_is_normalised_before_it_is_asked(converse: Converse, answer: MakeAnswer) -> None:
    """What is asked is the serialised address, without password and fragment."""
    talk = converse("HTTP://u:p@A.test:80/x/../y#z", [answer(204)])

    assert ["http://a.test/y"] == talk.asked


def test_nonsense_is_asked_as_it_stands(converse: Converse, fail: Fail) -> None:
    """What is no address goes to the network as it is, which says so."""
    talk = converse("https://", [fail("invalid-url")])

    assert ["https://"] == talk.asked
    assert FailureKind.INVALID_URL is talk.evidence.final.failure.kind


def test_every_hop_is_a_probe(converse: Converse, answer: MakeAnswer) -> None:
    """Redirects are followed one probe at a time, and the evidence keeps each with its status."""
    answers = [answer(301, location="/b"), answer(302, location="https://b.test/c#d"), answer(204)]
    talk = converse("https://a.test/a", answers)

    assert ["https://a.test/a", "https://a.test/b", "https://b.test/c"] == talk.asked
    expected = [
        ("https://a.test/a", 301, "https://a.test/b"),
        ("https://a.test/b", 302, "https://b.test/c#d"),
    ]
    assert expected == [(hop.url, hop.code, hop.target) for hop in talk.evidence.hops]
    assert 3 == len(talk.evidence.exchanges)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_statuses(converse: Converse, answer: MakeAnswer, status: int) -> None:
    """Five statuses redirect."""
    talk = converse(URL, [answer(status, location="/b"), answer(204)])

    assert 2 == len(talk.probes)


@pytest.mark.parametrize("status", [200, 201, 300, 304, 305, 306, 404])
def test_other_statuses_do_not_redirect(converse: Converse, answer: MakeAnswer, status: int) -> None:
    """A Location field beside any other status is no redirect."""
    talk = converse(URL, [answer(status, location="/b")])

    assert [URL] == talk.asked


@pytest.mark.parametrize(
    ("location", "error"),
    [
        ("https://", "bad-redirect"),
        ("javascript:alert(1)", "bad-redirect"),
        ("file:///etc/passwd", "bad-redirect"),
        ("ftp://a.test/x", "bad-redirect"),
        (URL, "redirect-loop"),
        ("#top", "redirect-loop"),
    ],
)
def test_redirects_that_lead_nowhere(
    converse: Converse, answer: MakeAnswer, location: str, error: str
) -> None:
    """A redirect to another scheme or back to itself ends the chain, and is named."""
    talk = converse(URL, [answer(302, location=location)])

    assert error == talk.evidence.chain_error
    assert 1 == len(talk.probes)


@pytest.mark.parametrize("fields", [{}, {"location": ""}])
def test_a_redirect_that_says_nowhere_is_a_page(
    converse: Converse, answer: MakeAnswer, fields: dict[str, str]
) -> None:
    """Browsers show what it carries."""
    talk = converse(URL, [answer(301, **fields)])

    assert (None, ()) == (talk.evidence.chain_error, talk.evidence.hops)


@pytest.mark.parametrize(
    ("url", "stack", "kind", "stacks"),
    [
        (URL, SECOND_STACK, "connection-reset", [SECOND_STACK, HTTP2_STACK]),
        (URL, SECOND_STACK, "protocol-error", [SECOND_STACK, HTTP2_STACK]),
        (URL, SECOND_STACK, "connection-refused", [SECOND_STACK]),
        ("http://a.test/b", SECOND_STACK, "connection-reset", [SECOND_STACK]),
        (URL, FIRST_STACK, "protocol-error", [FIRST_STACK]),
    ],
)
def test_http2_is_offered_where_both_stacks_failed(
    converse: Converse, answer: MakeAnswer, fail: Fail, url: str, stack: str, kind: str, stacks: list[str]
) -> None:
    """A server may speak it alone; whoever is not there is not asked once more."""
    talk = converse(
        url,
        lambda probe: answer(204) if probe.stack == HTTP2_STACK else fail(kind),
        policy=FlowPolicy(stack=stack, retries=0),
    )

    assert stacks == [probe.stack for probe in talk.probes if probe.verify]
    assert (HTTP2_STACK in stacks) == (talk.evidence.final.answer is not None)


def test_where_http2_fails_as_well_the_second_stack_speaks(converse: Converse, fail: Fail) -> None:
    """Its words are kept, and both exchanges."""
    talk = converse(
        URL,
        lambda probe: fail("protocol-error" if probe.stack == HTTP2_STACK else "connection-reset"),
        policy=FlowPolicy(stack=SECOND_STACK, retries=0),
    )

    assert SECOND_STACK == talk.evidence.final.probe.stack
    assert HTTP2_STACK in [each.probe.stack for each in talk.evidence.exchanges]


def test_hops_are_limited(converse: Converse, answer: MakeAnswer) -> None:
    """A chain that never ends is left after the policy's number of hops."""
    policy = FlowPolicy(max_hops=4)
    talk = converse(URL, lambda probe: answer(302, location=probe.url + "x"), policy=policy)

    assert ("too-many-redirects", 4, 5) == (
        talk.evidence.chain_error,
        len(talk.evidence.hops),
        len(talk.probes),
    )


def test_slow_chains_are_left(converse: Converse, answer: MakeAnswer) -> None:
    """Waits that servers ask for count, retries of the first hop among them; a slow page is not given up."""
    policy = FlowPolicy(max_chain_s=30.0)
    wait = [answer(503, retry_after="16"), answer(302, location="/b")]

    assert "slow-redirects" == converse(URL, wait * 2, policy=policy).evidence.chain_error
    assert None is converse(URL, [*wait, answer(200)], policy=policy).evidence.chain_error


@pytest.mark.parametrize(
    ("content", "asked"),
    [
        ("0; url=/b", 2),
        ("10;URL='/b'", 2),
        ("11; url=/b", 1),
        ("300", 1),
        ("0", 1),
        ("0; url=" + URL, 1),
        ("0; url=#top", 1),
        ("0; url=javascript:alert(1)", 1),
    ],
)
def test_meta_refresh(converse: Converse, answer: MakeAnswer, content: str, asked: int) -> None:
    """A quick refresh to another page is a redirect with code 0; a slow one, or one to itself, is none."""
    page = f'<title>x</title><meta http-equiv="refresh" content="{content}">'
    talk = converse(URL, [answer(html=page), answer(204)][:asked])

    assert asked == len(talk.probes)
    assert [0] * (asked - 1) == [hop.code for hop in talk.evidence.hops]


def test_cookie_is_kept_between_hops(converse: Converse, answer: MakeAnswer) -> None:
    """A cookie that an answer sets goes along with the next request to its host."""
    talk = converse(URL, [answer(302, location="/b", set_cookie="seen=1; Path=/"), answer(204)])

    assert [None, "seen=1"] == [talk.header(0), talk.header(1)]


def test_loop_ends_where_a_cookie_is_new(converse: Converse, answer: MakeAnswer) -> None:
    """The same address with another cookie is another question, so it is no loop."""
    talk = converse(URL, [answer(302, location=URL, set_cookie="seen=1; Path=/"), answer(204)])

    assert None is talk.evidence.chain_error
    assert [URL, URL] == talk.asked


def test_ever_new_cookies_end_too(converse: Converse, answer: MakeAnswer) -> None:
    """A loop with a new cookie each time is bounded by the number of hops."""
    count = iter(range(100))
    talk = converse(URL, lambda _: answer(302, location=URL, set_cookie=f"n={next(count)}; Path=/"))

    assert "too-many-redirects" == talk.evidence.chain_error


def test_cookie_goes_to_no_other_host(converse: Converse, answer: MakeAnswer) -> None:
    """A cookie of one host is not sent to another, nor over plain HTTP where it is Secure."""
    talk = converse(
        URL,
        [
            answer(302, location="https://b.test/", set_cookie=["own=1; Path=/", "s=2; Path=/; Secure"]),
            answer(302, location="http://a.test/c"),
            answer(204),
        ],
    )

    assert [None, None, "own=1"] == [talk.header(number) for number in range(3)]


@pytest.mark.parametrize(
    ("outcomes", "waits"),
    [
        ([(503, None)] * 3, [0.0, 1.0, 2.0]),
        ([(503, None), (200, None)], [0.0, 1.0]),
        ([(429, "7"), (200, None)], [0.0, 7.0]),
        ([(429, "31")], [0.0]),
        ([(500, "0"), (502, "0"), (504, "0")], [0.0, 0.0, 0.0]),
        ([(404, None)], [0.0]),
        ([(403, "5")], [0.0]),
    ],
)
def test_attempts_and_waits(
    converse: Converse, answer: MakeAnswer, outcomes: list[tuple[int, str | None]], waits: list[float]
) -> None:
    """What may pass is asked again, later each time or when the server says, and not for ever."""
    answers = [answer(code, **({"retry_after": after} if after else {})) for code, after in outcomes]
    talk = converse(URL, answers)

    assert waits == [probe.wait_s for probe in talk.probes]
    assert list(range(1, len(waits) + 1)) == [probe.attempt for probe in talk.probes]


def test_retries_start_anew_on_each_hop(converse: Converse, answer: MakeAnswer) -> None:
    """A hop after a retried one is at its first attempt, without a wait."""
    talk = converse(URL, [answer(503), answer(302, location="/b"), answer(503), answer(204)])

    assert [(1, 0.0), (2, 1.0), (1, 0.0), (2, 1.0)] == [
        (probe.attempt, probe.wait_s) for probe in talk.probes
    ]
    assert 4 == len(talk.evidence.exchanges)


def test_retry_sends_the_same_cookie(converse: Converse, answer: MakeAnswer) -> None:
    """An attempt that is made again carries what the first one did."""
    talk = converse(URL, [answer(302, location="/b", set_cookie="a=1; Path=/"), answer(503), answer(204)])

    assert [None, "a=1", "a=1"] == [talk.header(number) for number in range(3)]


def test_stack_and_reading_go_along(converse: Converse, answer: MakeAnswer) -> None:
    """Every probe of a conversation is for the policy's stack and reads as much as it says."""
    policy = FlowPolicy(stack="second", read="all", control_token="tok")
    talk = converse(
        URL, [answer(302, location="/"), answer(html="<title>Boots</title>"), answer(404)], policy=policy
    )

    assert {("second", "all")} == {(probe.stack, probe.read) for probe in talk.probes}
    assert ["page", "page", "control"] == [probe.purpose for probe in talk.probes]


def test_read_none_asks_no_control(converse: Converse, answer: MakeAnswer) -> None:
    """Where no body is read there is no page to smell at."""
    talk = converse(
        URL, [answer(302, location="/"), answer()], policy=FlowPolicy(read="none", control_token="t")
    )

    assert [URL, "https://a.test/"] == talk.asked
    assert None is talk.evidence.page


@pytest.mark.parametrize(
    ("title", "html", "smells"),
    [
        ("Bayes Rules!", "<title>Bayes Rules!</title>", False),
        ("Bayes Rules!", "<title>Winter boots for everybody</title>", True),
        ("Bayes Rules!", "<title>Page not found</title>", True),
        ("Bayes Rules!", "<title>Bayes Rules!</title><h1>Page not found</h1>", True),
        ("Bayes", "<title>Bayes</title>", False),
        ("Bayes", "<title>Bayes</title><p>Nothing but the name of its address.", True),
        ("Bayes Rules!", "<title>Bayes Rules!</title><p>A book on data and belief.", False),
        ("Bayes Rules!", "<title>Bayes Rules!</title><p>For members only.", True),
        ("Bayes Rules!", "<title>Bayes Rules!</title><p>For members only." + "<p>Words." * 300, False),
        (None, "<title>Winter boots for everybody</title>", False),
        (None, "<title>Seite nicht gefunden</title>", True),
        (None, "<h1>404</h1>", True),
        ("Bayes Rules!", "<p>no name at all</p>", True),
    ],
)
def test_control_only_where_it_smells(
    converse: Converse, answer: MakeAnswer, title: str | None, html: str, *, smells: bool
) -> None:
    """A page that cannot exist is asked for only where this one may not be what it should."""
    talk = converse(URL, [answer(html=html), answer(404)][: 1 + smells], title=title)

    assert ([URL, CONTROL] if smells else [URL]) == talk.asked
    assert smells == (talk.evidence.control is not None)


def test_control_after_a_redirect_upwards(converse: Converse, answer: MakeAnswer) -> None:
    """A redirect to a folder above, or to an error page, smells by itself; so does, without a title to tell,
    one to another name.
    """
    for location, title, asked in (
        ("/", None, 3),
        ("/404/not-found/x", None, 3),
        ("/books/other", None, 3),
        ("/volumes/bayes.html", None, 2),
        ("/books/other", "Winter boots", 2),
    ):
        answers = [answer(302, location=location), answer(html="<title>Winter boots</title>"), answer(404)]
        talk = converse(URL, answers[:asked], title=title)

        assert asked == len(talk.probes), location


def test_control_token_is_the_runs(converse: Converse, answer: MakeAnswer) -> None:
    """The page that cannot exist is named by the run's token; without one none is asked for."""
    page = answer(html="<title>Page not found</title>")
    named = converse(URL, [page, answer(404)], policy=FlowPolicy(control_token="0123abcd"))
    unnamed = converse(URL, [page], policy=FlowPolicy())

    assert "https://a.test/books/0123abcd" == named.asked[-1]
    assert [URL] == unnamed.asked


def test_control_is_hasty(converse: Converse, answer: MakeAnswer) -> None:
    """The control page is asked once, and followed for five hops at most."""
    page = answer(html="<title>Page not found</title>")
    failing = converse(URL, [page, answer(503)])
    endless = converse(URL, lambda probe: page if probe.url == URL else answer(302, location=probe.url + "x"))

    assert 2 == len(failing.probes)
    assert 1 + 6 == len(endless.probes)


def test_control_has_cookies_of_its_own(converse: Converse, answer: MakeAnswer) -> None:
    """The control page is asked as a stranger asks."""
    talk = converse(
        URL,
        [
            answer(302, location="/books/b", set_cookie="a=1; Path=/"),
            answer(html="<title>Page not found</title>"),
            answer(404),
        ],
    )

    assert [None, "a=1", None] == [talk.header(number) for number in range(3)]


def test_front_page_has_no_control(converse: Converse, answer: MakeAnswer) -> None:
    """Nearly every host answers its front page unlike anything else, so there is nothing to compare."""
    talk = converse("https://a.test/", [answer(html="<title>Page not found</title>")])

    assert 1 == len(talk.probes)


FRONT = "https://a.test/"
GATE = "https://a.test/terms"


def _sent_to(end: str, answer: MakeAnswer, **others: Answer) -> Callable[[Probe], Answer]:
    """A web whose pages are all sent to one; `others` are answers by the purpose of the probe."""
    page = answer(html="<title>Terms of use</title>")
    return lambda probe: page if probe.url == end else others.get(probe.purpose) or answer(302, location=end)


def test_front_page_where_all_are_sent_to_one_end(converse: Converse, answer: MakeAnswer) -> None:
    """The front page of a site that may have a gate is asked after the control page."""
    talk = converse(URL, _sent_to(GATE, answer), title="Bayes Rules!")

    assert [URL, GATE, CONTROL, GATE, FRONT, GATE] == talk.asked
    assert ["page", "page", "control", "control", "front", "front"] == [each.purpose for each in talk.probes]
    assert talk.evidence.front is talk.evidence.exchanges[5]
    assert GATE == talk.evidence.front.probe.url


@pytest.mark.parametrize(
    "end",
    [
        "https://b.test/terms", "https://a.test/?terms=1", "https://a.test/en/", "https://a.test/en/home",
        "https://a.test/wiki/Main_Page", "https://a.test/404", "https://a.test/login",
    ],
)  # fmt: skip
def test_front_page_is_not_asked(converse: Converse, answer: MakeAnswer, end: str) -> None:
    """Not where the end is another site's, a front page itself, or says by its address what it is."""
    talk = converse(URL, _sent_to(end, answer), title="Bayes Rules!")

    assert None is talk.evidence.front
    assert [URL, end, CONTROL, end] == talk.asked


def test_front_page_is_not_asked_where_the_ends_differ(converse: Converse, answer: MakeAnswer) -> None:
    """A control page that is another, is sent elsewhere, or comes home on its way, shows no gate."""
    another, elsewhere = answer(html="<title>Shelves</title>"), answer(302, location="/other")
    for control in (another, elsewhere, answer(302, location="/"), answer(404), answer(503)):
        talk = converse(URL, _sent_to(GATE, answer, control=control), title="Bayes Rules!")

        assert None is talk.evidence.front, control
        assert "front" not in {probe.purpose for probe in talk.probes}


def test_front_page_is_asked_in_haste(converse: Converse, answer: MakeAnswer) -> None:
    """Once, whatever comes of it."""
    talk = converse(URL, _sent_to(GATE, answer, front=answer(503)), title="Bayes Rules!")

    assert [URL, GATE, CONTROL, GATE, FRONT] == talk.asked
    assert talk.evidence.front is not None
    assert FRONT == talk.evidence.front.probe.url


@pytest.mark.parametrize("status", [404, 500, 302])
def test_control_only_after_success(converse: Converse, answer: MakeAnswer, status: int) -> None:
    """A page that already says by its status that it is not there needs no control."""
    policy = FlowPolicy(retries=0, control_token="tok")
    talk = converse(URL, [answer(status, html="<title>Page not found</title>")], policy=policy)

    assert [URL] == talk.asked


@pytest.mark.parametrize(
    "kind",
    ["certificate-expired", "certificate-wrong-host", "certificate-self-signed", "tls-handshake"],
)
def test_look_behind_a_certificate(converse: Converse, answer: MakeAnswer, fail: Fail, kind: str) -> None:
    """A bad certificate is looked behind once, without checking it, without cookies and without a body."""
    talk = converse(
        URL,
        [answer(302, location="/b", set_cookie="a=1; Path=/"), fail(kind), answer(200)],
    )

    last = talk.probes[-1]
    assert Probe(url="https://a.test/b", purpose="unverified", verify=False, read="none") == last
    assert (200, kind) == (talk.evidence.hidden.answer.status, talk.evidence.final.failure.kind)
    assert [True, True, False] == [probe.verify for probe in talk.probes]


def test_other_failures_are_not_looked_behind(converse: Converse, fail: Fail) -> None:
    """Only what a certificate or handshake hides is looked for."""
    talk = converse(URL, lambda _: fail("connect-timeout"))

    assert 1 == len(talk.probes)


def test_body_of_an_error_is_read(converse: Converse, answer: MakeAnswer) -> None:
    """An error page's facts are kept, for walls show themselves there."""
    talk = converse(URL, [answer(403, html="<title>Just a moment...</title>")])

    assert "Just a moment..." == talk.evidence.page.title


def test_location_in_raw_utf_8(converse: Converse, answer: MakeAnswer) -> None:
    """Raw UTF-8, which the wire hands over as Latin-1, is read as browsers read it; other bytes stay."""
    utf_8 = converse(URL, [answer(301, location="/wyk\u00c5\u0082ady"), answer(204)])
    latin_1 = converse(URL, [answer(301, location="/caf\u00e9"), answer(204)])

    assert "https://a.test/wyk%C5%82ady" == utf_8.asked[-1]
    assert "https://a.test/caf%C3%A9" == latin_1.asked[-1]


def test_site_is_asked_first(converse: Converse, answer: MakeAnswer) -> None:
    """A site's own interface is asked before the page, and its answer spares the control page."""
    url = "https://www.youtube.com/watch?v=abc"
    talk = converse(url, [answer(404), answer(html="<title> - YouTube</title>")], title="Bayes Rules!")

    assert ["site", "page"] == [probe.purpose for probe in talk.probes]
    assert "gone" == talk.evidence.site.state
    assert "all" == talk.probes[0].read


def test_silent_interface_says_nothing(converse: Converse, answer: MakeAnswer, fail: Fail) -> None:
    """Where the interface fails the conversation goes on as for any page."""
    url = "https://www.youtube.com/watch?v=abc"
    talk = converse(url, [fail("read-timeout"), answer(html="<title>Page not found</title>"), answer(404)])

    assert None is talk.evidence.site
    assert ["site", "page", "control"] == [probe.purpose for probe in talk.probes]


# Properties: whatever servers answer.

PLACES = [
    "/",
    "/books/bayes",
    "/login",
    "/404",
    "/en/",
    "/x?sid=1",
    "#f",
    "//b.test/x",
    "http://a.test/y",
    "ftp://x",
]
TITLES = [
    "Bayes Rules!",
    "Page not found",
    "Winter boots for everybody",
    "This domain is for sale",
    "Sign in",
    "",
]
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            ["location", "set-cookie", "retry-after", "date", "content-type", "cf-mitigated", "server"]
        ),
        st.sampled_from([*PLACES, "a=1", "0", "3", "Mon, 01 Jan 2024 00:00:00 GMT"]) | st.text(max_size=12),
    ),
    max_size=4,
).map(tuple)
BODIES = st.sampled_from(TITLES).map(lambda title: f"<title>{title}</title>".encode()) | st.binary(
    max_size=40
)
STATUSES = st.sampled_from(
    [200, 204, 301, 302, 307, 308, 401, 403, 404, 410, 429, 500, 503, 999]
) | st.integers(100, 999)
ANSWERS = st.builds(Answer, status=STATUSES, headers=HEADERS, body=BODIES)
OUTCOMES = ANSWERS | st.sampled_from(list(FailureKind)).map(
    lambda kind: Failure(kind=kind, detail=kind.value)
)
STARTS = st.sampled_from(
    [URL, "https://a.test/", "http://a.test/old", "https://youtu.be/x", "https://a.test/login"]
)
PROPERTY_POLICY = FlowPolicy(control_token="tok", max_hops=5, retries=1)
MOST_PROBES = 1 + 2 * (5 + 1) + 1 + 2 * (5 + 1) + 2
"""The site's interface and a chain with one retry each, a look behind a certificate, the chains of the
control page and the front page."""


def _drive(url: str, title: str | None, outcomes: list[Answer | Failure]) -> Evidence:
    flow = check_link(url, title, PROPERTY_POLICY)
    count = 0
    try:
        probe = next(flow)
        while True:
            count += 1
            assert count <= MOST_PROBES
            probe = flow.send(Exchange(probe=probe, outcome=outcomes[(count - 1) % len(outcomes)]))
    except StopIteration as stop:
        evidence: Evidence = stop.value
        return evidence


def _judge(url: str, title: str | None, evidence: Evidence) -> Verdict:
    link = Link(
        entry="e",
        field="url",
        url=url,
        file="c.yaml",
        line=1,
        column=1,
        span=Span(start=0, end=0),
        route=("resources", 0, "url"),
        title=title,
    )
    return judge(build_case(link, evidence, None))


@given(STARTS, st.sampled_from(["Bayes Rules!", None]), st.lists(OUTCOMES, min_size=1, max_size=12))
@settings(max_examples=300, deadline=None)
def test_any_web_ends_in_evidence_and_a_verdict(
    url: str, title: str | None, outcomes: list[Answer | Failure]
) -> None:
    """Whatever comes back, a conversation ends after few probes, and what it saw can be judged."""
    evidence = _drive(url, title, outcomes)
    verdict = _judge(url, title, evidence)

    assert evidence.final in evidence.exchanges
    assert all(urls.scheme_of(exchange.probe.url) in {"http", "https"} for exchange in evidence.exchanges)
    assert verdict.because
    assert all("\n" not in reason for reason in verdict.because)


@given(STARTS, st.sampled_from(["Bayes Rules!", None]), st.lists(ANSWERS, min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_replacement_is_fit(url: str, title: str | None, outcomes: list[Answer | Failure]) -> None:
    """A replacement is absolute, no downgrade, of no unfit kind, and its end answered with success."""
    evidence = _drive(url, title, outcomes)
    verdict = _judge(url, title, evidence)

    if verdict.moved_to is not None:
        assert Status.MOVED is verdict.status
        assert evidence.final.answer is not None
        assert 200 <= evidence.final.answer.status < 300
        assert urls.scheme_of(verdict.moved_to) in {"http", "https"}
        assert (urls.scheme_of(url), urls.scheme_of(verdict.moved_to)) != ("https", "http")
        kinds = (urls.is_login, urls.is_consent, urls.is_error_page, urls.is_session, urls.is_home)
        assert [] == [kind for kind in kinds if kind(verdict.moved_to) and not kind(url)]
    else:
        assert Status.MOVED is not verdict.status


HARD = frozenset(
    {
        "not-found",
        "gone",
        "name-not-found",
        "site-says-gone",
        "title-says-missing",
        "same-as-control",
        "redirect-to-home",
        "redirect-to-error-page",
    }
)


@given(STARTS, st.sampled_from(["Bayes Rules!", None]), st.lists(OUTCOMES, min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_dead_has_a_hard_signal(url: str, title: str | None, outcomes: list[Answer | Failure]) -> None:
    """Nothing is called dead without a fact that names death."""
    verdict = _judge(url, title, _drive(url, title, outcomes))

    if verdict.status is Status.DEAD:
        assert HARD & {signal.code for signal in verdict.signals}


@given(
    st.sampled_from(["Bayes Rules!", None]),
    st.sampled_from([429, 500, 502, 503, 504]) | st.sampled_from(["connection-reset", "dns-failure"]),
)
def test_retry_that_succeeds_is_as_good_as_success(title: str | None, hiccup: int | str) -> None:
    """A page that answers at the second attempt gets the verdict of one that answered at once."""
    good = Answer(status=200, body=b"<title>Bayes Rules!</title>")
    first = (
        Answer(status=hiccup) if isinstance(hiccup, int) else Failure(kind=FailureKind(hiccup), detail=hiccup)
    )

    at_once = _judge(URL, title, _drive(URL, title, [good]))
    at_second = _judge(URL, title, _drive(URL, title, [first, good]))

    assert (at_once.status, at_once.reason) == (at_second.status, at_second.reason)
    assert "recovered-on-retry" in {signal.code for signal in at_second.signals}
