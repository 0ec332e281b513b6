"""Sites whose answers need another look, or another question: shells, suspended accounts, videos."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

from crawler.demo.answers import (
    ALIVE,
    DEAD,
    UNREACHABLE,
    always,
    everywhere,
    html,
    page,
    redirect,
    routes,
)
from crawler.demo.model import Request, Response, Section, Site
from crawler.probe.past import Status

_SHELL = html("<!doctype html><title>Coursebox</title><div id=root></div><script src=/main.js></script>")
_SUSPENDED = page("Account Suspended", body="<p>Contact your hosting provider.</p>")
_VIDEO_PAGE = html("<!doctype html><title> - YouTube</title><script>var ytcfg = {};</script>")
_NAMES = {"kept-video": "Fourier Transforms, Lecture 1"}
_REFUSALS = {"private-video": 403, "restricted-video": 401}


def _oembed(request: Request) -> Response:
    """What YouTube's oEmbed says: 200 with the name, 401 or 403 for what it keeps back, or 404."""
    asked = parse_qs(request.query).get("url", [""])[0]
    name = next((title for video, title in _NAMES.items() if video in asked), None)
    if name is not None:
        return html(json.dumps({"title": name}), content_type="application/json")
    return Response(status=next((code for video, code in _REFUSALS.items() if video in asked), 404))


_WATCH = routes({"/oembed": _oembed}, otherwise=_VIDEO_PAGE)

_SCRIPT = html(
    '<!doctype html><title>Geometry of Numbers</title><script>location.replace("/v2/")</script>'
    '<p><a href="/v2/">Go on</a></p>'
)
_UNKNOWN_DOI = routes(
    {
        "/api/handles/10.5555/never-registered": html(
            json.dumps({"responseCode": 100, "handle": "10.5555/never-registered"}),
            status=404,
            content_type="application/json",
        )
    },
    otherwise=page("Find a DOI", body="<p>Enter a DOI.</p>"),
)

ODDITIES = Section(
    heading="Answers that need another look",
    sites=(
        Site(
            id="single-page-application",
            title="Statistical Rethinking, Week by Week",
            url="https://single-page-application.test/courses/rethinking",
            why="One script shell for every address proves nothing about any of them.",
            expects=always(Status.ALIVE, reason="single-page-shell"),
            respond=everywhere(_SHELL),
        ),
        Site(
            id="suspended-account",
            title="Notes on Stochastic Processes",
            url="https://suspended-account.test/notes/stochastic",
            why="The host has suspended the account and says so at an address of its own, with 200.",
            expects=always(Status.CHANGED, reason="redirect-to-suspended"),
            respond=routes(
                {
                    "/notes/stochastic": redirect("/cgi-sys/suspendedpage.cgi", 302),
                    "/cgi-sys/suspendedpage.cgi": _SUSPENDED,
                }
            ),
        ),
        Site(
            id="multiple-choices",
            title="Tables of Integrals",
            url="https://multiple-choices.test/integrals",
            why="300 offers a choice that no program can make.",
            expects=UNREACHABLE,
            respond=everywhere(html("<!doctype html><title>Choose</title>", status=300)),
        ),
        Site(
            id="video-removed",
            title="Wavelets, Lecture 4",
            url="https://www.youtube.com/watch?v=removed-video",
            why="The page of a removed video answers 200; only oEmbed says that it is gone.",
            expects=DEAD,
            respond=_WATCH,
        ),
        Site(
            id="video-private",
            title="Wavelets, Lecture 5",
            url="https://m.youtube.com/watch?v=private-video",
            why="A private video is there, but not for everybody.",
            expects=always(Status.BLOCKED),
            respond=_WATCH,
        ),
        Site(
            id="video-restricted",
            title="Wavelets, Lecture 6",
            url="https://music.youtube.com/watch?v=restricted-video",
            why="oEmbed says that the video may not be embedded, and its page does not say who may see it.",
            expects=always(Status.BLOCKED, reason="site-says-restricted"),
            respond=_WATCH,
        ),
        Site(
            id="video-kept",
            title="Fourier Transforms, Lecture 1",
            url="https://youtu.be/kept-video",
            why="The video is there, whatever its page's empty title says.",
            expects=ALIVE,
            respond=everywhere(_VIDEO_PAGE),
        ),
        Site(
            id="doi-unknown",
            title="A Paper That Was Never Registered",
            url="https://doi.org/10.5555/never-registered",
            why="The page that answers is a search form; the resolver itself knows no such DOI.",
            expects=always(Status.DEAD, reason="site-says-gone"),
            respond=_UNKNOWN_DOI,
        ),
        Site(
            id="script-redirect",
            title="Geometry of Numbers",
            url="https://script-redirect.test/geometry",
            why="A page that is nothing but a script leads on; that is no permanent move.",
            expects=ALIVE,
            respond=routes(
                {
                    "/geometry": _SCRIPT,
                    "/v2/": page("Geometry of Numbers"),
                }
            ),
        ),
        Site(
            id="missing-place",
            title="Inequalities, Collected",
            url="https://missing-place.test/inequalities#jensen",
            why="The page is there, and lost the section that the link names: a problem, not a death.",
            expects=ALIVE,
            respond=everywhere(page("Inequalities, Collected", body='<h2 id="young">Young</h2>')),
        ),
    ),
)
