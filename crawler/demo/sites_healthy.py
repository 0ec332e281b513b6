"""Sites where nothing is wrong, and that a careless checker calls broken."""

from __future__ import annotations

import zlib
from base64 import b64decode
from typing import TYPE_CHECKING

from crawler.demo.answers import (
    ALIVE,
    HTML,
    NOT_FOUND,
    UNREACHABLE,
    document,
    everywhere,
    first_then,
    html,
    page,
    prose,
    redirect,
    refusal,
    routes,
)
from crawler.demo.model import Framing, Response, Section, Site, Tail

if TYPE_CHECKING:
    from crawler.demo.model import Request

_ZEROS = bytes(100_000)
_MEBIBYTE = bytes(1 << 20)
_PDF_BYTES = 300_000_000
_WIRE_CAP = 64 << 20
"""What an endless body sends at most to a client that never leaves."""
_PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def _get_only(request: Request) -> Response:
    if request.method != "GET":
        return refusal(405, "405 Method Not Allowed", headers=(("Allow", "GET"),))
    return page("Convex Optimization Lectures")


def _remembering(request: Request) -> Response:
    if "seen=1" in request.headers.get("cookie", ""):
        return page("Statistical Learning Theory | Lecture Hall", h1="Statistical Learning Theory")
    return redirect("/statistical-learning", 302, (("Set-Cookie", "seen=1; Path=/; HttpOnly"),))


def _by_query(request: Request) -> Response:
    is_asked_right = request.query == "topic=algebra&level=2&q=a%2Bb"
    return page("Search: Algebra, Level 2") if is_asked_right else NOT_FOUND


def _spa(request: Request) -> Response:
    """One shell for every path; only the title knows where the visitor is."""
    is_course = request.path == "/courses/optimal-transport"
    title = "Optimal Transport for Data Science | Lectern" if is_course else "Lectern"
    return html(document(title, h1="", body='<div id="app"></div><script src="/app.js"></script>'))


def _bomb() -> Response:
    """A gigabyte of zeros in a megabyte of gzip; whoever reads to its end finds no checksum either."""
    packer = zlib.compressobj(9, wbits=31)
    start = packer.compress(document("Information Theory: The Data Compression Book").encode())
    start += packer.flush(zlib.Z_FULL_FLUSH)
    # A full flush leaves whole bytes and no memory of what came before, so the piece may be repeated.
    piece = packer.compress(_MEBIBYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    headers = (("Content-Type", HTML), ("Content-Encoding", "gzip"))
    return Response(
        headers=headers,
        body=start,
        framing=Framing.CHUNKED,
        tail=Tail(piece=piece, times=len(_MEBIBYTE) >> 10),
    )


def _unended(title: str) -> bytes:
    return document(title).removesuffix("</body>\n</html>\n").encode()


def _streamed(title: str, tail: Tail) -> Response:
    return Response(
        headers=(("Content-Type", HTML),), body=_unended(title), framing=Framing.CHUNKED, tail=tail
    )


_PDF = Response(
    headers=(("Content-Type", "application/pdf"),),
    body=b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".ljust(len(_ZEROS), b"\0"),
    tail=Tail(piece=_ZEROS, times=_PDF_BYTES // len(_ZEROS) - 1),
)

PLAIN = Section(
    heading="Healthy, whatever it looks like",
    sites=(
        Site(
            id="plain-page",
            title="A First Course in Probability",
            url="https://plain-page.test/probability",
            why="Nothing is wrong here.",
            expects=ALIVE,
            respond=routes({"/probability": page("A First Course in Probability")}),
        ),
        Site(
            id="essay-404",
            title="How to design a 404 page",
            url="https://essay-404.test/how-to-design-a-404-page",
            why="The essay is about error pages; its title and text say 404 and it is not one.",
            expects=ALIVE,
            respond=routes(
                {
                    "/how-to-design-a-404-page": page(
                        "How to design a 404 page - Interface Notes",
                        h1="How to design a 404 page",
                        body=prose("Page not found: what a good 404 page says to a lost reader"),
                    )
                }
            ),
        ),
        Site(
            id="essay-parking",
            title="Why so many domains are for sale",
            url="https://essay-parking.test/domains-for-sale",
            why="An article about parked domains uses all of their words and is not parked.",
            expects=ALIVE,
            respond=routes({"/domains-for-sale": page("Why so many domains are for sale")}),
        ),
        Site(
            id="head-refused",
            title="Convex Optimization Lectures",
            url="https://head-refused.test/convex",
            why="The server answers HEAD with 405 and serves GET.",
            expects=ALIVE,
            respond=routes({"/convex": _get_only}),
        ),
        Site(
            id="busy-once",
            title="Numerical Linear Algebra",
            url="https://busy-once.test/numerical",
            why="The first request of the day gets 503, the second the page.",
            expects=ALIVE,
            respond=routes(
                {
                    "/numerical": first_then(
                        refusal(503, "503 Service Unavailable"), page("Numerical Linear Algebra")
                    )
                }
            ),
        ),
        Site(
            id="rate-limited-once",
            title="Graph Theory Notes",
            url="https://rate-limited-once.test/graphs",
            why="The first request gets 429 with Retry-After: 1, and whoever waits gets the page.",
            expects=ALIVE,
            respond=routes(
                {
                    "/graphs": first_then(
                        refusal(429, "429 Too Many Requests", headers=(("Retry-After", "1"),)),
                        page("Graph Theory Notes"),
                    )
                }
            ),
        ),
        Site(
            id="cookie-kept",
            title="Statistical Learning Theory",
            url="https://cookie-kept.test/statistical-learning",
            why="The page redirects to itself until the cookie that it sets comes back.",
            expects=ALIVE,
            respond=routes({"/statistical-learning": _remembering}),
        ),
        Site(
            id="query-string",
            title="Search: Algebra, Level 2",
            url="https://query-string.test/search?topic=algebra&level=2&q=a%2Bb",
            why="The page is there for exactly this query; another order or %2B read as + is a 404.",
            expects=ALIVE,
            respond=routes({"/search": _by_query}),
        ),
        Site(
            id="unicode-path",
            title="Introduction à l'algèbre",
            url="https://unicode-path.test/mathématiques/algèbre",
            why="The catalog writes the path in letters; on the wire it is percent-encoded UTF-8.",
            expects=ALIVE,
            respond=routes({"/math%C3%A9matiques/alg%C3%A8bre": page("Introduction à l'algèbre")}),
        ),
        Site(
            id="international-name",
            title="Mathematik für Ingenieure",
            url="https://bücher.test/mathematik",
            why="The host name is international; DNS, TLS and the Host field want xn--bcher-kva.test.",
            expects=ALIVE,
            respond=routes({"/mathematik": page("Mathematik für Ingenieure")}),
        ),
        Site(
            id="single-page-app",
            title="Optimal Transport for Data Science",
            url="https://single-page-app.test/courses/optimal-transport",
            why="Every path gets 200 and an empty shell, but here its title is the entry's own.",
            expects=ALIVE,
            respond=_spa,
        ),
        Site(
            id="one-page-for-all",
            title="The Matrix Calculus You Need",
            url="https://one-page-for-all.test/matrix-calculus",
            why="Every path gets the very same page, which is the one that the entry means.",
            expects=ALIVE,
            respond=everywhere(page("The Matrix Calculus You Need")),
        ),
        Site(
            id="meta-refresh",
            title="Bayesian Data Analysis",
            url="https://meta-refresh.test/bda",
            why="A page sends its visitors on within the site at once, by meta refresh.",
            expects=ALIVE,
            respond=routes(
                {
                    "/bda": page(
                        "Redirecting", head='<meta http-equiv="refresh" content="0; url=/bda/index.html">'
                    ),
                    "/bda/index.html": page("Bayesian Data Analysis"),
                }
            ),
        ),
    ),
)

BODIES = Section(
    heading="Bodies that are long, broken, slow, empty or no page",
    sites=(
        Site(
            id="endless-body",
            title="The Endless Table of Integrals",
            url="https://endless-body.test/integrals",
            why="The head comes at once, the body never ends.",
            expects=ALIVE,
            respond=routes(
                {
                    "/integrals": _streamed(
                        "The Endless Table of Integrals",
                        Tail(piece=b"<p>and so on</p>".ljust(1 << 16), times=_WIRE_CAP >> 16),
                    )
                }
            ),
        ),
        Site(
            id="dripping-body",
            title="Time Series Analysis",
            url="https://dripping-body.test/time-series",
            why="The head comes at once, the body one byte every tenth of a second for a minute.",
            expects=ALIVE,
            respond=routes(
                {"/time-series": _streamed("Time Series Analysis", Tail(piece=b".", times=600, pause_s=0.1))}
            ),
        ),
        Site(
            id="huge-pdf",
            title="Foundations of Data Science (complete scan)",
            url="https://huge-pdf.test/foundations.pdf",
            why="300 MB of PDF must not be downloaded to learn that it is there.",
            expects=ALIVE,
            respond=routes({"/foundations.pdf": _PDF}),
        ),
        Site(
            id="gzip-bomb",
            title="Information Theory: The Data Compression Book",
            url="https://gzip-bomb.test/compression",
            why="A megabyte of gzip unpacks to a gigabyte.",
            expects=ALIVE,
            respond=routes({"/compression": _bomb()}),
        ),
        Site(
            id="broken-chunk",
            title="Measure Theory for Applications",
            url="https://broken-chunk.test/measure",
            why="The chunked body breaks off after the head and the first words.",
            expects=ALIVE,
            respond=routes(
                {
                    "/measure": Response(
                        headers=(("Content-Type", HTML),),
                        body=_unended("Measure Theory for Applications"),
                        framing=Framing.BROKEN_CHUNK,
                    )
                }
            ),
        ),
        Site(
            id="wrong-content-length",
            title="Stochastic Processes",
            url="https://wrong-content-length.test/processes",
            why="Content-Length promises far more than is sent before the connection closes.",
            expects=ALIVE,
            respond=routes(
                {
                    "/processes": Response(
                        headers=(("Content-Type", HTML),),
                        body=document("Stochastic Processes").encode(),
                        declared_length=50_000,
                    )
                }
            ),
        ),
        Site(
            id="empty-body",
            title="Linear Programming Applet",
            url="https://empty-body.test/applet",
            why="200 with no byte of body shows nobody anything; tomorrow it may.",
            expects=UNREACHABLE,
            respond=routes({"/applet": Response(headers=(("Content-Type", HTML),))}),
        ),
        Site(
            id="no-content",
            title="Dataset Ping",
            url="https://no-content.test/ping",
            why="204 is a success without a page.",
            expects=ALIVE,
            respond=routes({"/ping": Response(status=204)}),
        ),
        Site(
            id="image",
            title="Map of Mathematics (poster)",
            url="https://image.test/map.png",
            why="An image has no title to compare.",
            expects=ALIVE,
            respond=routes({"/map.png": Response(headers=(("Content-Type", "image/png"),), body=_PIXEL)}),
        ),
    ),
)
