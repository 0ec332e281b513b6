"""What is said beside a page's links."""

from __future__ import annotations

from crawler.page.beside_links import said_beside_links


def test_menus_forms_and_feet_are_not_said() -> None:
    """Texts of their own remain, in pieces and in order, also behind a link."""
    body = (
        b"<title>T</title><nav>Menu</nav><a href=/>Home <b>page</b></a> now <h2>Gone</h2><p hidden>no</p>"
        b"<form>Name <input></form><p>Try <a href=/s>search</a> or wait.</p><footer>(c)</footer>"
    )

    assert said_beside_links(body, "utf-8", 300) == ("now", "Gone", "Try", "or wait.")


def test_reading_stops_where_much_is_said() -> None:
    """Of a long text no more is collected than shows that it is long."""
    body = b"<p>word</p>" * 10_000

    assert 40 < sum(map(len, said_beside_links(body, None, 40))) < 60


def test_what_is_no_markup_says_nothing() -> None:
    """An empty body has no pieces."""
    assert said_beside_links(b"", None, 300) == ()
