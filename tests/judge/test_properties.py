"""Laws of the judge over random small webs, driven through the real conversation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.laws import HARD_FACTS, PASSING, REFUSED_KINDS
from support.replay import Web, link_of, replay

from crawler.judge import Case, Verdict, build_case, decide, judge, read_signals, remember, settle
from crawler.judge.crowd import Crowds
from crawler.probe import urls
from crawler.probe.doubt import LIKE_FROM, UNLIKE_BELOW
from crawler.probe.past import Past, Status

if TYPE_CHECKING:
    import random

HOSTS = ("https://a.test", "http://a.test", "https://www.a.test", "https://b.test")
PATHS = (
    "/", "/book", "/old/book", "/courses", "/en/", "/login", "/consent", "/404.html", "/x;jsessionid=1",
    "/index.php", "/book.pdf", "/suspended", "/book?token=1",
)  # fmt: skip
TITLES = (
    "Bayes Rules!", "Bayes Rules! | A Press", "Casino", "Page not found", "Sign in", "Just a moment...",
    "This domain is for sale", "Under maintenance", "", "Before you continue",
)  # fmt: skip
ADDRESSES = st.builds(str.__add__, st.sampled_from(HOSTS), st.sampled_from(PATHS))
FAILURES = (
    "name-not-found",
    "dns-timeout",
    "connection-reset",
    "read-timeout",
    "certificate-expired",
    "tls-handshake",
)
# The milder the later; what is not asked or is walled is no worse than a failure.
BADNESS = (
    Status.ALIVE, Status.MOVED, Status.SKIPPED, Status.BLOCKED, Status.INSECURE, Status.UNREACHABLE,
    Status.CHANGED, Status.DEAD,
)  # fmt: skip


def _page(title: str, extra: str, status: int) -> dict[str, Any]:
    return {"status": status, "html": f"<title>{title}</title>{extra}<h1>{title}</h1>"}


PAGES = st.builds(
    _page,
    st.sampled_from(TITLES),
    st.sampled_from(["", "<script src=/a.js></script>", "<input type=password>"]),
    st.sampled_from([200, 200, 200, 203, 404, 410, 403, 500]),
)
REDIRECTS = st.builds(
    lambda code, to: {"status": code, "headers": {"location": to}},
    st.sampled_from([301, 302, 303, 307, 308]),
    ADDRESSES,
)
ANSWERS = st.one_of(
    PAGES, PAGES, REDIRECTS, REDIRECTS, st.sampled_from(FAILURES).map(lambda kind: {"fail": kind})
)
WEBS = st.dictionaries(ADDRESSES, ANSWERS, max_size=8).flatmap(
    lambda web: ANSWERS.map(lambda rest: {**web, "*": rest})
)
CODES = st.sampled_from([301, 301, 301, 308, 302, 307])


def _chain(addresses: list[str], codes: list[int], end: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A link and the web that leads from it to an end: at random, two addresses seldom fit together."""
    hops = zip(addresses, addresses[1:], codes, strict=False)
    web: dict[str, Any] = {one: {"status": code, "headers": {"location": to}} for one, to, code in hops}
    return addresses[0], {**web, addresses[-1]: end, "*": {"status": 404}}


CHAINS = st.builds(
    _chain,
    st.lists(ADDRESSES, min_size=1, max_size=4, unique=True),
    st.lists(CODES, min_size=3, max_size=3),
    st.one_of(
        PAGES,
        st.just(_page("Bayes Rules!", "", 200)),
        st.sampled_from([_page(title, "<input type=password>", 200) for title in TITLES]),
    ),
)
ENTRY_TITLES = st.sampled_from(["Bayes Rules!", "Graph Theory", None])
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
PASTS = st.none() | st.builds(
    lambda best, title: Past(
        status=Status.ALIVE, reason="ok", confirmed=True, since=LONG_AGO, asked_at=LONG_AGO,
        succeeded_at=LONG_AGO, best_title_match=best, title=title,
    ),
    st.sampled_from([None, 0.2, 1.0]),
    st.sampled_from([None, "Bayes Rules!", "Casino"]),
)  # fmt: skip


Chain = tuple[str, dict[str, Any]]


def _started(chain: Chain, title: str | None) -> tuple[str, str | None, dict[str, Any]]:
    return chain[0], title, chain[1]


def _case(url: str, title: str | None, web: dict[str, Any], past: Past | None = None) -> Case:
    link = link_of({"entry": {"url": url, "title": title}})
    return build_case(link, replay(url, title, Web(web)), past)


@settings(max_examples=300, deadline=None)
@given(ADDRESSES, ENTRY_TITLES, WEBS, PASTS, st.randoms(use_true_random=False))
def test_order_of_signals_does_not_matter(
    url: str, title: str | None, web: dict[str, Any], past: Past | None, chance: random.Random
) -> None:
    """However the facts are shuffled, status, reason, confidence and new address are the same."""
    case = _case(url, title, web, past)
    signals = list(read_signals(case))
    first = decide(case, tuple(signals))
    chance.shuffle(signals)
    again = decide(case, tuple(signals))

    assert _said(first) == _said(again)
    assert sorted(first.because) == sorted(again.because)


def _said(verdict: Verdict) -> tuple[object, ...]:
    return verdict.status, verdict.reason, verdict.confidence, verdict.moved_to


@settings(max_examples=300, deadline=None)
@given(ADDRESSES, ENTRY_TITLES, WEBS, st.sampled_from(PASSING))
def test_a_retry_that_succeeds_worsens_nothing(
    url: str, title: str | None, web: dict[str, Any], trouble: dict[str, Any]
) -> None:
    """Trouble that passes at the next attempt changes neither status nor reason; trouble that stays may."""
    address = urls.normalise(url) or url
    answer = web.get(address, web["*"])
    calm = judge(_case(url, title, web))
    passing = judge(_case(url, title, {**web, address: [trouble, answer]}))
    staying = judge(_case(url, title, {**web, address: trouble}))

    if "fail" not in answer and answer.get("status") not in {429, 500, 503}:
        assert (calm.status, calm.reason) == (passing.status, passing.reason)
        is_success = calm.status in {Status.ALIVE, Status.MOVED}
        assert not is_success or BADNESS.index(passing.status) <= BADNESS.index(staying.status)


@settings(max_examples=300, deadline=None)
@given(ADDRESSES, ENTRY_TITLES, WEBS, WEBS)
def test_a_second_opinion_worsens_nothing(
    url: str, title: str | None, web: dict[str, Any], later: dict[str, Any]
) -> None:
    """Of two opinions the worse one never stands where somebody gave a better answer."""
    one, other = _case(url, title, web), _case(url, title, later)
    first, second = judge(one), judge(other)
    case, settled = settle((one, first), (other, second))

    answered = [v for c, v in ((one, first), (other, second)) if c.evidence.final.answer is not None]
    assert settled.status in {first.status, second.status}
    assert all(
        BADNESS.index(settled.status) <= BADNESS.index(v.status) for v in answered if v.status != "skipped"
    )
    assert len(case.evidence.exchanges) == len(one.evidence.exchanges) + len(other.evidence.exchanges)


@settings(max_examples=500, deadline=None)
@given(CHAINS, ENTRY_TITLES, PASTS)
def test_dead_needs_a_hard_fact_or_a_streak(chain: Chain, title: str | None, past: Past | None) -> None:
    """One run calls nothing dead without a fact that names death; memory alone does so after a streak."""
    verdict = judge(_case(*_started(chain, title), past))
    hard = HARD_FACTS & {signal.code for signal in verdict.signals}
    assert verdict.status is not Status.DEAD or hard

    memory = past
    for night in range(9):
        said, memory = remember(verdict, memory, LONG_AGO + timedelta(days=1 + night))
        is_lost = said.reason == "unreachable-for-long" and night >= 6 and said.confirmed
        assert said.status is not Status.DEAD or hard or is_lost
        assert not said.confirmed or said.status is not Status.DEAD or night >= 1


@settings(max_examples=600, deadline=None)
@given(CHAINS, ENTRY_TITLES, PASTS)
def test_moved_to_is_sound(chain: Chain, title: str | None, past: Past | None) -> None:
    """A new address is absolute, ends alive, is no weaker than the old one, and no place for everybody."""
    url, case = chain[0], _case(*_started(chain, title), past)
    verdict = judge(case)

    assert (verdict.moved_to is not None) == (verdict.status is Status.MOVED)
    if verdict.moved_to is None:
        return
    target, final = verdict.moved_to, case.evidence.final
    assert urls.scheme_of(target) in {"http", "https"}
    assert urls.normalise(target) != urls.normalise(url)
    assert final.answer is not None
    assert 200 <= final.answer.status < 300
    assert not (urls.scheme_of(url) == "https" and urls.scheme_of(target) == "http")
    for is_kind in REFUSED_KINDS:
        assert is_kind(url) or not (is_kind(target) or is_kind(final.probe.url)), is_kind.__name__
    assert all(hop.is_permanent for hop in case.evidence.hops if hop.target == target)


FALLEN = ("/old/x", "/old/y", "/old/z", "/a", "/b?id=1")


@settings(max_examples=300, deadline=None)
@given(
    ADDRESSES,
    PAGES,
    CODES,
    st.lists(st.sampled_from(["Graph Theory", "Casino", "Logic", None]), min_size=5, max_size=5),
)
def test_a_crowd_only_condemns_what_is_not_its_own(
    end: str, page: dict[str, Any], code: int, titles: list[str | None]
) -> None:
    """A crowd may turn what was fine into a soft 404; refusals, silence and its own work are spared. A link
    without a title loses its new address alone.
    """
    web = {f"https://a.test{path}": {"status": code, "headers": {"location": end}} for path in FALLEN}
    web |= {end: page, "*": {"status": 404}}
    crowds = Crowds()
    cases = {
        f"https://a.test{path}": _case(f"https://a.test{path}", title, web)
        for path, title in zip(FALLEN, titles, strict=True)
    }
    for url, case in cases.items():
        crowds.note(url, case, judge(case))
    for url, case in cases.items():
        alone = judge(case)
        _, together = crowds.judged(url, case, alone)
        is_same = _said(alone) == _said(together)
        is_untitled = case.link.title is None and together.reason == "untitled-shared-target"
        assert is_same or together.moved_to is None
        assert is_same or together.status is (Status.ALIVE if is_untitled else Status.DEAD)
        assert is_same or alone.status in {Status.ALIVE, Status.MOVED, Status.DEAD, Status.CHANGED}
        assert is_same or case.title_match is None or case.title_match < UNLIKE_BELOW
        assert is_same or all((other.title_match or 0) < LIKE_FROM for other in cases.values())
