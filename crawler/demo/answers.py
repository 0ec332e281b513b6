"""The words that sites are written in: pages, redirects, and which answer goes where and when."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING
from zlib import crc32

from crawler.demo.model import Expectation, Responder, Response
from crawler.probe.past import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.demo.model import Request

HTML = "text/html; charset=utf-8"
UTF8_META = '<meta charset="utf-8">'
_PROSE = (
    "Every chapter opens with an example that can be worked by hand and closes with exercises.",
    "The notes grew out of a course that has been held every spring since 2009.",
    "Proofs are given in full where they teach something, and are left to the appendix elsewhere.",
    "Readers need linear algebra at the level of a first course and a little patience.",
    "Corrections are welcome; the list of errata is kept at the end.",
    "Code for all figures is available, and each figure names the script that drew it.",
    "The second part can be read without the first.",
)


def document(
    title: str,
    *,
    h1: str | None = None,
    lang: str = "en",
    meta: str = UTF8_META,
    head: str = "",
    body: str | None = None,
) -> str:
    """An HTML page; without a body of its own it gets prose that differs from title to title."""
    heading = title if h1 is None else h1
    text = prose(heading) if body is None else body
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n{meta}\n<title>{escape(title)}</title>\n{head}\n'
        f"</head>\n<body>\n<h1>{escape(heading)}</h1>\n{text}\n</body>\n</html>\n"
    )


def prose(subject: str) -> str:
    """Four paragraphs about a subject, the same every time."""
    start = crc32(subject.encode())
    chosen = [_PROSE[(start + step) % len(_PROSE)] for step in range(4)]
    return "\n".join(f"<p>{escape(subject)}. {sentence}</p>" for sentence in chosen)


def html(
    text: str,
    *,
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = (),
    charset: str = "utf-8",
    content_type: str = HTML,
) -> Response:
    """A page in any encoding, announced as `content_type` says, true or not."""
    return Response(
        status=status, headers=(("Content-Type", content_type), *headers), body=text.encode(charset)
    )


def page(title: str, *, h1: str | None = None, head: str = "", body: str | None = None) -> Response:
    """A healthy page."""
    return html(document(title, h1=h1, head=head, body=body))


def refusal(
    status: int, title: str, *, headers: tuple[tuple[str, str], ...] = (), body: str | None = None
) -> Response:
    """A page with a status of its own: an error or a wall."""
    return html(
        document(title, body=f"<p>{title}</p>" if body is None else body), status=status, headers=headers
    )


def redirect(location: str, status: int = 301, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    text = (
        f'<html><head><title>{status}</title></head><body><a href="{escape(location)}">here</a></body></html>'
    )
    return html(text, status=status, headers=(("Location", location), *headers))


NOT_FOUND = refusal(404, "404 Not Found", body="<p>The requested URL was not found on this server.</p>")
LOGIN_FORM = (
    '<form method="post" action="/session"><label>User <input name="user"></label>'
    '<label>Password <input type="password" name="password"></label><button>Sign in</button></form>'
)


def routes(table: Mapping[str, Response | Responder], otherwise: Response = NOT_FOUND) -> Responder:
    """Answers by path, or by `//host/path` where the site has several hosts."""

    def respond(request: Request) -> Response:
        keys = (f"//{request.host}{request.path}", request.path)
        found = next((table[key] for key in keys if key in table), otherwise)
        return found if isinstance(found, Response) else found(request)

    return respond


def everywhere(answer: Response) -> Responder:
    """The same answer on every path."""
    return routes({}, otherwise=answer)


def first_then(first: Response, then: Response) -> Responder:
    """One answer for the day's first request for a path, another for all that follow."""
    return lambda request: first if request.nth == 1 else then


def unless_known(page: Response, etag: str) -> Responder:
    """The page with an ETag; 304 for whoever names that one (RFC 9110 13.1.2)."""
    whole = replace(page, headers=(*page.headers, ("ETag", etag)))
    unchanged = Response(status=304, headers=(("ETag", etag),))
    return lambda request: unchanged if request.headers.get("if-none-match") == etag else whole


def by_day(day_1: Responder, day_2: Responder) -> Responder:
    return lambda request: (day_1 if request.day == 1 else day_2)(request)


def by_scheme(*, http: Response, https: Response) -> Responder:
    return lambda request: https if request.scheme == "https" else http


def always(
    status: Status, *, reason: str | None = None, moved_to: str | None = None
) -> Mapping[int, Expectation]:
    """The same is expected on both days."""
    expected = Expectation(status=status, reason=reason, moved_to=moved_to)
    return {1: expected, 2: expected}


def turns(before: Status, after: Status, *, moved_to: str | None = None) -> Mapping[int, Expectation]:
    """Another status is expected on day 2, from where `moved_to` holds."""
    return {1: Expectation(status=before), 2: Expectation(status=after, moved_to=moved_to)}


ALIVE = always(Status.ALIVE)
DEAD = always(Status.DEAD)
UNREACHABLE = always(Status.UNREACHABLE)
INSECURE = always(Status.INSECURE)
BLOCKED = always(Status.BLOCKED)
