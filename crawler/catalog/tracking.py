"""Parameters that say where a visitor came from and select no page."""

from __future__ import annotations

import re

# Names of campaigns, clicks and mailings alone. `ref`, `source`, `from`, `via` and `si` are left out: they
# select a branch, a language or a playlist on some sites, and nobody can tell which.
_TRACKING = re.compile(
    r"utm_[a-z_]{1,30}|[gd]clid|gclsrc|gbraid|wbraid|fbclid|msclkid|yclid|twclid|ttclid|igshid|igsh|"
    r"mc_[ce]id|mkt_tok|_hsenc|_hsmi|__hs[a-z]{2,4}|hsctatracking|vero_(?:id|conv)|oly_(?:anon|enc)_id|"
    r"_openstat|wickedid|rb_clickid|s_cid|ml_subscriber(?:_hash)?|_branch_match_id|_ga|_gl|"
    r"li_fat_id|epik|srsltid|dm_i|wt\.mc_id|wt_mc|pk_(?:campaign|kwd|source|medium|content)|"
    r"mtm_(?:campaign|keyword|source|medium|content|cid|group|placement)|at_(?:medium|campaign|custom[0-9]{1,2})",
    re.IGNORECASE,
)
# Names that are left alone where they stand, and yet are no part of an address that is offered anew.
_SUSPECT = re.compile(
    r"utm_\w+|[a-z]{0,2}clid|gi|ref(?:err?er)?|ref_?src|from|via|src|source|origin|redirect(?:ed)?(?:_?from)?|"
    r"old_?url|__cf_chl\w*",
    re.IGNORECASE,
)


def tracking_parameters(url: str) -> tuple[str, ...]:
    """The names of the tracking parameters in a URL's query, in their order."""
    return tuple(name for pair in _pairs(url) if _TRACKING.fullmatch(name := pair.partition("=")[0]))


def may_track(url: str) -> bool:
    """An address with parameters of which some only tell, or seem to, where its visitors come from."""
    names = [pair.partition("=")[0] for pair in _pairs(url)]
    return any(_TRACKING.fullmatch(name) or _SUSPECT.fullmatch(name) for name in names)


def without_tracking(url: str) -> str:
    """The same URL without its tracking parameters, every other byte kept."""
    before, mark, fragment = url.partition("#")
    address = before.partition("?")[0]
    kept = [pair for pair in _pairs(before) if not _TRACKING.fullmatch(pair.partition("=")[0])]
    return address + ("?" + "&".join(kept) if kept else "") + mark + fragment


def _pairs(url: str) -> list[str]:
    query = url.partition("#")[0].partition("?")[2]
    return query.split("&") if query else []
