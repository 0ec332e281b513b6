"""Links that can be mended by asking: twins, trackers, neighbours, short links, the archive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from crawler.demo.answers import ALIVE, DEAD, always, page, redirect, routes
from crawler.demo.model import Response, Section, Site
from crawler.probe.past import Status

if TYPE_CHECKING:
    from crawler.demo.model import Request

_ARCHIVED = "https://archived.test/fourier"
_SNAPSHOT = f"/web/20261028120000/{_ARCHIVED}"
_CHAPTERS = {
    "vectors": "Vectors, Step by Step",
    "matrices": "Matrices, Step by Step",
    "tensors": "Tensors, Step by Step",
}


def _index(request: Request) -> Response:
    """The archive's index: it has one page, and some time ago two snapshots of it were good."""
    rows = [["timestamp", "original", "statuscode"]]
    if "archived.test" in request.query:
        rows += [["20190304050607", _ARCHIVED, "200"], ["20261028120000", _ARCHIVED, "200"]]
    body = json.dumps(rows if len(rows) > 1 else []).encode()
    return Response(headers=(("Content-Type", "application/json"),), body=body)


_ARCHIVE = routes(
    {
        "//web.archive.org/cdx/search/cdx": _index,
        f"//web.archive.org{_SNAPSHOT}": page("Fourier Analysis by Hand"),
    }
)
# Two chapters were moved with a redirect each, and one was forgotten.
_HANDBOOK = routes(
    {
        "//handbook.test/book/vectors.html": redirect("https://new-handbook.test/chapters/vectors"),
        "//handbook.test/book/matrices.html": redirect("https://new-handbook.test/chapters/matrices"),
        **{f"//new-handbook.test/chapters/{name}": page(title) for name, title in _CHAPTERS.items()},
    }
)


def _chapter(name: str, why: str, *, is_moved: bool) -> Site:
    to = f"https://new-handbook.test/chapters/{name}"
    return Site(
        id=f"chapter-{name}",
        title=_CHAPTERS[name],
        url=f"https://handbook.test/book/{name}.html",
        why=why,
        expects=always(Status.MOVED, moved_to=to) if is_moved else DEAD,
        also=("new-handbook.test",),
        respond=_HANDBOOK,
    )


MENDED = Section(
    heading="To be mended by asking",
    sites=(
        Site(
            id="archived",
            title="Fourier Analysis by Hand",
            url=_ARCHIVED,
            why="It is gone, and the Wayback Machine has it.",
            expects=DEAD,
            also=("web.archive.org",),
            respond=_ARCHIVE,
        ),
        Site(
            id="tracked",
            title="Lattices and Their Uses",
            url="https://tracked.test/lattices?utm_source=newsletter&chapter=2",
            why="Half of the query only tells where the editor came from.",
            expects=ALIVE,
            respond=routes({"/lattices": page("Lattices and Their Uses")}),
        ),
        Site(
            id="http-with-a-twin",
            title="Sheaves for Beginners",
            url="http://http-with-a-twin.test/sheaves",
            why="http does not redirect, and https shows the same page.",
            expects=ALIVE,
            respond=routes({"/sheaves": page("Sheaves for Beginners")}),
        ),
        _chapter("vectors", "Moved, as its neighbour was.", is_moved=True),
        _chapter("matrices", "Moved, as its neighbour was.", is_moved=True),
        _chapter(
            "tensors", "Forgotten in the move: what its neighbours show is where it is.", is_moved=False
        ),
        Site(
            id="short-link",
            title="Markov Chains in Pictures",
            url="https://bit.ly/markov-pictures",
            why="A shortener forwards for the time being; the catalog should carry where it leads.",
            expects=ALIVE,
            also=("markov-pictures.test",),
            respond=routes(
                {
                    "//bit.ly/markov-pictures": redirect("https://markov-pictures.test/chains", 302),
                    "//markov-pictures.test/chains": page("Markov Chains in Pictures"),
                }
            ),
        ),
        Site(
            id="twin-that-is-gone",
            title="Games, Equilibria and Proofs",
            url="https://twin-that-is-gone.test/games",
            why="Another entry of the same title is alive.",
            expects=DEAD,
        ),
        Site(
            id="twin-that-lives",
            title="Games, Equilibria and Proofs",
            url="https://twin-that-lives.test/games",
            why="The same work at another address.",
            expects=ALIVE,
            respond=routes({"/games": page("Games, Equilibria and Proofs")}),
        ),
    ),
)
