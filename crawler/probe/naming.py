"""What a page is called when nobody has named it: by its own address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.page.wording import fold
from crawler.probe import urls

if TYPE_CHECKING:
    from crawler.page.model import PageFacts


def is_called_by_its_host(page: PageFacts, url: str) -> bool:
    """The page's title is the name of its domain, or holds it in full: `example.org`, "Example".

    A parking page is called so whatever stood there before, and so are many front pages: it is no evidence
    of either, and takes away the worth of a title that matches.
    """
    domain = urls.site_of(url)
    label = domain.partition(".")[0]
    title = fold(page.html_title or page.title or "")
    return bool(label) and (_letters(title) == _letters(label) or domain in title)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
