"""Which addresses a run asks, which it skips, and when each is due again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.catalog.model import Link, Span
from crawler.probe.past import Occurrence, Past, Status
from crawler.probe.plan import Target, due_at, gather, plan, shard_of, spread_of

NOW = datetime(2026, 11, 21, 3, 17, tzinfo=UTC)
HOSTS = st.from_regex(r"(?!www\.)[a-z]{1,8}\.(test|example|co\.uk)", fullmatch=True)


def _link(url: str, *, entry: str = "e", title: str | None = None, ignored: str | None = None) -> Link:
    return Link(
        entry=entry,
        field="url",
        url=url,
        file="catalog.yaml",
        line=1,
        column=1,
        span=Span(start=0, end=0),
        route=("resources", 0, "url"),
        title=title,
        ignored_because=ignored,
    )


def _past(status: Status, *, confirmed: bool = True) -> Past:
    return Past(status=status, reason="r", confirmed=confirmed, since=NOW, asked_at=NOW)


def test_one_address_is_one_target() -> None:
    """Spellings of one address are asked once, in catalog order, fragments and passwords apart."""
    links = [
        _link("https://b.test"),
        _link("https://A.test/x#one"),
        _link("https://a.test:443/x#two"),
        _link("https://u:p@a.test/x"),
        _link("nonsense"),
    ]

    targets = gather(links)

    assert ["https://b.test/", "https://a.test/x", "nonsense"] == [target.url for target in targets]
    assert [1, 3, 1] == [len(target.links) for target in targets]


def test_lead_is_a_link_with_a_title() -> None:
    """The page is judged by the first title that a link has, and by no ignored link while another is not."""
    bare, titled, ignored = (
        _link("https://a.test/"),
        _link("https://a.test/", title="Bayes"),
        _link("https://a.test/", title="Ignored", ignored="reason"),
    )

    assert titled == Target(url="https://a.test/", links=(bare, titled, ignored)).lead
    assert titled == Target(url="https://a.test/", links=(ignored, titled)).lead
    assert bare == Target(url="https://a.test/", links=(ignored, bare)).lead
    assert ignored == Target(url="https://a.test/", links=(ignored,)).lead


def test_occurrences() -> None:
    """A target names every place in which it stands."""
    target = gather([_link("https://a.test/", entry="one"), _link("https://a.test/#x", entry="two")])[0]

    expected = tuple(Occurrence(file="catalog.yaml", entry=entry, field="url") for entry in ("one", "two"))
    assert expected == target.occurrences


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (None, ["mml-book", "cs229", "cs231n"]),
        ("cs*", ["cs229", "cs231n"]),
        ("cs229", ["cs229"]),
        ("*mml.test*", ["mml-book"]),
        ("https://c*", ["cs229", "cs231n"]),
        ("CS*", []),
        ("", []),
    ],
)
def test_only(only: str | None, expected: list[str]) -> None:
    """A glob over ids and addresses picks links; its case counts."""
    links = [
        _link("https://mml.test/", entry="mml-book"),
        _link("https://cs229.test/", entry="cs229"),
        _link("https://cs231n.test/", entry="cs231n"),
    ]

    assert expected == [target.links[0].entry for target in gather(links, only=only)]


@given(st.lists(HOSTS, min_size=1, max_size=30, unique=True), st.integers(1, 12))
def test_shards_part_the_catalog(hosts: list[str], shards: int) -> None:
    """Every address is in exactly one shard."""
    links = [_link(f"https://{host}/{number}") for number, host in enumerate(hosts)]

    parts = [gather(links, shard=(number, shards)) for number in range(1, shards + 1)]

    joined = [target.url for part in parts for target in part]
    assert sorted(target.url for target in gather(links)) == sorted(joined)


@given(HOSTS, st.integers(1, 64))
def test_host_is_whole_in_a_shard(host: str, shards: int) -> None:
    """`www.` and bare, http and https, every port and page of a host go to one shard, so its pace holds."""
    spellings = [f"https://{host}/", f"http://www.{host}/a?b", f"https://{host}:8443/c"]

    found = {shard_of(url, shards) for url in spellings}

    assert 1 == len(found)
    assert 1 <= found.pop() <= shards


def test_shards_are_even() -> None:
    """Of a thousand hosts each of eight shards gets a fair part."""
    counts = [0] * 8
    for number in range(1000):
        counts[shard_of(f"https://host-{number}.test/", 8) - 1] += 1

    assert min(counts) > 90
    assert max(counts) < 160


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://a.test/", None),
        ("HTTP://a.test", None),
        ("mailto:a@b.test", "unsupported-scheme"),
        ("ftp://a.test/x", "unsupported-scheme"),
        ("javascript:alert(1)", "unsupported-scheme"),
        ("nonsense", "unsupported-scheme"),
        ("https://a.test/{user}", "template"),
        ("https://{host}/", "template"),
        ("https://<host>/", "template"),
        ("%s/page", "template"),
    ],
)
def test_plan_by_scheme(url: str, reason: str | None) -> None:
    """Only http and https are asked, and no address that a program must fill in first."""
    skip = plan(_link(url))

    assert reason == (skip.reason if skip else None)


def test_plan_of_an_ignored_link() -> None:
    """An ignore rule that is in force skips with its own words."""
    skip = plan(_link("https://a.test/", ignored="the entry says: seen in a browser: bot wall"))

    assert skip is not None
    assert ("ignored", "the entry says: seen in a browser: bot wall") == (skip.reason, skip.detail)


@pytest.mark.parametrize(
    ("status", "confirmed", "expected"),
    [
        (Status.DEAD, True, timedelta(days=30)),
        (Status.CHANGED, True, timedelta(days=30)),
        (Status.DEAD, False, timedelta(hours=20)),
        (Status.CHANGED, False, timedelta(hours=20)),
        (Status.UNREACHABLE, False, timedelta(hours=20)),
        (Status.UNREACHABLE, True, timedelta(hours=20)),
        (Status.INSECURE, True, timedelta(hours=20)),
    ],
)
def test_failing_links_are_due_soon(status: Status, *, confirmed: bool, expected: timedelta) -> None:
    """Failing links are asked every night until they are confirmed dead, then every thirty days."""
    assert NOW + expected == due_at("https://a.test/", _past(status, confirmed=confirmed))


@given(st.text(), st.sampled_from([Status.ALIVE, Status.MOVED, Status.BLOCKED, Status.SKIPPED]))
def test_others_are_spread(url: str, status: Status) -> None:
    """Other links wait one to two weeks, the same for the same address in every run."""
    wait = due_at(url, _past(status)) - NOW

    assert timedelta(days=7) <= wait <= timedelta(days=14)
    assert wait == due_at(url, _past(status)) - NOW


@given(st.text() | st.just("https://a.test/\ud800"))
def test_spread_is_a_share(text: str) -> None:
    """The spread lies between nothing and one, for any text that can be encoded or not."""
    assert 0 <= spread_of(text) < 1


def test_spread_differs() -> None:
    """A thousand addresses fall on every tenth of the interval."""
    tenths = {int(spread_of(f"https://a.test/{number}") * 10) for number in range(1000)}

    assert set(range(10)) == tenths
