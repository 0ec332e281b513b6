"""Redirects that end well: those that the catalog should follow, and those that it should not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.demo.answers import ALIVE, always, by_scheme, page, redirect, routes
from crawler.demo.model import Section, Site
from crawler.probe.past import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.demo.model import Expectation

_SESSION = "/library;jsessionid=8F3C2A917B5E4D60A1B2C3D4E5F60718"


def _moved(target: str) -> Mapping[int, Expectation]:
    return always(Status.MOVED, moved_to=target)


MOVED = Section(
    heading="Moved for good: the catalog should follow",
    sites=(
        Site(
            id="permanent-redirect",
            title="Deep Learning Lecture Notes",
            url="https://permanent-redirect.test/notes/dl.html",
            why="301 within the site, with a relative Location.",
            expects=_moved("https://permanent-redirect.test/lectures/deep-learning"),
            respond=routes(
                {
                    "/notes/dl.html": redirect("../lectures/deep-learning"),
                    "/lectures/deep-learning": page("Deep Learning Lecture Notes"),
                }
            ),
        ),
        Site(
            id="permanent-308",
            title="Reinforcement Learning: An Overview",
            url="https://permanent-308.test/rl",
            why="308 is as permanent as 301.",
            expects=_moved("https://permanent-308.test/books/rl"),
            respond=routes(
                {
                    "/rl": redirect("https://permanent-308.test/books/rl", 308),
                    "/books/rl": page("Reinforcement Learning: An Overview"),
                }
            ),
        ),
        Site(
            id="trailing-slash",
            title="Topology Without Tears",
            url="https://trailing-slash.test/topology",
            why="The smallest move there is.",
            expects=_moved("https://trailing-slash.test/topology/"),
            respond=routes(
                {"/topology": redirect("/topology/"), "/topology/": page("Topology Without Tears")}
            ),
        ),
        Site(
            id="http-to-https",
            title="Notes on Real Analysis",
            url="http://http-to-https.test/real-analysis",
            why="The site went over to HTTPS.",
            expects=_moved("https://http-to-https.test/real-analysis"),
            respond=routes(
                {
                    "/real-analysis": by_scheme(
                        http=redirect("https://http-to-https.test/real-analysis"),
                        https=page("Notes on Real Analysis"),
                    )
                }
            ),
        ),
        Site(
            id="www-to-bare",
            title="Handbook of Differential Equations",
            url="https://www.www-to-bare.test/handbook",
            why="The site dropped its www.",
            expects=_moved("https://www-to-bare.test/handbook"),
            also=("www-to-bare.test",),
            respond=routes(
                {
                    "//www.www-to-bare.test/handbook": redirect("https://www-to-bare.test/handbook"),
                    "//www-to-bare.test/handbook": page("Handbook of Differential Equations"),
                }
            ),
        ),
        Site(
            id="permanent-chain",
            title="Lectures on Monte Carlo Methods",
            url="http://permanent-chain.test/mc",
            why="Three permanent hops in a row; the catalog should carry the end, not the next hop.",
            expects=_moved("https://www.permanent-chain.test/monte-carlo/"),
            also=("www.permanent-chain.test",),
            respond=routes(
                {
                    "//permanent-chain.test/mc": redirect("https://www.permanent-chain.test/mc"),
                    "//www.permanent-chain.test/mc": redirect("/monte-carlo", 308),
                    "//www.permanent-chain.test/monte-carlo": redirect("/monte-carlo/"),
                    "//www.permanent-chain.test/monte-carlo/": page("Lectures on Monte Carlo Methods"),
                }
            ),
        ),
        Site(
            id="permanent-then-temporary",
            title="Optimization Software Guide",
            url="https://permanent-then-temporary.test/guide",
            why="301, then 302: only the first hop is a promise.",
            expects=_moved("https://permanent-then-temporary.test/software-guide"),
            respond=routes(
                {
                    "/guide": redirect("/software-guide"),
                    "/software-guide": redirect("/software-guide/2026-11", 302),
                    "/software-guide/2026-11": page("Optimization Software Guide"),
                }
            ),
        ),
        Site(
            id="moved-to-another-site",
            title="The Elements of Statistical Thinking",
            url="https://old-department.test/~author/thinking.html",
            why="The work went to another domain, and the page there carries its title.",
            expects=_moved("https://new-publisher.test/books/statistical-thinking"),
            also=("new-publisher.test",),
            respond=routes(
                {
                    "//old-department.test/~author/thinking.html": redirect(
                        "https://new-publisher.test/books/statistical-thinking"
                    ),
                    "//new-publisher.test/books/statistical-thinking": page(
                        "The Elements of Statistical Thinking | New Publisher",
                        h1="The Elements of Statistical Thinking",
                    ),
                }
            ),
        ),
        Site(
            id="index-to-root",
            title="Neural Networks from Scratch",
            url="https://index-to-root.test/index.html",
            why="The work is the whole site, so that its home page is a good end of a move.",
            expects=_moved("https://index-to-root.test/"),
            respond=routes({"/index.html": redirect("/"), "/": page("Neural Networks from Scratch")}),
        ),
        Site(
            id="fragment-kept",
            title="Probability Cheat Sheet",
            url="https://fragment-kept.test/cheatsheet.html#conditional",
            why="Servers never see the fragment, and it must survive the move.",
            expects=_moved("https://fragment-kept.test/probability/cheatsheet#conditional"),
            respond=routes(
                {
                    "/cheatsheet.html": redirect("/probability/cheatsheet"),
                    "/probability/cheatsheet": page("Probability Cheat Sheet"),
                }
            ),
        ),
        Site(
            id="renamed-repository",
            title="tinygrad-exercises",
            url="https://forge.test/ada/tinygrad-homework",
            why="A code host forwards the old name of a repository.",
            expects=_moved("https://forge.test/ada-lab/tinygrad-exercises"),
            respond=routes(
                {
                    "/ada/tinygrad-homework": redirect("https://forge.test/ada-lab/tinygrad-exercises"),
                    "/ada-lab/tinygrad-exercises": page(
                        "ada-lab/tinygrad-exercises: exercises · Forge", h1="ada-lab/tinygrad-exercises"
                    ),
                }
            ),
        ),
        Site(
            id="raw-location",
            title="Matematyka dyskretna",
            url="https://raw-location.test/dyskretna",
            why="The Location field holds raw UTF-8 where only ASCII is allowed.",
            expects=_moved("https://raw-location.test/wyk%C5%82ady/dyskretna"),
            respond=routes(
                {
                    "/dyskretna": redirect("/wykłady/dyskretna"),
                    "/wyk%C5%82ady/dyskretna": page("Matematyka dyskretna"),
                }
            ),
        ),
    ),
)

STAYED = Section(
    heading="Redirected, and the catalog's address is still the right one",
    sites=(
        Site(
            id="temporary-redirect",
            title="Weekly Problem Sheet",
            url="https://temporary-redirect.test/sheet",
            why="302 says: come back to this address next time.",
            expects=ALIVE,
            respond=routes(
                {"/sheet": redirect("/sheets/47", 302), "/sheets/47": page("Weekly Problem Sheet")}
            ),
        ),
        Site(
            id="temporary-307",
            title="Mirror of the Statistics Archive",
            url="https://temporary-307.test/archive",
            why="307 to a mirror on another host is temporary too.",
            expects=ALIVE,
            also=("mirror-eu.test",),
            respond=routes(
                {
                    "//temporary-307.test/archive": redirect("https://mirror-eu.test/archive", 307),
                    "//mirror-eu.test/archive": page("Mirror of the Statistics Archive"),
                }
            ),
        ),
        Site(
            id="downgrade",
            title="Tables of Special Functions",
            url="https://downgrade.test/tables",
            why="A permanent redirect from https to http is no improvement.",
            expects=ALIVE,
            respond=routes(
                {
                    "/tables": by_scheme(
                        http=page("Tables of Special Functions"),
                        https=redirect("http://downgrade.test/tables"),
                    )
                }
            ),
        ),
        Site(
            id="session-url",
            title="Digital Library of Theses",
            url="https://session-url.test/library",
            why="The permanent redirect ends at an address that is good for one visit.",
            expects=ALIVE,
            respond=routes({"/library": redirect(_SESSION), _SESSION: page("Digital Library of Theses")}),
        ),
        Site(
            id="locale-root",
            title="The Data Science Handbook",
            url="https://locale-root.test/",
            why="The home page forwards for good to the visitor's language.",
            expects=ALIVE,
            respond=routes({"/": redirect("/en/"), "/en/": page("The Data Science Handbook")}),
        ),
    ),
)
