"""Public URL shorteners: whose addresses are nothing but a way to another."""

from __future__ import annotations

from crawler.probe import urls

SHORTENERS = frozenset(
    "t.co bit.ly bitly.com goo.gl tinyurl.com ow.ly is.gd v.gd buff.ly j.mp lnkd.in fb.me amzn.to "  # noqa: SIM905 - words, not literals
    "dlvr.it ift.tt trib.al shorturl.at rb.gy cutt.ly t.ly tiny.cc tiny.one bl.ink snip.ly adf.ly soo.gd "
    "s.id wp.me nyti.ms git.io aka.ms g.co forms.gle db.tt eepurl.com su.pr x.co qr.ae u.to short.io".split()
)
# aka.ms, g.co, git.io and forms.gle shorten for one house alone; they die like all the others (git.io has).
_KEPT_SHORT = frozenset({"aka.ms", "g.co", "forms.gle"})


def is_shortener(url: str) -> bool:
    """An address of a public URL shortener that names a target; its front page is none."""
    host = urls.host_of(url).removeprefix("www.")
    return host in SHORTENERS - _KEPT_SHORT and len(urls.path_of(url)) > 1
