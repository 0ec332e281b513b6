"""Whether another page stands where a link's page was when it was last well.

Text alone tells little: sites are redesigned, blogs go on, docs get another theme. But where nothing at all
is left of it, whatever else has changed is worth a question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.page.likeness import title_match
from crawler.page.sketch import sketch_share

if TYPE_CHECKING:
    from crawler.page.model import PageFacts
    from crawler.probe.model import EarlierText

GONE_BELOW = 0.02
"""Of 3,221 pairs of pages of one package's documentation, 1,637 have no three words in a row in common and
1,775 less than this; of 341 pages of two releases of the Rust documentation, none has."""
_OTHER_TITLE_BELOW = 0.3


def is_other_text(sketch: bytes, earlier: EarlierText | None) -> bool:
    """Hardly three words in a row of the earlier text are left."""
    share = sketch_share(sketch, earlier.sketch) if earlier else None
    return share is not None and share < GONE_BELOW


def is_other_title(page: PageFacts, earlier: EarlierText) -> bool:
    """Hardly a word of the earlier title is left in the page's names; so it is where either has none."""
    match = title_match(earlier.title, page.names) if earlier.title else None
    return match is None or match < _OTHER_TITLE_BELOW


def is_other_page(page: PageFacts, sketch: bytes, earlier: EarlierText | None) -> bool:
    """Neither text nor title is what it was."""
    return earlier is not None and is_other_text(sketch, earlier) and is_other_title(page, earlier)
