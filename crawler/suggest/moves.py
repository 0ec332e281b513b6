"""What kind of move leads from one address to another: that decides the code of its suggestion."""

from __future__ import annotations

from crawler.probe import urls
from crawler.probe.forges import below_repository, repository_of

SHORTENERS = frozenset(
    "t.co bit.ly bitly.com goo.gl tinyurl.com ow.ly is.gd v.gd buff.ly j.mp lnkd.in fb.me amzn.to "  # noqa: SIM905
    "dlvr.it ift.tt trib.al shorturl.at rb.gy cutt.ly t.ly tiny.cc tiny.one bl.ink snip.ly adf.ly soo.gd "
    "s.id wp.me nyti.ms git.io aka.ms g.co forms.gle db.tt eepurl.com su.pr x.co qr.ae u.to short.io".split()
)
# aka.ms, g.co, git.io and forms.gle shorten for one house alone; they die like all the others (git.io has).
_KEPT_SHORT = frozenset({"aka.ms", "g.co", "forms.gle"})


def is_shortener(url: str) -> bool:
    """An address of a public URL shortener that names a target; its front page is none."""
    host = urls.host_of(url).removeprefix("www.")
    return host in SHORTENERS - _KEPT_SHORT and len(urls.path_of(url)) > 1


def code_of_move(origin: str, target: str) -> str:
    """`unshorten`, `https`, `cosmetic`, `forge-rename` or `moved`."""
    if is_shortener(origin):
        return "unshorten"
    if urls.is_cosmetic(origin, target):
        gains_tls = (urls.scheme_of(origin), urls.scheme_of(target)) == ("http", "https")
        return "https" if gains_tls else "cosmetic"
    one, other = repository_of(origin), repository_of(target)
    is_renamed = one is not None and other is not None and one != other
    return "forge-rename" if is_renamed and urls.same_host(origin, target) else "moved"


def loses_path(url: str, target: str) -> bool:
    """Both are repositories on a forge, and what followed the old one's name is gone."""
    both = repository_of(url) is not None and repository_of(target) is not None
    return both and bool(below_repository(url)) and not below_repository(target)
