"""Sites whose answers need another look, or another question: shells, suspended accounts, videos."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

from crawler.demo.answers import ALIVE, DEAD, UNREACHABLE, always, everywhere, html, page, redirect, routes
from crawler.demo.model import Request, Response, Section, Site
from crawler.probe.past import Status

_SHELL = html("<!doctype html><title>Coursebox</title><div id=root></div><script src=/main.js></script>")
_SUSPENDED = page("Account Suspended", body="<p>Contact your hosting provider.</p>")
_VIDEO_PAGE = html("<!doctype html><title> - YouTube</title><script>var ytcfg = {};</script>")
_NAMES = {"kept-video": "Fourier Transforms, Lecture 1"}
_PRIVATE = "private-video"


def _oembed(request: Request) -> Response:
    """What YouTube's oEmbed says: 200 with the name, 403 for what is private, 404 for what is gone."""
    asked = parse_qs(request.query).get("url", [""])[0]
    name = next((title for video, title in _NAMES.items() if video in asked), None)
    if name is not None:
        return html(json.dumps({"title": name}), content_type="application/json")
    return Response(status=403 if _PRIVATE in asked else 404)


_WATCH = routes({"/oembed": _oembed}, otherwise=_VIDEO_PAGE)

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
            url=f"https://m.youtube.com/watch?v={_PRIVATE}",
            why="A private video is there, but not for everybody.",
            expects=always(Status.BLOCKED),
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
    ),
)
