"""Sites that are one thing on day 1 and another on day 2."""

from __future__ import annotations

from crawler.demo.answers import (
    ALIVE,
    NOT_FOUND,
    always,
    by_day,
    by_scheme,
    document,
    everywhere,
    html,
    page,
    redirect,
    refusal,
    routes,
    turns,
    unless_known,
)
from crawler.demo.model import Request, Responder, Response, Section, Site, Trouble
from crawler.probe.past import Status

_RECIPES = "Old but Good: Numerical Recipes Notes"
_CASINO = html(
    document(
        "Slot Gacor Online Casino | Bonus 100% Deposit",
        lang="id",
        body="<p>Situs slot gacor terpercaya. Daftar sekarang, bonus 100%, jackpot setiap hari.</p>",
    )
)


def _page_at(path: str, title: str) -> Responder:
    return routes({path: page(title)})


def _moves(path: str, new_path: str, title: str) -> Responder:
    """Day 1: the page at its path. Day 2: a permanent redirect to where the page now is."""
    return by_day(_page_at(path, title), routes({path: redirect(new_path), new_path: page(title)}))


def _says_unchanged_of_another(request: Request) -> Response:
    """304 to whoever names a version, of another one; behind it the page is missing."""
    if "if-none-match" in request.headers:
        return Response(status=304, headers=(("ETag", '"another"'),))
    return page("Page not found", body="<p>We could not find this page.</p>")


def _chokes_on_conditions(request: Request) -> Response:
    if "if-none-match" in request.headers:
        return refusal(412, "412 Precondition Failed")
    return unless_known(page("Markov Chains by Example"), '"1"')(request)


DYING = Section(
    heading="Well on day 1, gone or out of reach on day 2",
    sites=(
        Site(
            id="dies-with-404",
            title="Lecture Notes on Martingales",
            url="https://dies-with-404.test/martingales",
            why="The page is deleted overnight.",
            expects=turns(Status.ALIVE, Status.DEAD),
            respond=by_day(_page_at("/martingales", "Lecture Notes on Martingales"), everywhere(NOT_FOUND)),
        ),
        Site(
            id="dies-with-410",
            title="Autumn School on Deep Learning",
            url="https://dies-with-410.test/autumn-school",
            why="The page is withdrawn overnight.",
            expects=turns(Status.ALIVE, Status.DEAD),
            respond=by_day(
                _page_at("/autumn-school", "Autumn School on Deep Learning"),
                everywhere(refusal(410, "410 Gone")),
            ),
        ),
        Site(
            id="dies-with-its-domain",
            title="The Tensor Cookbook",
            url="https://dies-with-its-domain.test/tensors",
            why="Nobody renewed the domain.",
            expects=turns(Status.ALIVE, Status.DEAD),
            respond=_page_at("/tensors", "The Tensor Cookbook"),
            trouble=Trouble.NAME_NOT_FOUND,
            trouble_days=(2,),
        ),
        Site(
            id="dies-softly",
            title="Visual Guide to Principal Components",
            url="https://dies-softly.test/pca",
            why="From one day to the next the page is missing and the server says 200.",
            expects=turns(Status.ALIVE, Status.DEAD),
            respond=by_day(
                _page_at("/pca", "Visual Guide to Principal Components"),
                everywhere(page("Page not found", body="<p>We could not find this page.</p>")),
            ),
        ),
        Site(
            id="dies-into-home",
            title="Tutorial: Expectation Maximization",
            url="https://dies-into-home.test/tutorials/em",
            why="A relaunch forwards every old address to the new home page.",
            expects=turns(Status.ALIVE, Status.DEAD),
            respond=by_day(
                _page_at("/tutorials/em", "Tutorial: Expectation Maximization"),
                routes({"/": page("Bright Analytics Group")}, otherwise=redirect("/")),
            ),
        ),
        Site(
            id="flaky",
            title="Simulation Methods Archive",
            url="https://flaky.test/simulation",
            why="A server that comes and goes: up on day 1, down on day 2.",
            expects=turns(Status.ALIVE, Status.UNREACHABLE),
            respond=by_day(
                _page_at("/simulation", "Simulation Methods Archive"),
                everywhere(refusal(503, "503 Service Unavailable")),
            ),
        ),
        Site(
            id="certificate-lapses",
            title="Computational Geometry Notes",
            url="https://certificate-lapses.test/geometry",
            why="The certificate was not renewed.",
            expects=turns(Status.ALIVE, Status.INSECURE),
            respond=_page_at("/geometry", "Computational Geometry Notes"),
            trouble=Trouble.EXPIRED,
            trouble_days=(2,),
        ),
        Site(
            id="wall-goes-up",
            title="Quantitative Finance Primer",
            url="https://wall-goes-up.test/primer",
            why="The site hides behind a bot wall from day 2 on; that is no death.",
            expects=turns(Status.ALIVE, Status.BLOCKED),
            respond=by_day(
                _page_at("/primer", "Quantitative Finance Primer"),
                everywhere(
                    refusal(
                        403,
                        "Just a moment...",
                        headers=(("Server", "cloudflare"), ("cf-mitigated", "challenge")),
                    )
                ),
            ),
        ),
        Site(
            id="hijacked",
            title="Seminar on Statistical Physics",
            url="https://hijacked.test/seminar",
            why="The domain changes hands overnight and a casino answers every address.",
            expects=turns(Status.ALIVE, Status.CHANGED),
            respond=by_day(_page_at("/seminar", "Seminar on Statistical Physics"), everywhere(_CASINO)),
        ),
    ),
)

RECOVERING = Section(
    heading="Broken on day 1, well on day 2",
    sites=(
        Site(
            id="recovers-from-404",
            title="Problem Sets in Number Theory",
            url="https://recovers-from-404.test/problems",
            why="Somebody put the page back.",
            expects=turns(Status.DEAD, Status.ALIVE),
            respond=by_day(everywhere(NOT_FOUND), _page_at("/problems", "Problem Sets in Number Theory")),
        ),
        Site(
            id="recovers-from-500",
            title="Interactive Fourier Series",
            url="https://recovers-from-500.test/fourier",
            why="The application was repaired.",
            expects=turns(Status.UNREACHABLE, Status.ALIVE),
            respond=by_day(
                everywhere(refusal(500, "500 Internal Server Error")),
                _page_at("/fourier", "Interactive Fourier Series"),
            ),
        ),
        Site(
            id="recovers-its-certificate",
            title="Elementary Category Theory",
            url="https://recovers-its-certificate.test/categories",
            why="The certificate was renewed, a day late.",
            expects=turns(Status.INSECURE, Status.ALIVE),
            respond=_page_at("/categories", "Elementary Category Theory"),
            trouble=Trouble.EXPIRED,
            trouble_days=(1,),
        ),
        Site(
            id="recovers-its-name",
            title="Nonparametric Statistics Course",
            url="https://recovers-its-name.test/nonparametric",
            why="The domain's name servers came back.",
            expects=turns(Status.UNREACHABLE, Status.ALIVE),
            respond=_page_at("/nonparametric", "Nonparametric Statistics Course"),
            trouble=Trouble.BROKEN_DELEGATION,
            trouble_days=(1,),
        ),
        Site(
            id="recovers-from-refusal",
            title="Software for Survival Analysis",
            url="https://recovers-from-refusal.test/survival",
            why="The server was started again.",
            expects=turns(Status.UNREACHABLE, Status.ALIVE),
            respond=_page_at("/survival", "Software for Survival Analysis"),
            trouble=Trouble.REFUSED,
            trouble_days=(1,),
        ),
    ),
)

MOVING = Section(
    heading="At home on day 1, moved on day 2",
    sites=(
        Site(
            id="moves-within-site",
            title="Notes on Convergence of Measures",
            url="https://moves-within-site.test/notes.html",
            why="The site drops its file endings.",
            expects=turns(
                Status.ALIVE, Status.MOVED, moved_to="https://moves-within-site.test/convergence-of-measures"
            ),
            respond=_moves("/notes.html", "/convergence-of-measures", "Notes on Convergence of Measures"),
        ),
        Site(
            id="moves-to-new-domain",
            title="Practical Cryptography Course",
            url="https://moves-to-new-domain.test/course",
            why="The course gets a domain of its own.",
            expects=turns(Status.ALIVE, Status.MOVED, moved_to="https://practical-cryptography.test/course"),
            also=("practical-cryptography.test",),
            respond=by_day(
                _page_at("//moves-to-new-domain.test/course", "Practical Cryptography Course"),
                routes(
                    {
                        "//moves-to-new-domain.test/course": redirect(
                            "https://practical-cryptography.test/course"
                        ),
                        "//practical-cryptography.test/course": page("Practical Cryptography Course"),
                    }
                ),
            ),
        ),
        Site(
            id="moves-to-https",
            title=_RECIPES,
            url="http://moves-to-https.test/recipes",
            why="The site gets a certificate at last.",
            expects=turns(Status.ALIVE, Status.MOVED, moved_to="https://moves-to-https.test/recipes"),
            respond=by_day(
                _page_at("/recipes", _RECIPES),
                routes(
                    {
                        "/recipes": by_scheme(
                            http=redirect("https://moves-to-https.test/recipes"), https=page(_RECIPES)
                        )
                    }
                ),
            ),
        ),
        Site(
            id="moves-by-rename",
            title="gradient-descent-visualised",
            url="https://hub.test/jo/gd-viz",
            why="The repository is renamed.",
            expects=turns(
                Status.ALIVE, Status.MOVED, moved_to="https://hub.test/jo/gradient-descent-visualised"
            ),
            respond=_moves("/jo/gd-viz", "/jo/gradient-descent-visualised", "gradient-descent-visualised"),
        ),
    ),
)

UNCHANGED = Section(
    heading="Well on day 1, and asked on day 2 only whether anything has changed",
    sites=(
        Site(
            id="unchanged",
            title="Lectures on Convex Analysis",
            url="https://unchanged.test/convex",
            why="The page is as it was, so the server answers 304 and sends none.",
            expects=ALIVE,
            respond=routes({"/convex": unless_known(page("Lectures on Convex Analysis"), 'W/"2f-1"')}),
        ),
        Site(
            id="unchanged-after-a-move",
            title="Sums of Squares",
            url="http://unchanged-after-a-move.test/sums",
            why="It is the page at the end of the move that has not changed.",
            expects=always(Status.MOVED, moved_to="https://unchanged-after-a-move.test/sums"),
            respond=routes(
                {
                    "/sums": lambda request: (
                        redirect("https://unchanged-after-a-move.test/sums")
                        if request.scheme == "http"
                        else unless_known(page("Sums of Squares"), '"7"')(request)
                    )
                }
            ),
        ),
        Site(
            id="unchanged-says-a-cache",
            title="Entropy and Friends",
            url="https://unchanged-says-a-cache.test/entropy",
            why="A 304 names another version than the one that was asked by; the page has gone behind it.",
            expects=turns(Status.ALIVE, Status.DEAD),
            respond=by_day(
                routes({"/entropy": unless_known(page("Entropy and Friends"), '"one"')}),
                _says_unchanged_of_another,
            ),
        ),
        Site(
            id="chokes-on-conditions",
            title="Markov Chains by Example",
            url="https://chokes-on-conditions.test/chains",
            why="The server answers 412 to the question whether anything has changed, and 200 to any other.",
            expects=ALIVE,
            respond=_chokes_on_conditions,
        ),
    ),
)
