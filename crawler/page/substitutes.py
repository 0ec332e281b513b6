"""Titles of pages that servers show in place of a site's own: their defaults, and their trouble.

Only a whole title counts, or a whole part of one between separators where the entry's title belies it: "How
we fixed 503 Service Unavailable" is an article, "503 Service Unavailable | A reference" is a reference's.
"""

from __future__ import annotations

import re

from crawler.page.wording import fold

_PARTS = re.compile(r"\s[-\u2013\u2014|\u00b7:]\s|\s?[|\u2022]\s?")
_TITLE_CHARACTERS = 200

# A server, a panel or a registrar speaks for itself: nobody has put a site there, or somebody took it away.
_DEFAULT = re.compile(
    r"welcome to (?:nginx|openresty|tengine|caddy|centos|xampp|fedora)(?: on .{1,40})?!?|"
    r"apache2? (?:\w+ )?default page(?:: it works!?)?|"
    r"(?:apache|nginx)? ?(?:http )?server test page.{0,60}|"
    r"test page for the .{1,20}http server.{0,40}|"
    r"http server test page.{0,60}|"
    r"it works!|"
    r"apache tomcat(?:/[\d.]+)?|welcome to (?:wildfly|jboss.{0,20}|glassfish.{0,20}|jetty|lighttpd|"
    r"litespeed.{0,20}|"
    r"django|laravel|symfony!?|codeigniter!?|cakephp|ruby on rails|your new .{1,30})|"
    r"ruby on rails: welcome aboard|"
    r"the install worked successfully! congratulations!|glassfish server.{0,40}|"
    r"iis ?(?:windows server|\d+(?:\.\d)?)|"
    r"iis windows|"
    r"microsoft internet information services \d+|"
    r"caddy works!?|"
    r"(?:your )?(?:new )?web ?server is (?:up and )?(?:running|working)!?|"
    r"default (?:web ?site|parallels plesk|plesk|server|domain) page|"
    r"domain default page|"
    r"web server's default page|"
    r"plesk obsidian.{0,40}|"
    r"default homepage|"
    r"(?:this )?(?:web ?site|account|domain|hosting)(?: name)? (?:has been |is |was )?(?:suspended|expired|"
    r"deactivated)|"
    r"(?:account|web ?site|domain) suspended|"
    r"suspended (?:domain|account|website)|"
    r"website expired|"
    r"future home of something quite cool\.?|"
    r"sorry! this site (?:is not|isn't) currently available\.?|"
    r"squarespace - (?:website expired|claim this domain)|"
    r"connect your domain|"
    r"site not (?:published|configured)(?: yet)?|"
    r"this shop is (?:currently )?unavailable"
)
_TROUBLE = re.compile(
    # Folded, as titles are: so is the breve of a Cyrillic letter.
    fold(
        r"(?:error |http )?5(?:0[0234]|2\d)(?: error)?(?:[:\u2013\u2014 -]{0,3}(?:internal server error|"
        r"bad gateway|service (?:temporarily )?unavailable|gateway time-?out|server error|"
        r"web server is .{1,30}))?|"
        r"internal server error|"
        r"bad gateway|"
        r"runtime error|"
        r"server error in '[^']{0,80}' application\.?|"
        r"(?:service|site|website|server|page) (?:is )?temporarily unavailable|"
        r"service (?:temporarily )?unavailable|"
        r"gateway time-?out|"
        r"server error|"
        r"application error|"
        r"database (?:connection )?error|"
        r"error establishing a database connection|"
        r"temporarily (?:down|offline)|"
        r"(?:(?:(?:the|this|our) )?(?:web ?site|site|system|server|service|"
        r"page) (?:is )?(?:currently )?)?(?:under|down for|offline for|in|undergoing) (?:scheduled |planned |"
        r"routine )?maintenance(?: mode)?|"
        r"(?:scheduled|planned|site|system|website) maintenance|"
        r"maintenance mode|"
        r"(?:we'll |we will )?be (?:right back|back (?:soon|shortly|later|online))(?: soon| shortly)?!?|"
        r"wartungs(?:modus|arbeiten|seite)|"
        r"(?:die )?(?:web)?seite wird gewartet|"
        r"site en maintenance|"
        r"(?:le site est )?en maintenance|"
        r"(?:sitio |pagina )?(?:web )?en mantenimiento|"
        r"(?:site |pagina )?em manutencao|"
        r"(?:sito )?in manutenzione|"
        r"(?:serwis|strona) w przebudowie|"
        r"przerwa techniczna|"
        r"технические работы|"
        r"сайт на (?:техническом )?обслуживании|"
        r"(?:ただいま)?メンテナンス中(?:です)?|"
        r"(?:系统|网站|網站|系統)(?:正在)?维护中?"
    )
)


def default_page_phrase(title: str, *, in_parts: bool) -> str | None:
    """What of a title a server's default page, or a host's notice, is known by."""
    return _part(title, _DEFAULT, in_parts=in_parts)


def trouble_phrase(title: str, *, in_parts: bool) -> str | None:
    """What of a title says that the server is in trouble, or under maintenance."""
    return _part(title, _TROUBLE, in_parts=in_parts)


def _part(title: str, pattern: re.Pattern[str], *, in_parts: bool) -> str | None:
    if len(title) > _TITLE_CHARACTERS:
        return None
    folded = fold(title)
    parts = [folded, *(part.strip() for part in _PARTS.split(folded))] if in_parts else [folded]
    return next((part for part in parts if pattern.fullmatch(part)), None)
