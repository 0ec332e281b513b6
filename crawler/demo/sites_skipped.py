"""Links that must not be asked, and robots.txt files that only look as if."""

from __future__ import annotations

from crawler.demo.answers import ALIVE, always, html, page, refusal, routes
from crawler.demo.model import Response, Section, Site
from crawler.probe.past import Status

_SKIPPED = always(Status.SKIPPED)


def _robots(text: str) -> Response:
    return html(text, content_type="text/plain")


ROBOTS = Section(
    heading="What robots.txt says",
    sites=(
        Site(
            id="robots-disallow",
            title="Private Notes on Inference",
            url="https://robots-disallow.test/private/inference",
            why="robots.txt keeps robots out of this folder; the page must not be asked for.",
            expects=_SKIPPED,
            robots=_robots("User-agent: *\nDisallow: /private/\n"),
            respond=routes({"/private/inference": page("Private Notes on Inference")}),
        ),
        Site(
            id="robots-server-error",
            title="Symbolic Computation Lectures",
            url="https://robots-server-error.test/lectures",
            why="The page is fine, but RFC 9309 reads a failing robots.txt as a ban for now.",
            expects=always(Status.UNREACHABLE, reason="robots-unreachable"),
            robots=refusal(500, "500 Internal Server Error"),
            respond=routes({"/lectures": page("Symbolic Computation Lectures")}),
        ),
        Site(
            id="robots-longest-match",
            title="Open Course on Graphical Models",
            url="https://robots-longest-match.test/courses/open/graphical-models",
            why="The longer rule allows what the shorter one forbids (RFC 9309 2.2.2).",
            expects=ALIVE,
            robots=_robots("User-agent: *\nDisallow: /courses/\nAllow: /courses/open/\n"),
            respond=routes({"/courses/open/graphical-models": page("Open Course on Graphical Models")}),
        ),
        Site(
            id="robots-for-others",
            title="Essays on Experimental Design",
            url="https://robots-for-others.test/essays",
            why="robots.txt shuts out one other robot by name.",
            expects=ALIVE,
            robots=_robots("User-agent: GreedyBot\nDisallow: /\n\nUser-agent: *\nDisallow:\n"),
            respond=routes({"/essays": page("Essays on Experimental Design")}),
        ),
        Site(
            id="robots-is-a-page",
            title="Discrete Mathematics Exercises",
            url="https://robots-is-a-page.test/exercises",
            why="The server answers /robots.txt with a friendly HTML page, which forbids nothing.",
            expects=ALIVE,
            robots=page("Welcome", body="<p>Disallow: nothing in particular</p>"),
            respond=routes({"/exercises": page("Discrete Mathematics Exercises")}),
        ),
    ),
)

NOT_ASKED = Section(
    heading="Not to be asked at all",
    sites=(
        Site(
            id="ignored-by-rule",
            title="Publisher's Landing Page",
            url="https://ignored-by-rule.test/landing",
            why="The entry's own rule says to leave it alone.",
            expects=_SKIPPED,
            ignore="seen in a browser 2026-11-02: bot wall",
            respond=routes({"/landing": refusal(403, "403 Forbidden")}),
        ),
        Site(
            id="mail-address",
            title="Mailing List of the Reading Group",
            url="mailto:reading-group@lists.test",
            why="A mail address cannot be asked over HTTP.",
            expects=_SKIPPED,
        ),
        Site(
            id="private-literal",
            title="Lab Router Manual",
            url="http://10.0.0.1/manual",
            why="The address lies in a private network and must not be dialled.",
            expects=always(Status.SKIPPED, reason="forbidden-address"),
        ),
    ),
)
