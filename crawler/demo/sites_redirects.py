"""Redirects that end badly, or do not end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.demo.answers import (
    BLOCKED,
    DEAD,
    LOGIN_FORM,
    NOT_FOUND,
    UNREACHABLE,
    always,
    page,
    prose,
    redirect,
    refusal,
    routes,
)
from crawler.demo.model import Response, Section, Site
from crawler.probe.past import Status

if TYPE_CHECKING:
    from crawler.demo.model import Request

_REDIRECTS = 30
_STEPS = {"/recursion": 0} | {f"/step/{step}": step for step in range(1, _REDIRECTS + 1)}
_LOGIN = page("Sign in", body=LOGIN_FORM)


def _stairs(request: Request) -> Response:
    """Thirty redirects before the page."""
    step = _STEPS.get(request.path)
    if step is None:
        return NOT_FOUND
    return page("Recursion Theory") if step == _REDIRECTS else redirect(f"/step/{step + 1}", 302)


ASTRAY = Section(
    heading="Redirected away from the resource",
    sites=(
        Site(
            id="redirect-to-home",
            title="Bayesian Networks: A Tutorial",
            url="https://redirect-to-home.test/tutorials/bayes",
            why="The page is gone and its address forwards to the home page.",
            expects=DEAD,
            respond=routes(
                {
                    "/tutorials/bayes": redirect("https://redirect-to-home.test/"),
                    "/": page("Northfield Institute"),
                }
            ),
        ),
        Site(
            id="redirect-to-gone-page",
            title="Support Vector Machines Explained",
            url="https://redirect-to-gone-page.test/svm",
            why="The permanent redirect was kept longer than the page that it leads to.",
            expects=DEAD,
            respond=routes({"/svm": redirect("/articles/svm")}),
        ),
        Site(
            id="redirect-to-error-page",
            title="Gaussian Processes in Practice",
            url="https://redirect-to-error-page.test/gp",
            why="The error page is a page of its own that answers 200.",
            expects=DEAD,
            respond=routes(
                {
                    "/gp": redirect("/404.html"),
                    "/404.html": page("Page not found", body="<p>Sorry, this page does not exist.</p>"),
                }
            ),
        ),
        Site(
            id="permanent-to-login",
            title="Advanced Statistics Course",
            url="https://permanent-to-login.test/course/7",
            why="A 301 to the login page is no new address for the course.",
            expects=BLOCKED,
            respond=routes({"/course/7": redirect("/login?next=%2Fcourse%2F7"), "/login": _LOGIN}),
        ),
        Site(
            id="temporary-to-login",
            title="Machine Learning Seminar Slides",
            url="https://temporary-to-login.test/slides",
            why="The login lives on another host of the same organisation.",
            expects=BLOCKED,
            also=("accounts.temporary-to-login.test",),
            respond=routes(
                {
                    "//temporary-to-login.test/slides": redirect(
                        "https://accounts.temporary-to-login.test/signin?continue=slides", 302
                    ),
                    "//accounts.temporary-to-login.test/signin": _LOGIN,
                }
            ),
        ),
        Site(
            id="redirect-to-consent",
            title="Video Lectures on Linear Algebra",
            url="https://redirect-to-consent.test/watch/18",
            why="A consent page stands between a visitor without cookies and the lecture.",
            expects=BLOCKED,
            respond=routes(
                {
                    "/watch/18": redirect("/consent?continue=%2Fwatch%2F18", 302),
                    "/consent": page(
                        "Before you continue",
                        body="<p>We use cookies.</p><button>Reject all</button><button>Accept all</button>",
                    ),
                }
            ),
        ),
        Site(
            id="gate-before-everything",
            title="Dynamic Programming by Hand",
            url="https://gate-before-everything.test/notes/knapsack",
            why="Every address, the front page too, leads to the terms of use first.",
            expects=always(Status.BLOCKED, reason="gate-before-front-page"),
            respond=routes(
                {"/start/terms": page("Terms of Use", body="<p>Read these.</p><button>Agree</button>")},
                otherwise=redirect("/start/terms", 302),
            ),
        ),
        Site(
            id="redirect-to-private-address",
            title="Cloud Metadata Explained",
            url="https://redirect-to-private-address.test/metadata",
            why="A redirect into the checker's own network must not be followed.",
            expects=always(Status.SKIPPED, reason="forbidden-address"),
            respond=routes({"/metadata": redirect("http://169.254.169.254/latest/meta-data/", 302)}),
        ),
    ),
)

ENDLESS = Section(
    heading="Redirects that lead nowhere",
    sites=(
        Site(
            id="redirect-loop",
            title="Fixed Point Theorems",
            url="https://redirect-loop.test/fixed-points",
            why="Two addresses forward to each other.",
            expects=UNREACHABLE,
            respond=routes(
                {"/fixed-points": redirect("/points", 302), "/points": redirect("/fixed-points", 302)}
            ),
        ),
        Site(
            id="thirty-redirects",
            title="Recursion Theory",
            url="https://thirty-redirects.test/recursion",
            why="No browser follows thirty redirects in a row.",
            expects=UNREACHABLE,
            respond=_stairs,
        ),
        Site(
            id="redirect-to-mailto",
            title="Course Registration",
            url="https://redirect-to-mailto.test/register",
            why="The target is no page but a mail address.",
            expects=UNREACHABLE,
            respond=routes({"/register": redirect("mailto:office@redirect-to-mailto.test", 302)}),
        ),
        Site(
            id="redirect-to-ftp",
            title="Dataset Download Area",
            url="https://redirect-to-ftp.test/download",
            why="The target speaks a protocol that browsers gave up.",
            expects=UNREACHABLE,
            respond=routes({"/download": redirect("ftp://redirect-to-ftp.test/pub/data.tar", 302)}),
        ),
        Site(
            id="redirect-to-javascript",
            title="Interactive Regression Demo",
            url="https://redirect-to-javascript.test/demo",
            why="The target is a script, which nobody may run from a Location field.",
            expects=UNREACHABLE,
            respond=routes({"/demo": redirect("javascript:alert(1)", 302)}),
        ),
        Site(
            id="redirect-without-location",
            title="Notes on Ergodic Theory",
            url="https://redirect-without-location.test/ergodic",
            why="302 with nowhere to go.",
            expects=UNREACHABLE,
            respond=routes({"/ergodic": refusal(302, "Found", body=prose("Found"))}),
        ),
    ),
)
