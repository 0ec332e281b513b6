"""A small web of labelled misbehaving sites on loopback, for `crawler demo` and the tests.

Start reading at `sites.py`, the list of all sites; `web.py` serves them, `catalog.py` writes their catalog.
"""

from __future__ import annotations

from crawler.demo.catalog import demo_catalog
from crawler.demo.model import DAYS, Expectation, Site
from crawler.demo.sites import SITES
from crawler.demo.web import DemoWeb

__all__ = ["DAYS", "SITES", "DemoWeb", "Expectation", "Site", "demo_catalog"]
