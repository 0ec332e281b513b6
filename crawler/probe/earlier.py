"""Whether another page stands where a link's page was when it was last well.

Text alone tells little: sites are redesigned, blogs go on, docs get another theme. But where nothing at all
is left of it, whatever else has changed is worth a question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.page.likeness import title_match
from crawler.page.sketch import is_of_long_text, is_telling, sketch_share

if TYPE_CHECKING:
    from crawler.page.model import PageFacts
    from crawler.probe.model import EarlierText

GONE_BELOW = 0.05
"""A footer may stay. Of 340 pages of the Rust documentation whose text differs between two releases, none has
so little in common; of 29,939 pairs of pages of differing packages, 29,526 have."""
_OTHER_TITLE_BELOW = 0.3


def is_other_text(sketch: bytes, earlier: EarlierText | None) -> bool:
    """Hardly three words in a row of the earlier text are left."""
    share = sketch_share(sketch, earlier.sketch) if earlier else None
    return share is not None and share < GONE_BELOW


def is_emptied(sketch: bytes, earlier: EarlierText | None) -> bool:
    """A long text stood where a few words are."""
    return earlier is not None and is_of_long_text(earlier.sketch) and not is_telling(sketch)


def is_other_title(page: PageFacts, earlier: EarlierText) -> bool:
    """Hardly a word of the earlier title is left in the page's names; so it is where either has none."""
    match = title_match(earlier.title, page.names) if earlier.title else None
    return match is None or match < _OTHER_TITLE_BELOW


def is_other_page(page: PageFacts, sketch: bytes, earlier: EarlierText | None) -> bool:
    """Neither text nor title is what it was."""
    return earlier is not None and is_other_text(sketch, earlier) and is_other_title(page, earlier)
