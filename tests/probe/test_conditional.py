"""The conversation about a link whose page is known: who is asked by what, and what is believed."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page.model import PageFacts
from crawler.probe.flow import FlowPolicy, check_link
from crawler.probe.model import Answer, Exchange, Failure, FailureKind, KnownPage
from crawler.probe.validators import Validators

Converse = Callable[..., Any]
MakeAnswer = Callable[..., Answer]
Fail = Callable[[str], Failure]

URL, NEW = "https://a.test/books/bayes", "https://b.test/bayes"
TITLE = "Bayes Rules!"
HTML = f"<title>{TITLE}</title>"
MONDAY = "Mon, 02 Nov 2026 03:17:00 GMT"
VALIDATORS = Validators(etag='W/"v1"', last_modified=MONDAY)
PAGE = PageFacts(title=TITLE, html_title=TITLE, names=(TITLE,))


def _known(url: str = URL, page: PageFacts | None = PAGE) -> KnownPage:
    return KnownPage(url=url, validators=VALIDATORS, read_at=datetime(2026, 11, 2, tzinfo=UTC), page=page)


def _conditions(talk: Any) -> list[bool]:
    return [bool(probe.conditions) for probe in talk.probes]


def test_an_unchanged_page_is_one_request(converse: Converse, answer: MakeAnswer) -> None:
    """The 304 is the evidence, the facts are those that were read before."""
    talk = converse(URL, [answer(304)], title=TITLE, known=_known())

    assert [(("if-none-match", 'W/"v1"'), ("if-modified-since", MONDAY))] == [p.headers for p in talk.probes]
    assert 304 == talk.evidence.final.answer.status
    assert _known() == talk.evidence.unchanged
    assert PAGE == talk.evidence.page


def test_a_changed_page_is_read(converse: Converse, answer: MakeAnswer) -> None:
    """A 200 to the same request is a page like any other."""
    talk = converse(URL, [answer(html="<title>Bayes Rules, 2nd</title>")], title=TITLE, known=_known())

    assert "Bayes Rules, 2nd" == talk.evidence.page.title
    assert talk.evidence.unchanged is None
    assert 1 == len(talk.probes)


def test_the_end_of_a_chain_is_asked_by_what_is_known(converse: Converse, answer: MakeAnswer) -> None:
    """The validators are its own: no hop on the way is asked by them."""
    talk = converse(URL, [answer(301, location=NEW), answer(304)], title=TITLE, known=_known(NEW))

    assert [False, True] == _conditions(talk)
    assert [(URL, 301, NEW)] == [(hop.url, hop.code, hop.target) for hop in talk.evidence.hops]
    assert NEW == talk.evidence.final_url
    assert talk.evidence.unchanged is not None


def test_a_chain_that_ends_elsewhere_by_now_is_read(converse: Converse, answer: MakeAnswer) -> None:
    """A validator goes to nobody but the URL that gave it."""
    other = "https://c.test/bayes"
    talk = converse(URL, [answer(301, location=other), answer(html=HTML)], title=TITLE, known=_known(NEW))

    assert [False, False] == _conditions(talk)
    assert talk.evidence.unchanged is None


def test_the_address_must_be_the_same_to_the_letter(converse: Converse, answer: MakeAnswer) -> None:
    """Another scheme, host or query is another resource."""
    for url in ("http://a.test/books/bayes", f"{URL}?x", "https://www.a.test/books/bayes", f"{URL}/"):
        assert [False] == _conditions(converse(url, [answer(html=HTML)], title=TITLE, known=_known()))


def test_whoever_holds_a_cookie_is_not_asked_by_it(converse: Converse, answer: MakeAnswer) -> None:
    """What was known was read without the cookie."""
    answers = [answer(302, location=URL, set_cookie="seen=1"), answer(html=HTML)]
    talk = converse("https://a.test/", answers, title=TITLE, known=_known())

    assert [("cookie", "seen=1")] == list(talk.probes[1].headers)


def test_a_retry_asks_in_full(converse: Converse, answer: MakeAnswer) -> None:
    """503 passes, and is no word about the page; the next attempt wants to know for sure."""
    talk = converse(URL, [answer(503), answer(html=HTML)], title=TITLE, known=_known())

    assert [True, False] == _conditions(talk)
    assert [1, 2] == [probe.attempt for probe in talk.probes]
    assert [0.0, 1.0] == [probe.wait_s for probe in talk.probes]


def test_a_cut_connection_is_retried_in_full(converse: Converse, answer: MakeAnswer, fail: Fail) -> None:
    """Some firewalls cut what they do not know."""
    talk = converse(URL, [fail("connection-reset"), answer(html=HTML)], title=TITLE, known=_known())

    assert [True, False] == _conditions(talk)
    assert TITLE == talk.evidence.page.title


@pytest.mark.parametrize("status", [400, 403, 404, 410, 412, 501])
def test_a_refusal_is_not_concluded_from_a_conditional_request(
    converse: Converse, answer: MakeAnswer, status: int
) -> None:
    """A server that chokes on the conditions has said nothing of the page."""
    talk = converse(URL, [answer(status), answer(html=HTML)], title=TITLE, known=_known())

    assert [True, False] == _conditions(talk)
    assert [1, 1] == [probe.attempt for probe in talk.probes]
    assert 200 == talk.evidence.final.answer.status


def test_a_page_that_is_gone_by_now_is_gone(converse: Converse, answer: MakeAnswer) -> None:
    talk = converse(URL, [answer(404), answer(404)], title=TITLE, known=_known())

    assert 404 == talk.evidence.final.answer.status
    assert not talk.evidence.final.probe.conditions
    assert talk.evidence.unchanged is None


def test_a_304_for_another_version_is_not_believed(converse: Converse, answer: MakeAnswer) -> None:
    """It is asked for in full at once."""
    talk = converse(URL, [answer(304, etag='"v9"'), answer(html=HTML)], title=TITLE, known=_known())

    assert [True, False] == _conditions(talk)
    assert 200 == talk.evidence.final.answer.status
    assert talk.evidence.unchanged is None


def test_a_304_that_nobody_asked_for_is_no_page(converse: Converse, answer: MakeAnswer) -> None:
    """It stands for nothing that is known."""
    talk = converse(URL, [answer(304)], title=TITLE)
    after_doubt = converse(URL, [answer(304, etag='"v9"'), answer(304)], title=TITLE, known=_known())

    for evidence in (talk.evidence, after_doubt.evidence):
        assert (None, None) == (evidence.page, evidence.unchanged)
        assert 304 == evidence.final.answer.status


def test_an_unchanged_page_needs_no_control_page(converse: Converse, answer: MakeAnswer) -> None:
    """It was compared when it was read: a name unlike the entry's does not smell anew every night."""
    page = PageFacts(title="Something Else", html_title="Something Else", names=("Something Else",))
    talk = converse(URL, [answer(304)], title=TITLE, known=_known(page=page))

    assert [URL] == talk.asked


def test_no_control_page_is_asked_by_what_is_known(converse: Converse, answer: MakeAnswer) -> None:
    """Not even where the control page is the known one's address."""
    control = "https://a.test/books/tok"
    smelly = answer(html="<title>Other</title>")
    talk = converse(URL, [smelly, answer(404)], title=TITLE, known=_known(control))

    assert [URL, control] == talk.asked
    assert [False, False] == _conditions(talk)


def test_a_remembered_refresh_leads_on(converse: Converse, answer: MakeAnswer) -> None:
    """A page that only points elsewhere does so unchanged as well."""
    page = PageFacts(title=TITLE, names=(TITLE,), meta_refresh=(0.0, NEW))
    talk = converse(URL, [answer(304), answer(html=HTML)], title=TITLE, known=_known(page=page))

    assert [URL, NEW] == talk.asked
    assert [(0, NEW)] == [(hop.code, hop.target) for hop in talk.evidence.hops]
    assert talk.evidence.unchanged is None


def test_an_unchanged_file_has_no_page(converse: Converse, answer: MakeAnswer) -> None:
    talk = converse(URL, [answer(304)], known=_known(page=None))

    assert talk.evidence.page is None
    assert talk.evidence.unchanged is not None


@pytest.mark.parametrize("kind", FailureKind)
def test_no_failure_ends_as_unchanged(converse: Converse, fail: Fail, kind: FailureKind) -> None:
    """Silence is not news of no change."""
    talk = converse(URL, lambda _probe: fail(kind.value), title=TITLE, known=_known())

    assert talk.evidence.unchanged is None


_ANSWERS = st.builds(
    lambda status, etag, location, cookie: Answer(
        status=status,
        headers=tuple(
            (name, value)
            for name, value in (("etag", etag), ("location", location), ("set-cookie", cookie))
            if value is not None
        ),
        body=HTML.encode() if status == 200 else b"",
    ),
    st.sampled_from([200, 301, 302, 304, 403, 404, 412, 429, 500, 503]),
    st.sampled_from([None, '"v1"', 'W/"v1"', '"v2"', "*"]),
    st.sampled_from([None, URL, NEW, "https://c.test/"]),
    st.sampled_from([None, "a=b"]),
)


@given(st.lists(_ANSWERS, min_size=1, max_size=8))
def test_a_condition_is_asked_once_and_only_of_its_page(answers: list[Answer]) -> None:
    """Whatever servers answer: the known page's URL alone, at the first attempt, without a cookie."""
    flow = check_link("https://c.test/", TITLE, FlowPolicy(control_token="tok"), known=_known())
    probes, evidence = [], None
    script = itertools.cycle(answers)
    try:
        probe = next(flow)
        while True:
            probes.append(probe)
            probe = flow.send(Exchange(probe=probe, outcome=next(script)))
    except StopIteration as end:
        evidence = end.value

    asked = [probe for probe in probes if probe.conditions]
    assert all((URL, 1, "page") == (probe.url, probe.attempt, probe.purpose) for probe in asked)
    assert not any(name == "cookie" for probe in asked for name, _ in probe.headers)
    assert len(asked) <= 1
    is_304 = evidence.final.answer.status == 304 and bool(evidence.final.probe.conditions)
    assert is_304 == (evidence.unchanged is not None)
    assert not is_304 or evidence.final.answer.header("etag") != '"v2"'
