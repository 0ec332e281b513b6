"""Healthy sites whose title is hard to read: encodings, markup, and entries without one."""

from __future__ import annotations

from crawler.demo.answers import ALIVE, document, html, page, routes
from crawler.demo.model import Section, Site

_SVG_FIRST = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    "<svg><title>Hamburger menu</title><path d='M0 0'/></svg>"
    "<title>Variational Inference: A Review</title></head>"
    "<body><h1>Variational Inference: A Review</h1></body></html>"
)
_RUSSIAN = "Курс высшей математики"  # noqa: RUF001 - Russian
_OPEN_GRAPH = '<meta property="og:title" content="Causal Inference in Statistics">'

TITLES = Section(
    heading="Titles in every script and place",
    sites=(
        Site(
            id="latin-1-page",
            title="Théorie élémentaire des ensembles",
            url="https://latin-1-page.test/ensembles",
            why="The charset stands in the header alone and is not UTF-8.",
            expects=ALIVE,
            respond=routes(
                {
                    "/ensembles": html(
                        document("Théorie élémentaire des ensembles", lang="fr", meta=""),
                        charset="latin-1",
                        content_type="text/html; charset=ISO-8859-1",
                    )
                }
            ),
        ),
        Site(
            id="shift-jis-page",
            title="線形代数入門",
            url="https://shift-jis-page.test/senkei",
            why="The charset stands in a meta element alone.",
            expects=ALIVE,
            respond=routes(
                {
                    "/senkei": html(
                        document("線形代数入門", lang="ja", meta='<meta charset="Shift_JIS">'),
                        charset="shift_jis",
                        content_type="text/html",
                    )
                }
            ),
        ),
        Site(
            id="windows-1251-page",
            title=_RUSSIAN,
            url="http://windows-1251-page.test/kurs",
            why="The charset stands in an old http-equiv element.",
            expects=ALIVE,
            respond=routes(
                {
                    "/kurs": html(
                        document(
                            _RUSSIAN,
                            lang="ru",
                            meta='<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
                        ),
                        charset="windows-1251",
                        content_type="text/html",
                    )
                }
            ),
        ),
        Site(
            id="utf-16-page",
            title="Übungen zur Wahrscheinlichkeitsrechnung",
            url="https://utf-16-page.test/uebungen",
            why="Only a byte order mark tells that the page is UTF-16.",
            expects=ALIVE,
            respond=routes(
                {
                    "/uebungen": html(
                        "\ufeff" + document("Übungen zur Wahrscheinlichkeitsrechnung", lang="de", meta=""),
                        charset="utf-16-le",
                        content_type="text/html",
                    )
                }
            ),
        ),
        Site(
            id="svg-title-first",
            title="Variational Inference: A Review",
            url="https://svg-title-first.test/vi",
            why="The first title element of the document belongs to an icon.",
            expects=ALIVE,
            respond=routes({"/vi": html(_SVG_FIRST)}),
        ),
        Site(
            id="empty-title",
            title="Markov Chains and Mixing Times",
            url="https://empty-title.test/mixing",
            why="The title element is empty, and the heading is the entry's title.",
            expects=ALIVE,
            respond=routes({"/mixing": page("", h1="Markov Chains and Mixing Times")}),
        ),
        Site(
            id="site-name-first",
            title="Calculus & Analysis, Second Edition",
            url="https://site-name-first.test/calculus",
            why="The title holds the site's name, entities, line breaks and a non-breaking space.",
            expects=ALIVE,
            respond=routes(
                {
                    "/calculus": page(
                        "Open Press Online — Books —\n  Calculus & Analysis,\u00a0Second\n  Edition",
                        h1="Calculus & Analysis, Second Edition",
                    )
                }
            ),
        ),
        Site(
            id="open-graph-title",
            title="Causal Inference in Statistics",
            url="https://open-graph-title.test/causal",
            why="The title element says only the site's name; Open Graph says the work's.",
            expects=ALIVE,
            respond=routes(
                {"/causal": page("Open Press", h1="Causal Inference in Statistics", head=_OPEN_GRAPH)}
            ),
        ),
        Site(
            id="entry-without-title",
            title=None,
            url="https://entry-without-title.test/kernels",
            why="The entry has no title and the page has a good one to suggest.",
            expects=ALIVE,
            respond=routes({"/kernels": page("Learning with Kernels")}),
        ),
    ),
)
