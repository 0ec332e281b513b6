"""Sites whose page says something else on day 2: told by what its text was on day 1."""

from __future__ import annotations

from crawler.demo.answers import ALIVE, by_day, document, everywhere, html, page, routes, turns
from crawler.demo.model import Responder, Section, Site
from crawler.probe.past import Status

_COPULAS = "A Gentle Guide to Copulas"
FIRST_WEEK = (
    "<p>We meet on Mondays at ten in the old library. In the first week everybody draws pairs of "
    "numbers by hand and looks at their ranks. From the second week on, margins are estimated apart "
    "from dependence. There is one sheet of problems a week; two of them are solved at the board. "
    "Whoever wants credit writes ten pages about data of their own, handed in before the end of "
    "term.</p>"
)
CASINO = (
    "<p>Selamat datang di situs slot terpercaya tahun ini. Nikmati judi online dengan modal kecil, "
    "setor lewat dompet digital tanpa potongan, layanan dua puluh empat jam setiap hari. Permainan "
    "lengkap dari penyedia ternama, kemenangan dibayar lunas berapa pun jumlahnya. Baca panduan untuk "
    "pemula, pilih meja yang cocok, dan mainkan slot gacor malam ini bersama ribuan anggota lain dari "
    "seluruh kota.</p>"
)
RELAUNCH = (
    "<p>New here? Recordings, slides and exercises stand in the menu on the left, in the order in which"
    " they should be read. All programs run inside your browser and nothing needs installing. Ask in "
    "the forum; tutors answer within one day. Certificates are sent by post once all quizzes have been "
    "passed. Our next edition begins in autumn, and last year's videos stay public for good.</p>"
)
REMOVALS = (
    "<p>Our team of twelve packs, carries and unpacks whatever you own, from a single piano to a whole "
    "office. Ask for an offer by telephone or with the form on this page. Families and firms in three "
    "counties trust our insured vans. Boxes are lent for free to whoever books before the end of the "
    "month, and warehouse space is paid by the week. Read what customers say about punctual crews.</p>"
)


def _at(path: str, title: str, h1: str, body: str) -> Responder:
    return routes({path: page(title, h1=h1, body=body)})


REWRITTEN = Section(
    heading="One text on day 1, another on day 2",
    sites=(
        Site(
            id="redesigned",
            title="Dependence Modelling for Beginners",
            url="https://redesigned.test/dependence",
            why="Not a sentence of the old page is left after its relaunch, and it is the same course.",
            expects=ALIVE,
            respond=by_day(
                _at("/dependence", "Dependence Modelling for Beginners", "Welcome", FIRST_WEEK),
                _at("/dependence", "Dependence Modelling for Beginners", "Start", RELAUNCH),
            ),
        ),
        Site(
            id="hijacked-under-its-title",
            title=_COPULAS,
            url="https://hijacked-under-its-title.test/copulas",
            why="A casino buys the domain and keeps the title by which people search for it.",
            expects=turns(Status.ALIVE, Status.CHANGED),
            respond=by_day(
                _at("/copulas", _COPULAS, _COPULAS, FIRST_WEEK),
                everywhere(html(document(_COPULAS, lang="id", body=CASINO))),
            ),
        ),
        Site(
            id="re-registered",
            title="Bayesian Methods for Lake Ecology",
            url="https://re-registered.test/",
            why="The page was never called like the entry; another trade moves in, and no word is left.",
            expects=turns(Status.ALIVE, Status.CHANGED),
            respond=by_day(
                _at("/", "Limnology Group", "Limnology Group", FIRST_WEEK),
                _at("/", "Removals and Storage", "Removals and Storage", REMOVALS),
            ),
        ),
    ),
)
