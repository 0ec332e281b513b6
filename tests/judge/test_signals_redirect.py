"""What the chain of redirects says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.judge.model import Case
from crawler.judge.signals_redirect import REDIRECT_SIGNALS

MakeCase = Callable[..., Case]


def _seen(case: Case) -> dict[str, str]:
    return {signal.code: signal.detail for observe in REDIRECT_SIGNALS if (signal := observe(case))}


@pytest.mark.parametrize(
    ("url", "hops", "codes"),
    [
        ("https://a.test/a/b", "", set()),
        ("https://a.test/a/b", "301 /a/c", {"permanent-redirect", "replacement-fit"}),
        ("https://a.test/a/b", "302 /a/c", {"temporary-redirect"}),
        ("https://a.test/a/b", "0 /a/c", {"meta-refresh"}),
        ("https://a.test/a/b", "302 /a/c 0 /a/d", {"temporary-redirect", "meta-refresh"}),
        ("https://a.test/a/b", "302 https://b.test/x", {"temporary-redirect", "cross-site-redirect"}),
        ("https://a.test/a/b", "302 https://docs.a.test/x", {"temporary-redirect"}),
        # Where chains end
        ("https://a.test/a/b", "302 /", {"temporary-redirect", "redirect-to-home"}),
        ("https://a.test/a/b", "302 /?ref=old", {"temporary-redirect", "redirect-to-home"}),
        ("https://a.test/a/b", "302 /en/", {"temporary-redirect", "redirect-to-home"}),
        ("https://a.test/?p=7", "302 /", {"temporary-redirect", "redirect-to-home"}),
        ("https://a.test/a/b", "302 /ml/", {"temporary-redirect"}),
        ("https://a.test/", "302 /en/", {"temporary-redirect"}),
        ("https://a.test/en/", "302 /", {"temporary-redirect"}),
        ("https://a.test/index.html", "302 /", {"temporary-redirect"}),
        ("https://a.test/?utm_source=x", "302 /", {"temporary-redirect"}),
        ("https://a.test/a/b", "302 /login", {"temporary-redirect", "redirect-to-login"}),
        ("https://a.test/a/b", "302 /login 302 /a/c", {"temporary-redirect"}),
        ("https://a.test/login", "302 /signin", {"temporary-redirect"}),
        ("https://a.test/a/b", "302 /consent", {"temporary-redirect", "redirect-to-consent"}),
        ("https://a.test/a/b", "302 /404.html", {"temporary-redirect", "redirect-to-error-page"}),
        ("https://a.test/404", "302 /error", {"temporary-redirect"}),
        ("https://a.test/a/b", "302 /suspended", {"temporary-redirect", "redirect-to-suspended"}),
        ("https://a.test/a/b", "301 /", {"permanent-redirect", "replacement-unfit", "redirect-to-home"}),
    ],
)
def test_chains(make_case: MakeCase, url: str, hops: str, codes: set[str]) -> None:
    """A chain is told by how it begins, where it ends, and whether its end may be offered."""
    assert codes == set(_seen(make_case(url=url, hops=hops, match=1.0)))


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        ("redirect-loop", "redirects come back to https://a.test/b"),
        ("too-many-redirects", "still redirected after 1 hops"),
        ("slow-redirects", "its redirects took minutes, and go on from https://a.test/b"),
        ("bad-redirect", "https://a.test/b redirects to no http address"),
    ],
)
def test_chain_errors(make_case: MakeCase, error: str, detail: str) -> None:
    """A chain that did not end says how."""
    assert detail == _seen(make_case("302", hops="302 /b", chain_error=error))[error]


def test_details_name_places(make_case: MakeCase) -> None:
    """The words tell the status, the place and how many hops it took."""
    permanent = _seen(make_case(hops="301 /b 308 /c", match=1.0))
    temporary = _seen(make_case(hops="307 /b"))

    assert "301 to https://a.test/c (2 hops)" == permanent["permanent-redirect"]
    assert "the catalog should carry https://a.test/c" == permanent["replacement-fit"]
    assert "307 to https://a.test/b" == temporary["temporary-redirect"]
