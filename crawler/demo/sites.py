"""All demo sites in the order of their catalog.

To add one, write it in a `sites_*` module; a new section goes into `SECTIONS`, and the tests find the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.demo.sites_days import DYING, MOVING, RECOVERING, UNCHANGED
from crawler.demo.sites_errors import ERRORS
from crawler.demo.sites_gone import CHANGED, GONE, SOFT_404
from crawler.demo.sites_healthy import BODIES, PLAIN
from crawler.demo.sites_mended import MENDED
from crawler.demo.sites_moved import MOVED, STAYED
from crawler.demo.sites_network import CERTIFICATES, CONNECTIONS, NAMES
from crawler.demo.sites_oddities import ODDITIES
from crawler.demo.sites_redirects import ASTRAY, ENDLESS
from crawler.demo.sites_rewritten import REWRITTEN
from crawler.demo.sites_skipped import NOT_ASKED, ROBOTS
from crawler.demo.sites_titles import TITLES
from crawler.demo.sites_walls import BOT_WALLS, REFUSALS

if TYPE_CHECKING:
    from crawler.demo.model import Section, Site

SECTIONS: tuple[Section, ...] = (
    PLAIN,
    BODIES,
    TITLES,
    MOVED,
    STAYED,
    ASTRAY,
    ENDLESS,
    GONE,
    SOFT_404,
    CHANGED,
    MENDED,
    ODDITIES,
    NAMES,
    CONNECTIONS,
    CERTIFICATES,
    ERRORS,
    REFUSALS,
    BOT_WALLS,
    ROBOTS,
    NOT_ASKED,
    DYING,
    RECOVERING,
    MOVING,
    UNCHANGED,
    REWRITTEN,
)

SITES: tuple[Site, ...] = tuple(site for section in SECTIONS for site in section.sites)
