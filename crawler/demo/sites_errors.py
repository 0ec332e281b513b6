"""Sites that answer with errors which may pass."""

from __future__ import annotations

from crawler.demo.answers import UNREACHABLE, everywhere, refusal, routes
from crawler.demo.model import Section, Site


def _failing(id_: str, title: str, status: int, phrase: str, *, why: str) -> Site:
    return Site(
        id=id_,
        title=title,
        url=f"https://{id_}.test/lectures",
        why=why,
        expects=UNREACHABLE,
        respond=everywhere(refusal(status, f"{status} {phrase}")),
    )


ERRORS = Section(
    heading="Servers in trouble, for as long as anybody asks",
    sites=(
        _failing(
            "server-error",
            "Game Theory Lecture Notes",
            500,
            "Internal Server Error",
            why="500 on every request.",
        ),
        _failing(
            "bad-gateway",
            "Queueing Theory Notes",
            502,
            "Bad Gateway",
            why="The server behind the proxy is down.",
        ),
        _failing(
            "unavailable-for-ever",
            "Robust Statistics Lectures",
            503,
            "Service Unavailable",
            why="503 that no retry outlasts.",
        ),
        Site(
            id="get-not-allowed",
            title="Theorem Search Interface",
            url="https://get-not-allowed.test/search",
            why="405 on GET: something is there, and no visitor can read it.",
            expects=UNREACHABLE,
            respond=routes({"/search": refusal(405, "405 Method Not Allowed", headers=(("Allow", "POST"),))}),
        ),
        Site(
            id="not-acceptable",
            title="Linked Data on Mathematicians",
            url="https://not-acceptable.test/people",
            why="406 whatever the visitor accepts.",
            expects=UNREACHABLE,
            respond=routes({"/people": refusal(406, "406 Not Acceptable")}),
        ),
    ),
)
