"""Which address is offered in a link's place, and why others are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.judge.model import Case
from crawler.judge.replacement import permanent_target, refused_because, replacement
from crawler.page.model import PageFacts
from crawler.probe.doubt import LIKE_FROM, UNLIKE_BELOW

MakeCase = Callable[..., Case]


@pytest.mark.parametrize(
    ("hops", "expected"),
    [
        ("", None),
        ("301 /b", "https://a.test/b"),
        ("308 /b", "https://a.test/b"),
        ("302 /b", None),
        ("303 /b", None),
        ("307 /b", None),
        ("0 /b", None),
        ("301 /b 308 /c", "https://a.test/c"),
        ("301 /b 302 /c", "https://a.test/b"),
        ("301 /b 302 /c 301 /d", "https://a.test/b"),
        ("302 /b 301 /c", None),
        ("301 /b 0 /c", "https://a.test/b"),
    ],
)
def test_permanent_prefix(make_case: MakeCase, hops: str, expected: str | None) -> None:
    """Only the unbroken run of 301 and 308 from the start says which address to use."""
    assert expected == permanent_target(make_case(hops=hops).evidence)


@pytest.mark.parametrize(
    ("url", "hops", "reason"),
    [
        ("https://a.test/a/b", "301 /a/c", None),
        ("http://a.test/a/b", "301 https://a.test/a/b", None),
        ("http://a.test/a/b", "301 http://www.a.test/a/b", None),
        ("https://a.test/a/b", "301 http://a.test/a/c", "it would fall back from https to http"),
        ("https://a.test/a/b", "301 /login?next=x", "it leads to a sign-in page"),
        ("https://a.test/a/b", "301 /a/c 302 /login", "it leads to a sign-in page"),
        ("https://a.test/a/b", "301 https://consent.a.test/x", "it leads to a consent page"),
        ("https://a.test/a/b", "301 /404.html", "it leads to an error page"),
        ("https://a.test/a/b", "301 /cgi-sys/suspendedpage.cgi", "it leads to a suspended account"),
        ("https://a.test/a/b", "301 /a/c?PHPSESSID=1", "it leads to a session's own address"),
        ("https://a.test/a/b", "301 https://u:p@a.test/a/c", "it leads to an address with a password"),
        ("https://a.test/a/b", "301 /", "it leads to a front page"),
        ("https://a.test/a/b", "301 /?utm_source=x", "it leads to a front page"),
        ("https://a.test/a/b", "301 /index.php", "it leads to a front page"),
        ("https://a.test/a/b", "301 /en/", "it leads to a front page in one language"),
        ("https://a.test/", "301 /en/", "it leads to a front page in one language"),
        ("https://a.test/a/b", "301 /search?q=b", "it leads to what a search finds"),
        ("https://a.test/a/b", "301 /welcome", "it leads to a front page by another name"),
        *(
            ("https://a.test/a/b", f"301 {end}", "it leads to a page that stands in for others")
            for end in (
                "/maintenance.html",
                "/captcha?u=1",
                "/cdn-cgi/challenge?x=1",
                "/unavailable",
                "/region-blocked",
                "/signup",
                "/register?x=1",
                "/age-verification?r=1",
                "/unsupported-browser",
                "/de/seite-nicht-gefunden",
                "/fehler.html",
                "/gone.html",
                "/oops",
                "/suspended.page/",
                "/retired",
                "/a/c?nocookies=1",
                "/a/b?cookieSet=1",
                "/page-introuvable",
            )
        ),
        *(
            ("https://a.test/a/b", f"301 {end}", "it leads to a parked domain")
            for end in (
                "https://www.hugedomains.com/x.cfm?d=a",
                "https://ww38.b.test/a",
                "https://sedo.com/x/",
            )
        ),
        ("https://github.com/a/b", "301 https://github.com/c", "it leads to no repository"),
        ("https://github.com/a/b", "301 https://github.com/c/d", None),
        ("https://github.com/a/b", "301 https://b.test/tool", None),
        ("https://github.com/a/b", "301 https://github.com/topics/b", "it leads to no repository"),
        ("https://gitlab.a.test/a/b", "301 https://gitlab.a.test/-/b", "it leads to no repository"),
        (
            "https://a.test/a/b",
            "301 https://bit.ly/b 302 https://b.test/b",
            "it leads to a shortened address",
        ),
        ("https://bit.ly/b", "301 https://tinyurl.com/b 301 https://b.test/b", None),
        (
            "https://bit.ly/b",
            "301 https://click.b.test/7 302 https://c.test/b",
            "it leads to whoever counts visitors on their way",
        ),
        ("https://bit.ly/b", "301 https://b.test/b 302 https://www.b.test/b/1", None),
        ("https://a.test/a/b", "301 https://b.test/b 302 https://c.test/b", None),
        *(
            (url, "301 https://press.test/b", "a persistent identifier is meant to redirect")
            for url in (
                "https://doi.org/10.1000/1",
                "https://purl.a.test/b",
                "http://hdl.library.a.test/1/2",
                "https://doi.a.test/10.1000/1",
                "https://a.test/ark:/12345/b",
                "https://a.test/ark:12345/b",
            )
        ),
        ("https://doi.test/a/b", "301 https://press.test/b", None),
        ("https://a.test/ark/b", "301 https://press.test/b", None),
        ("https://purl.a.test/a/b", "301 https://www.purl.org/b", None),
        ("https://a.test/a/b", "301 /gone-with-the-wind", None),
        ("https://a.test/a/b", "301 /books/welcome", None),
        ("https://a.test/a/b", "301 /search", None),
        ("https://a.test/search?q=b", "301 /find/?q=b", None),
        # What the origin was is no objection
        ("https://a.test/login", "301 /signin", None),
        ("https://a.test/", "301 https://www.a.test/", None),
        ("https://a.test/en/", "301 /fr/", None),
        ("https://a.test/x?sid=1", "301 /x/?sid=2", None),
        ("https://a.test/404", "301 /errors/404", None),
    ],
)
def test_unfit_targets(make_case: MakeCase, url: str, hops: str, reason: str | None) -> None:
    """No address of a kind that no catalog should carry is offered, wherever in the chain it stands."""
    case = make_case(url=url, hops=hops, match=1.0)
    target = permanent_target(case.evidence)

    assert target is not None
    assert reason == refused_because(case, target)
    assert (reason is None) == (replacement(case) is not None)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (
            PageFacts(title="Bayes", text_sample="Name and password", has_password_field=True),
            "its page asks for a password",
        ),
        (PageFacts(title="Bayes", text_sample="words " * 200, has_password_field=True), None),
        (PageFacts(title="Bayes", text_sample="Buy this domain."), "its page offers the domain"),
        (PageFacts(title="Bayes", text_sample="words " * 300 + "Buy this domain."), None),
        (PageFacts(title="Bayes", text_sample="Name and password"), None),
    ],
)
def test_unfit_pages(make_case: MakeCase, page: PageFacts, reason: str | None) -> None:
    """The work's title over a form, or over a sale of the domain, makes no page of the work."""
    case = make_case(url="https://a.test/a/b", hops="301 /bayes", match=1.0, page=page)

    assert reason == refused_because(case, "https://a.test/bayes")


@pytest.mark.parametrize(
    ("url", "hops", "target"),
    [
        ("https://a.test/b", "301 /c 301 /b", None),
        ("https://a.test/b", "301 /b", None),
        ("https://a.test/b", "301 /c 302 /b", None),
        ("https://a.test/b", "301 /c 302 /b/", None),
        ("https://a.test/b", "301 /c 301 /b/", "https://a.test/b/"),
        ("http://a.test/b", "301 https://a.test/c 301 https://a.test/b", "https://a.test/b"),
        ("http://a.test/b", "301 https://a.test/b 301 /c 301 /b", "https://a.test/b"),
        ("https://a.test/b", "301 /c 301 /d 301 /c 301 /e", "https://a.test/e"),
        ("https://a.test/b", "301 /c 301 /b 301 /e", "https://a.test/e"),
        ("https://a.test/b", "301 /c 301 /b 302 /e", None),
        ("https://a.test/b", "301 /c 302 /e", "https://a.test/c"),
    ],
)
def test_a_way_round_moves_nothing(make_case: MakeCase, url: str, hops: str, target: str | None) -> None:
    """What is passed on the way back to an address replaces nothing; what moved before or after it did."""
    assert target == permanent_target(make_case(url=url, hops=hops, match=1.0).evidence)


@pytest.mark.parametrize(
    ("target", "match", "offered"),
    [
        # Within the site the page must not belie the title
        ("https://a.test/new/bayes", 1.0, True),
        ("https://a.test/new/bayes", UNLIKE_BELOW, True),
        ("https://a.test/new/bayes", UNLIKE_BELOW - 0.01, False),
        ("https://a.test/new/bayes", None, True),
        # At another site it must show the title
        ("https://b.test/new/bayes", LIKE_FROM, True),
        ("https://b.test/new/bayes", LIKE_FROM - 0.01, False),
        ("https://b.test/new/bayes", None, False),
        # Spelling needs no proof
        ("https://www.a.test/books/bayes/", 0.0, True),
        ("https://www.a.test/books/bayes/", None, True),
    ],
)
def test_proof_by_title(make_case: MakeCase, target: str, match: float | None, *, offered: bool) -> None:
    """The further a page has moved, the more its title has to say."""
    case = make_case(hops=f"301 {target}", match=match, page=PageFacts(title="Bayes Rules!"))

    assert (target if offered else None) == replacement(case)


@pytest.mark.parametrize(
    ("url", "target", "offered"),
    [
        ("https://a.test/book.pdf", "https://b.test/files/book.pdf", True),
        ("https://a.test/book.pdf", "https://b.test/files/other.pdf", False),
        ("https://a.test/book", "https://b.test/book", False),
        ("https://smith.github.io/book", "https://jones.github.io/book", False),
    ],
)
def test_documents_without_a_title(make_case: MakeCase, url: str, target: str, *, offered: bool) -> None:
    """Where there is no title to compare, another site's file must at least bear the same name."""
    case = make_case(url=url, hops=f"301 {target}")

    assert (target if offered else None) == replacement(case)


@pytest.mark.parametrize(
    ("link", "target", "expected"),
    [
        ("https://a.test/x", "/y", "https://a.test/y"),
        ("https://a.test/x#ch2", "/y", "https://a.test/y#ch2"),
        ("https://a.test/x#ch2", "/y#new", "https://a.test/y#new"),
        ("https://a.test/x", "/y#new", "https://a.test/y#new"),
        ("https://a.test/x#", "/y", "https://a.test/y#"),
    ],
)
def test_fragment_is_kept(make_case: MakeCase, link: str, target: str, expected: str) -> None:
    """The catalog's fragment goes along unless the redirect names one of its own (RFC 9110 10.2.2)."""
    assert expected == replacement(make_case(url=link, hops=f"301 {target}", match=1.0))
