"""The registry of what can be suggested, and what a configuration may say of each code.

`suggest: {https: safe, removal: never}` in the configuration file: `safe` puts a code into `safe.patch`, but
only those proposals whose conditions for it hold; `propose` keeps all of them for review; `never` neither
offers nor asks. What is not named keeps its default.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Policy = Literal["safe", "propose", "never"]
POLICIES: tuple[str, ...] = get_args(Policy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One kind of suggestion; the words are those of the README's table, which is compared with this one."""

    name: str
    what: str
    needs: str
    """The conditions under which it is offered at all."""
    safe_where: str | None
    """The conditions for `safe`; None for what no configuration can make safe."""
    is_safe_unasked: bool = False
    """Safe by default, where the conditions hold."""


_WITHIN_SITE = (
    "every hop is permanent and within the site, the page carries the entry's title, and the new address a "
    "word of it or of the old one's name"
)

CODES: tuple[Code, ...] = (
    Code(
        name="moved",
        what="the URL at the end of a permanent redirect; the fragment is kept",
        needs="the end is alive and matches the entry; of a dead link that was moved before: asked anew",
        safe_where=_WITHIN_SITE,
        is_safe_unasked=True,
    ),
    Code(
        name="https",
        what="the https twin of an http URL",
        needs=(
            "it redirects there for good, or the twin was asked: the same page, a valid certificate; "
            "where http is refused: the entry's title"
        ),
        safe_where="the redirect is permanent; for a twin that was asked: title and text are the same",
        is_safe_unasked=True,
    ),
    Code(
        name="cosmetic",
        what="a permanent move in spelling alone: final slash, `www.`, index page, letter case of the host",
        needs="as for `moved`; one quiet group in the reports",
        safe_where="every hop is permanent",
        is_safe_unasked=True,
    ),
    Code(
        name="forge-rename",
        what="the new owner/name of a repository (GitHub, GitLab, Codeberg, …), the path below it kept",
        needs="as for `moved`, on the same forge",
        safe_where="every hop is permanent, and the page carries the entry's title",
        is_safe_unasked=True,
    ),
    Code(
        name="unshorten",
        what="where a known URL shortener leads, past whoever counts visitors on their way",
        needs="the end is alive and its page matches the entry",
        safe_where="the page carries the entry's title",
    ),
    Code(
        name="strip-tracking",
        what="the URL without `utm_…`, `gclid`, `fbclid`, `mc_…` and their like",
        needs="the stripped URL was asked and shows the same page",
        safe_where="title and text are the same",
    ),
    Code(
        name="neighbour-rule",
        what="a dead URL, rewritten as at least two others of its host were moved",
        needs=(
            "the rewritten URL was asked, is alive, its page carries the entry's title, and the host's page "
            "for what cannot exist is another"
        ),
        safe_where=None,
    ),
    Code(
        name="archive",
        what="a Wayback Machine snapshot of a confirmed death, as one more address; the URL stays",
        needs=(
            "one answered 200, nearest to when the link was last seen alive; the entry lists none yet; "
            "a note where the catalog names no place for it"
        ),
        safe_where=None,
    ),
    Code(
        name="twin",
        what="another entry of the same title whose URL is alive, for a confirmed death",
        needs=(
            "the titles are the same, authors, year and language do not differ, and no other address has the "
            "title; within one file it is a note, since the URL would stand there twice"
        ),
        safe_where=None,
    ),
    Code(
        name="duplicate",
        what="a note: the URL to carry is another entry's already",
        needs="takes the place of any suggestion of such a URL",
        safe_where=None,
    ),
    Code(
        name="missing-title",
        what="the page's title, for an entry without one",
        needs="the page is alive",
        safe_where=None,
    ),
    Code(
        name="title-differs",
        what="the work's own spelling of a title that is nearly the same",
        needs="`citation_title`, Open Graph or JSON-LD says it; letters differ, numbers do not",
        safe_where=None,
    ),
    Code(
        name="missing-authors",
        what="authors, for an entry without any",
        needs="`citation_author`, `book:author` or JSON-LD names people, on a page with the entry's title",
        safe_where=None,
    ),
    Code(
        name="missing-year",
        what="the year, for an entry without one",
        needs="as for authors, from a work's own date",
        safe_where=None,
    ),
    Code(
        name="missing-language",
        what="the language, for an entry without one",
        needs="as for authors, in a catalog whose entries give their language",
        safe_where=None,
    ),
    Code(
        name="facts-differ",
        what="a note: the page names other authors, another year or language than the entry",
        needs="as for authors; an editor's value is never overwritten",
        safe_where=None,
    ),
    Code(
        name="removal",
        what="removal of a confirmed dead entry",
        needs=(
            "nothing else mends it, and its other addresses are dead too; never running text; "
            "a note where the entry is a whole file"
        ),
        safe_where=None,
    ),
)
"""In the order of reports, and of rivals: of two suggestions for one place the first stands."""

RANK = {code.name: rank for rank, code in enumerate(CODES)}


def policy_mistake(name: str, policy: object) -> str | None:
    """What is wrong with one line of the configuration's `suggest`, in words; None where nothing is."""
    code = next((code for code in CODES if code.name == name), None)
    if code is None:
        return f"there is no suggestion {name!r}; known are {', '.join(RANK)}"
    if policy not in POLICIES:
        return f"{name} is {policy!r}; write safe, propose or never"
    if policy == "safe" and code.safe_where is None:
        return f"{name} is never safe to apply unread; write propose or never"
    return None
