"""What is asked of URLs: tables of hits and misses, and that no text whatever raises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.probe import urls

PREDICATES = {
    "is_home": urls.is_home,
    "is_locale_root": urls.is_locale_root,
    "is_login": urls.is_login,
    "is_consent": urls.is_consent,
    "is_error_page": urls.is_error_page,
    "is_suspended": urls.is_suspended,
    "is_session": urls.is_session,
    "has_credentials": urls.has_credentials,
    "is_public_suffix": urls.is_public_suffix,
}
HITS = {
    "is_home": """
        https://a.test  https://a.test/  https://a.test/#/course/7  https://a.test/index.html
        https://a.test/INDEX.PHP  https://a.test/default.aspx  https://a.test/home/  https://a.test/index
        https://a.test/main.php  https://a.test/?utm_source=list&utm_medium=mail  https://a.test/?ref=404
        https://a.test/?fbclid=x  https://a.test/?lang=en  https://a.test/?hl=de&gclid=1  https://a.test:8080/
        http://127.0.0.1/  http://[::1]/""",
    "is_locale_root": """
        https://a.test/en  https://a.test/en/  https://a.test/DE/  https://a.test/pt-br  https://a.test/pt_BR/
        https://a.test/zh-hans/  https://a.test/es-419  https://a.test/fr/index.html  https://a.test/xx-yy/""",
    "is_login": """
        https://a.test/login  https://a.test/Login.aspx  https://a.test/log-in?next=/x  https://a.test/signin
        https://a.test/users/sign_in  https://a.test/wp-login.php  https://a.test/user-login  https://a.test/logon
        https://a.test/saml2/request  https://a.test/oauth2/authorize  https://login.a.test/x
        https://accounts.a.test/  https://a.test/authwall?x  https://a.test/user/loginform
        https://idp.a.test/profile/SAML2  https://a.test/%6Cogin""",
    "is_consent": """
        https://consent.a.test/x  https://a.test/consent  https://a.test/cookie-consent.html
        https://a.test/cookiewall  https://a.test/action/cookieAbsent  https://a.test/gdpr/
        https://a.test/privacy-gate""",
    "is_error_page": """
        https://a.test/404  https://a.test/404/  https://a.test/404.html  https://a.test/en/404
        https://a.test/pt-br/404.php  https://a.test/errors/404  https://a.test/error  https://a.test/Error.aspx
        https://a.test/x/not-found  https://a.test/notfound.html  https://a.test/page_not_found
        https://a.test/project/404.html  https://a.test/error404  https://a.test/errorpage.aspx
        https://a.test/410  https://a.test/error/500  https://a.test/missing  https://a.test/dead-link
        https://a.test/no-longer-available""",
    "is_suspended": """
        https://a.test/cgi-sys/suspendedpage.cgi  https://a.test/account-suspended  https://suspended.a.test/
        https://a.test/bandwidth_exceeded.html  https://a.test/expired-domain  https://a.test/suspended""",
    "is_session": """
        https://a.test/x;jsessionid=1F  https://a.test/x?PHPSESSID=1  https://a.test/x?a=1&sid=2
        https://a.test/(S(lit3py55t21z5v55vlm25s55))/x  https://a.test/x?X-Amz-Signature=1
        https://a.test/x?token=1  https://a.test/cb?code=1&state=2""",
    "has_credentials": "https://u:p@a.test/  https://u@a.test/  https://:p@a.test/",
    "is_public_suffix": "com  co.uk  github.io  test",
}
MISSES = {
    "is_home": """
        https://a.test/book  https://a.test/?p=123  https://a.test/?page_id=7&lang=en
        https://a.test/homepage  https://a.test/home/books  https://a.test/~smith/  https://a.test/en/
        https://a.test/index.php?id=7  mailto:home  nonsense""",
    "is_locale_root": """
        https://a.test/  https://a.test/ml/  https://a.test/ai  https://a.test/la/  https://a.test/cs/
        https://a.test/is  https://a.test/en/book  https://a.test/english  https://a.test/e  nonsense""",
    "is_login": """
        https://a.test/blog/login-design  https://a.test/authors  https://a.test/author/login-smith
        https://a.test/blogin  https://a.test/signing  https://a.test/cas/  https://a.test/docs/checkpoint
        https://loginhelp.a.test/  https://a.test/x?next=/login  https://a.test/authentic  nonsense""",
    "is_consent": """
        https://a.test/informed-consent-forms  https://a.test/cookies  https://a.test/consenting
        https://a.test/x?consent=1  https://myconsent.a.test/  nonsense""",
    "is_error_page": """
        https://a.test/errors-in-variables  https://a.test/courses/404  https://a.test/cs/404/
        https://a.test/topics/error  https://a.test/statistics/missing  https://a.test/missing-data
        https://a.test/4040  https://a.test/blog/404-pages  https://a.test/lost-and-not-found-items
        https://a.test/x?e=404  https://a.test/math/501.html  nonsense""",
    "is_suspended": """
        https://a.test/suspended-chords  https://a.test/suspension-bridges  https://suspendedanimation.test/
        nonsense""",
    "is_session": """
        https://a.test/sessions  https://a.test/?inside=1  https://a.test/x?tokens=3  https://a.test/x?mystate=1
        https://a.test/(S(x))/ nonsense""",
    "has_credentials": "https://a.test/  https://a.test/u:p@b  https://@a.test/  nonsense",
    "is_public_suffix": "a.test  a.co.uk  smith.github.io",
}
SAMPLES = [
    (name, url, expected)
    for expected, table in ((True, HITS), (False, MISSES))
    for name, said in table.items()
    for url in said.split()
]
ANY_TEXT = st.text() | st.text("ht:/@?#.[]%\\ -a0\u00fc\ud800\x00", max_size=20).map("https://".__add__)


@pytest.mark.parametrize(("name", "url", "expected"), SAMPLES)
def test_predicate(name: str, url: str, *, expected: bool) -> None:
    """Each predicate says yes to its hits and no to addresses that only look like them."""
    assert expected == PREDICATES[name](url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://EXAMPLE.test:80/A/../b?x#frag", "http://example.test/b?x"),
        ("https://example.test:443", "https://example.test/"),
        ("https://example.test:8443/", "https://example.test:8443/"),
        ("  https://a.test/x y\n", "https://a.test/x%20y"),
        ("https://bücher.test/ü", "https://xn--bcher-kva.test/%C3%BC"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://017700000001/", "http://127.0.0.1/"),
        ("http://[::FFFF:7f00:1]/", "http://[::ffff:7f00:1]/"),
        ("https://a.test/a/./b/%2e%2e/c", "https://a.test/a/c"),
        ("https:\\\\a.test\\x", "https://a.test/x"),
        ("https://u:p@a.test/x", "https://a.test/x"),
        ("https://a.test/?", "https://a.test/?"),
        ("mailto:a@b.test", "mailto:a@b.test"),
        ("https://", None),
        ("/relative", None),
        ("https://a b.test/", None),
        ("http://300.1.1.1/", None),
        ("https://a.test:99999/", None),
        ("https://a.test/\ud800", None),
        ("", None),
    ],
)
def test_normalise(url: str, expected: str | None) -> None:
    """An address is serialised as browsers do, without fragment and password; what is none gives None."""
    assert expected == urls.normalise(url)


@pytest.mark.parametrize(
    ("base", "reference", "expected"),
    [
        ("https://a.test/x/y", "z", "https://a.test/x/z"),
        ("https://a.test/x/y", " /z ", "https://a.test/z"),
        ("https://a.test/x/y", "../..//z", "https://a.test//z"),
        ("https://a.test/x/y", "//b.test", "https://b.test/"),
        ("https://a.test/x/y", "?q", "https://a.test/x/y?q"),
        ("https://a.test/x/y", "#f", "https://a.test/x/y#f"),
        ("https://a.test/x/y", "javascript:alert(1)", "javascript:alert(1)"),
        ("https://a.test/x/y", "https://", None),
        ("nonsense", "z", None),
    ],
)
def test_resolve(base: str, reference: str, expected: str | None) -> None:
    """A reference is read against its base, its fragment kept."""
    assert expected == urls.resolve(base, reference)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.a.co.uk/x", "a.co.uk"),
        ("https://smith.github.io/x", "smith.github.io"),
        ("https://deep.down.example.com", "example.com"),
        ("https://example.com.", "example.com"),
        ("https://com/", "com"),
        ("http://127.0.0.1/", "127.0.0.1"),
        ("http://[::1]/", "[::1]"),
        ("https://bücher.example.de/", "example.de"),
        ("mailto:a@b.test", ""),
        ("nonsense", ""),
    ],
)
def test_site_of(url: str, expected: str) -> None:
    """A site is the registrable domain by the Public Suffix List, an address itself."""
    assert expected == urls.site_of(url)


@pytest.mark.parametrize(
    ("one", "other", "site", "host"),
    [
        ("https://a.test/x", "http://www.a.test:8080/y", True, True),
        ("https://docs.a.test", "https://a.test", True, False),
        ("https://smith.github.io", "https://jones.github.io", False, False),
        ("https://a.co.uk", "https://b.co.uk", False, False),
        ("http://127.0.0.1", "http://127.0.0.2", False, False),
        ("http://127.0.0.1", "http://127.0.0.1:81", True, True),
    ],
)
def test_same_site_and_host(one: str, other: str, *, site: bool, host: bool) -> None:
    """Sites are compared over public suffixes, hosts with or without `www.`."""
    assert (site, host) == (urls.same_site(one, other), urls.same_host(one, other))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("http://a.test/x", "https://www.a.test/x/", True),
        ("https://a.test/x/index.html", "https://a.test/x", True),
        ("https://a.test/default.aspx", "https://a.test/", True),
        ("https://a.test/x?a=1", "https://a.test/x/?a=1", True),
        ("https://a.test/x?a=1", "https://a.test/x", False),
        ("https://a.test/x", "https://a.test/X", False),
        ("https://a.test/x", "https://b.test/x", False),
        ("https://a.test/x", "https://docs.a.test/x", False),
        ("http://a.test:8080/x", "http://a.test:9090/x", False),
        ("http://a.test:80/x", "https://a.test:443/x", True),
        ("https://a.test/home", "https://a.test/", False),
    ],
)
def test_is_cosmetic(one: str, other: str, *, expected: bool) -> None:
    """Scheme, `www.`, a final slash and an index page are spelling; a port or a query is not."""
    assert expected == urls.is_cosmetic(one, other)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("https://a.test/old/book.pdf", "https://b.test/files/book.pdf", True),
        ("https://a.test/book.PDF?v=1", "https://b.test/book.PDF", True),
        ("https://a.test/book.pdf", "https://b.test/other.pdf", False),
        ("https://a.test/book.html", "https://b.test/book.html", False),
        ("https://a.test/book", "https://b.test/book", False),
        ("https://a.test/", "https://b.test/", False),
    ],
)
def test_same_document(one: str, other: str, *, expected: bool) -> None:
    """Two addresses name one document by a file name that is no page's."""
    assert expected == urls.same_document(one, other)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.test/books/bayes", "https://a.test/books/tok"),
        ("https://a.test/books/bayes/", "https://a.test/books/tok"),
        ("https://a.test/books/bayes.html?x=1#f", "https://a.test/books/tok.html"),
        ("https://a.test/v1.2", "https://a.test/tok"),
        ("https://a.test/book", "https://a.test/tok"),
        ("https://a.test/?p=7", "https://a.test/tok"),
        ("https://a.test//docs/x", "https://a.test//docs/tok"),
        ("https://a.test/a//b", "https://a.test/a//tok"),
        ("https://a.test/", None),
        ("https://a.test/index.html", None),
        ("mailto:a@b.test", None),
        ("data:text/html,x", None),
        ("nonsense", None),
    ],
)
def test_sibling(url: str, expected: str | None) -> None:
    """The page that cannot exist lies in the same folder of the same host; a front page has none."""
    assert expected == urls.sibling(url, "tok")


@pytest.mark.parametrize(
    ("target", "origin", "expected"),
    [
        ("https://a.test/x", "https://a.test/x/y", True),
        ("https://a.test/", "https://b.test/x", True),
        ("https://a.test/x/y/", "https://a.test/x/y", False),
        ("https://a.test/x/y/z", "https://a.test/x", False),
    ],
)
def test_is_shallower(target: str, origin: str, *, expected: bool) -> None:
    """Depth is counted in path segments; empty ones do not count."""
    assert expected == urls.is_shallower(target, origin)


def test_parts() -> None:
    """The parts of an address are those of its serialised form; a text that is none has empty ones."""
    url = "HTTPS://WWW.Example.TEST./a b?x#f"

    expected = ("https", "www.example.test", "/a%20b", "#f")
    assert expected == (urls.scheme_of(url), urls.host_of(url), urls.path_of(url), urls.fragment_of(url))
    nothing = ("", "", "", "")
    assert nothing == (urls.scheme_of("x"), urls.host_of("x"), urls.path_of("x"), urls.fragment_of("x"))


def test_without_credentials() -> None:
    """Name and password go, the rest stays to the letter."""
    expected = "https://a.test/x?y#z"
    assert expected == urls.without_credentials("https://u:p@a.test/x?y#z")
    assert expected == urls.without_credentials(expected)


@given(ANY_TEXT, ANY_TEXT)
def test_no_text_raises(one: str, other: str) -> None:
    """No question about an address raises, whatever the text."""
    for ask in (*PREDICATES.values(), urls.scheme_of, urls.host_of, urls.path_of, urls.site_of):
        ask(one)
    for compare in (urls.same_site, urls.same_host, urls.is_cosmetic, urls.same_document, urls.is_shallower):
        compare(one, other)
    urls.without_credentials(one)
    urls.sibling(one, "tok")
    urls.resolve(one, other)
    urls.fragment_of(one)


@given(ANY_TEXT)
def test_normalising_is_final(url: str) -> None:
    """A normalised address normalises to itself and has neither fragment nor credentials."""
    normal = urls.normalise(url)

    if normal is not None:
        assert normal == urls.normalise(normal)
        assert "#" not in normal
        assert not urls.has_credentials(normal)


@given(st.from_regex(r"https://a\.test/[a-z/.?=]{0,20}", fullmatch=True))
def test_sibling_stays_beside(url: str) -> None:
    """A sibling is on the same host, one name away, and is no front page."""
    beside = urls.sibling(url, "tok")

    if beside is not None:
        assert urls.host_of(beside) == urls.host_of(url)
        assert not urls.is_home(beside)
        assert urls.path_of(beside).rpartition("/")[2].startswith("tok")
