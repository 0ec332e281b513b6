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
    return is_name_of_host(page.html_title or page.title or "", url)


def is_name_of_host(name: str, url: str) -> bool:
    """Whether a name is that of an address's domain, or holds it in full."""
    domain, folded = urls.site_of(url), fold(name)
    label = domain.partition(".")[0]
    return bool(label) and (_letters(folded) == _letters(label) or domain in folded)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
