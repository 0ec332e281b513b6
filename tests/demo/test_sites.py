"""The sites keep their promises: what is expected of each is what a plain visitor finds there."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import Any

import pytest

from crawler.demo import DAYS, SITES
from crawler.demo.model import CERTIFICATE_TROUBLES, NAME_TROUBLES, Site, Trouble
from crawler.demo.sites import SECTIONS
from crawler.probe.past import REACHED, Status

# Sites that serve their page at the second request of the day.
SECOND_TIME = ("busy-once", "rate-limited-once")
# Sites whose answer is no page, one to be unpacked or refreshed first, wordless, or called otherwise.
WITHOUT_PAGE = (
    "huge-pdf", "gzip-bomb", "empty-body", "no-content", "image", "meta-refresh", "single-page-application",
    "video-kept", "re-registered",
)  # fmt: skip
CHARSETS = {
    "latin-1-page": "latin-1",
    "shift-jis-page": "shift_jis",
    "windows-1251-page": "windows-1251",
    "utf-16-page": "utf-16",
}
# Blocked with a 200 or 202: what gives them away is in the page, in a header or in oEmbed.
FRIENDLY_WALLS = ("login-page", "aws-waf-challenge", "anubis", "video-private", "video-restricted")
BLOCKING = {401, 402, 403, 429, 451, 503, 999}
# Unreachable, though nothing fails below HTTP.
NEITHER_ERROR_NOR_REDIRECT = {
    "empty-body": 200,
    "get-not-allowed": 405,
    "multiple-choices": 300,
    "not-acceptable": 406,
    "redirect-without-location": 302,
    "robots-server-error": 200,
}
# What these do instead of answering is tested in test_misbehaviour.
MUTE = ("connection-reset", "hanging-server", "closing-server", "another-protocol", "drip-without-a-page")

BY_DAY = [(day, site) for day in DAYS for site in SITES]


def _with(*statuses: Status, answering: bool = False) -> list[object]:
    """Days and sites of which one of the statuses is expected, and, if so wanted, an HTTP answer."""
    return [
        pytest.param(day, site, id=f"{site.id}-{day}")
        for day, site in BY_DAY
        if site.expects[day].status in statuses
        and not (answering and (site.trouble_on(day) or site.id in MUTE))
    ]


def _text(site: Site, body: bytes) -> str:
    """What a page says, on one line."""
    return " ".join(unescape(body.decode(CHARSETS.get(site.id, "utf-8"))).split())


def test_there_are_enough_sites_with_unique_names() -> None:
    """At least 75 sites, and no two share an id, a URL or a host, but for those that one server answers."""
    hosts = {(host, site.respond) for site in SITES for host in site.hosts}

    assert len(SITES) >= 75
    assert [id_ for id_, times in Counter(site.id for site in SITES).items() if times > 1] == []
    assert [url for url, times in Counter(site.url for site in SITES).items() if times > 1] == []
    assert [host for host, times in Counter(host for host, _ in hosts).items() if times > 1] == []


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.id)
def test_labels_are_written_alike(site: Site) -> None:
    """An id is kebab-case, a reason one sentence, a host in .test or known to us, both days are labelled."""
    known = (".test", "youtube.com", "youtu.be", "web.archive.org", "bit.ly", "doi.org")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", site.id)
    assert site.why.endswith(".")
    assert "\n" not in site.why
    assert all(host.endswith(known) for host in site.hosts)
    assert set(DAYS) == set(site.expects)


@pytest.mark.parametrize("day", DAYS)
def test_every_status_is_expected_on_each_day(day: int) -> None:
    """No status is left without a site, on either day."""
    assert set(Status) == {site.expects[day].status for site in SITES}


def test_moved_to_is_given_exactly_where_moved() -> None:
    """A new address belongs to a move and to nothing else."""
    for day, site in BY_DAY:
        expected = site.expects[day]
        assert (expected.status is Status.MOVED) == (expected.moved_to is not None), site.id


def test_the_second_day_is_worth_a_comparison() -> None:
    """Enough sites die, recover, move and change hands between the days."""
    changes = Counter((site.expects[1].status, site.expects[2].status) for site in SITES)
    recoveries = sum(
        times for (was, is_), times in changes.items() if was not in REACHED and is_ is Status.ALIVE
    )

    assert changes[Status.ALIVE, Status.DEAD] >= 5
    assert recoveries >= 5
    assert changes[Status.ALIVE, Status.MOVED] >= 4
    assert changes[Status.ALIVE, Status.CHANGED] == 3
    assert changes[Status.ALIVE, Status.UNREACHABLE] == 1


def test_every_trouble_has_a_site() -> None:
    """No kind of trouble below HTTP is left without a site."""
    assert set(Trouble) == {site.trouble for site in SITES} - {None}


def test_sections_have_headings_of_their_own() -> None:
    """Headings are unique, and no section is empty."""
    headings = [section.heading for section in SECTIONS]

    assert len(headings) == len(set(headings))
    assert all(section.sites for section in SECTIONS)


@pytest.mark.parametrize(("day", "site"), _with(Status.ALIVE, Status.MOVED))
def test_reached_sites_end_in_a_success(visitors: Any, day: int, site: Site) -> None:
    """An alive or moved site answers 2xx at the end of its redirects, and its page carries the title."""
    visitor = visitors[day]
    if site.id in SECOND_TIME:
        visitor.ask(site.url)
    # Enough for a title, and soon there even where the body drips or breaks.
    last = visitor.follow(site.url, limit=250)[-1]

    assert last.status in (200, 204)
    if site.title is not None and site.id not in WITHOUT_PAGE:
        assert site.title in _text(site, last.body)


@pytest.mark.parametrize(("day", "site"), _with(Status.MOVED))
def test_moved_sites_promise_exactly_their_new_address(visitors: Any, day: int, site: Site) -> None:
    """The permanent redirects at the start of the chain end at `moved_to`, the fragment kept."""
    promised, fragment = site.url.partition("#")[0], "".join(site.url.partition("#")[1:])
    for reply in visitors[day].follow(site.url):
        if reply.status not in (301, 308):
            break
        promised = reply.target

    assert site.expects[day].moved_to == promised + fragment


@pytest.mark.parametrize(("day", "site"), _with(Status.DEAD, Status.CHANGED, answering=True))
def test_gone_sites_show_nothing_of_the_entry(visitors: Any, day: int, site: Site) -> None:
    """A dead or changed site says 404 or 410, or shows another page, if need be under the old title."""
    last = visitors[day].follow(site.url)[-1]

    assert last.status in (200, 404, 410)
    shows_title = last.status == 200 and str(site.title) in _text(site, last.body)
    assert shows_title == (site.id == "hijacked-under-its-title")


@pytest.mark.parametrize("id_", [site.id for site in SITES if site.id.startswith("soft-404-")])
def test_soft_404s_answer_an_invented_path_in_the_same_way(
    visitor: Any, url: dict[str, str], id_: str
) -> None:
    """A path that cannot exist gets the very page that the entry's own address gets, with 200."""
    own, invented = visitor.ask(url[id_]), visitor.ask(f"{url[id_]}-a1b2c3")

    assert (200, own.body) == (invented.status, invented.body)


@pytest.mark.parametrize(("day", "site"), _with(Status.BLOCKED))
def test_blocked_sites_refuse(visitors: Any, day: int, site: Site) -> None:
    """A blocked site ends in a refusing status, or in a page that is no resource."""
    last = visitors[day].follow(site.url)[-1]
    is_detour = last.url != site.url and last.status == 200

    assert last.status in BLOCKING or is_detour or site.id in FRIENDLY_WALLS
    assert str(site.title) not in _text(site, last.body)


@pytest.mark.parametrize(("day", "site"), _with(Status.UNREACHABLE, answering=True))
def test_unreachable_sites_give_no_page(visitors: Any, day: int, site: Site) -> None:
    """Where HTTP is spoken at all, the answer is a server's error or a redirect that leads nowhere."""
    last = visitors[day].ask(site.url)
    expected = NEITHER_ERROR_NOR_REDIRECT.get(site.id)

    assert expected == last.status if expected else last.status >= 500 or last.target is not None


def test_name_and_certificate_troubles_differ() -> None:
    """A trouble is one of names, or one of certificates, or one of connections."""
    assert set() == NAME_TROUBLES & CERTIFICATE_TROUBLES
    assert {Trouble.REFUSED, Trouble.PLAIN_ON_443} == set(Trouble) - NAME_TROUBLES - CERTIFICATE_TROUBLES
