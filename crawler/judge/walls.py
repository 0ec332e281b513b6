"""Bot walls by evidence: which vendor's challenge or refusal an answer is.

A wall answers with any status (200, 202, 403, 404, 429 and 503 have all been seen), so the marks are header
fields and markers in the page that only the vendor's own challenge carries. A `server` field alone proves
nothing: a real 404 behind a content delivery network is dead all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.page.notices import NOTICE_CHARACTERS
from crawler.probe import urls
from crawler.probe.way_back import door_of, is_one_door

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.page.model import PageFacts
    from crawler.probe.model import Answer

_READ_BYTES = 65_536
REFUSALS = frozenset({401, 403, 405, 406, 409, 429, 503})
"""Statuses with which walls turn visitors away; used where a mark is too weak to stand alone."""
DENIALS = frozenset({403, 429})
"""What is left of them where a vendor's network reports broken origins with the others and the same mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """A vendor and how its wall is known: from header fields, or from markers in the page's bytes."""

    vendor: str
    has_mark: Callable[[Answer, bytes], bool]


_MARKED_HEADERS: set[str] = set()


def _header(name: str, pattern: str = "") -> Callable[[Answer, bytes], bool]:
    _MARKED_HEADERS.add(name)
    expected = re.compile(pattern, re.IGNORECASE)
    return lambda answer, _body: any(expected.search(value) for value in answer.header_values(name))


def _body(*markers: bytes) -> Callable[[Answer, bytes], bool]:
    return lambda _answer, body: any(marker in body for marker in markers)


def _pattern(pattern: bytes) -> Callable[[Answer, bytes], bool]:
    expected = re.compile(pattern)
    return lambda _answer, body: expected.search(body) is not None


def _with(statuses: frozenset[int], mark: Callable[[Answer, bytes], bool]) -> Callable[[Answer, bytes], bool]:
    return lambda answer, body: answer.status in statuses and mark(answer, body)


def _short(mark: Callable[[Answer, bytes], bool]) -> Callable[[Answer, bytes], bool]:
    return lambda answer, body: len(body) <= _CHALLENGE_BYTES and mark(answer, body)


_CHALLENGE_BYTES = 4_096
# A page that does nothing but see whether its visitor runs scripts; healthy pages do more than that.
_COOKIE_THEN_RELOAD = (
    rb"<script[^<>]{0,100}>[^<]{0,1500}document\.cookie\s{0,5}=[^<]{0,600}"
    rb"(?:location\s{0,5}\.\s{0,5}reload\s{0,5}\(|"
    rb"location(?:\.href)?\s{0,5}=\s{0,5}(?:window\.|document\.|self\.)?location|"
    # Back to itself, with a count of the attempts behind the address.
    rb"location(?:\.href)?\s{0,5}=\s{0,5}[\"'][^\"'<>\s]{0,300}[?&]\w{1,20}=\d{1,3}[\"'])|slowaes\.decrypt"
)

WALLS: tuple[Wall, ...] = (
    Wall(vendor="Cloudflare", has_mark=_header("cf-mitigated", r"challenge|block")),
    # /cdn-cgi/challenge-platform/ alone proves nothing: its scripts are put into healthy pages too.
    Wall(
        vendor="Cloudflare",
        has_mark=_with(
            REFUSALS,
            _body(b"/orchestrate/", b"cf-chl-", b"cf_chl_opt", b"cf-browser-verification"),
        ),
    ),
    Wall(vendor="Cloudflare", has_mark=_with(DENIALS, _body(b"cf-error-details"))),
    Wall(vendor="AWS WAF", has_mark=_header("x-amzn-waf-action", r"challenge|captcha|block")),
    Wall(vendor="Vercel", has_mark=_header("x-vercel-mitigated", r"challenge|deny")),
    Wall(vendor="DataDome", has_mark=_with(REFUSALS, _header("x-datadome"))),
    Wall(vendor="DataDome", has_mark=_with(REFUSALS, _body(b"captcha-delivery.com"))),
    Wall(vendor="HUMAN", has_mark=_with(REFUSALS, _body(b"px-captcha", b"_pxappid", b"perimeterx"))),
    # The same resource is a script in healthy pages, so that only a frame of it stands alone.
    Wall(vendor="Imperva", has_mark=_body(b"incapsula incident id")),
    Wall(vendor="Imperva", has_mark=_pattern(rb"<iframe\b[^>]{0,300}_incapsula_resource")),
    Wall(vendor="Imperva", has_mark=_with(REFUSALS, _body(b"_incapsula_resource"))),
    Wall(
        vendor="Imperva",
        has_mark=_pattern(rb"_incapsula_resource[^<>]{0,200}></script>\s{0,50}<body>\s{0,50}</body>"),
    ),
    Wall(vendor="Akamai", has_mark=_with(DENIALS, _header("server", r"akamaighost|akamainetstorage"))),
    Wall(vendor="Akamai", has_mark=_with(DENIALS, _body(b"errors.edgesuite.net", b"reference&#32;&#35;"))),
    Wall(vendor="Akamai", has_mark=_body(b"sec-if-cpt-container", b"/_sec/cp_challenge/")),
    Wall(vendor="Amazon", has_mark=_body(b"/errors/validatecaptcha")),
    Wall(vendor="Reblaze", has_mark=_short(_body(b"window.rbzns"))),
    Wall(vendor="go-away", has_mark=_body(b"gammaspectra.live/git/go-away/")),
    Wall(vendor="Kasada", has_mark=_with(REFUSALS, _header("x-kpsdk-ct"))),
    Wall(vendor="Sucuri", has_mark=_with(REFUSALS, _header("x-sucuri-block"))),
    Wall(vendor="Sucuri", has_mark=_with(REFUSALS, _body(b"sucuri website firewall"))),
    Wall(vendor="Sucuri", has_mark=_body(b"sucuri_cloudproxy_js")),
    Wall(vendor="StackPath", has_mark=_body(b"/sbbi/?sbbpg=")),
    # Healthy pages load their script from another host of theirs.
    Wall(vendor="Radware", has_mark=_body(b"//captcha.perfdrive.com/", b"//validate.perfdrive.com/")),
    Wall(vendor="DDoS-Guard", has_mark=_with(DENIALS, _header("server", r"ddos-guard"))),
    Wall(vendor="Anubis", has_mark=_body(b'id="anubis_challenge"', b"/.within.website/x/cmd/anubis/")),
    Wall(vendor="Alibaba Cloud", has_mark=_with(REFUSALS, _body(b"//errors.aliyun.com/"))),
    Wall(vendor="SafeLine", has_mark=_body(b"/.safeline/static/", b"/.safeline/challenge")),
    Wall(vendor="SiteGround", has_mark=_header("sg-captcha", r"challenge")),
    Wall(vendor="ModSecurity", has_mark=_with(REFUSALS, _body(b"mod_security", b"<title>not acceptable!"))),
    Wall(vendor="a script challenge", has_mark=_short(_pattern(_COOKIE_THEN_RELOAD))),
    Wall(vendor="Wordfence", has_mark=_with(REFUSALS, _body(b"generated by wordfence"))),
)
"""In order; the first vendor whose mark is there is named."""

# Whole titles that only challenges carry; a page that merely mentions them has more words around.
_CHALLENGE_TITLES = re.compile(
    r"just a moment\W*|attention required! \| cloudflare|making sure you(?:'|\u2019)re not a bot!?|"
    r"access to this page has been denied\W*|robot or human\??|are you (?:a )?(?:robot|human)\??|"
    r"(?:please )?verify(?:ing)? (?:that )?you are (?:a )?human\W*|human verification|"
    r"security check(?:point)?|checking (?:that )?you are not a bot\W*|challenge validation|human check|"
    r"(?:please )?enable javascript(?: and cookies)?(?: to continue)?\W*|(?:virtual )?waiting room|blocked|"
    r"site verification|百度安全验证|安全验证|人机验证|"
    r"vercel security checkpoint|checking your browser.*|client challenge|pardon our interruption\W*|"
    r"ddos-guard|one moment, please\W*|bot verification|(?:\w+ bot manager )?captcha(?: challenge)?|"
    r"request rejected|"
    r"please wait\W* \| cloudflare|(?:sorry, )?you have been blocked|performing security verification",
    re.IGNORECASE,
)
# Whole titles of refusals that come with 200; any other status speaks for itself.
_REFUSING_TITLES = re.compile(
    r"(?:robot check|(?:429\W*)?too many requests|rate limit exceeded|(?:403\W*)?(?:forbidden|access denied)|"
    r"(?:error )?403(?: error)?|"
    r"(?:this (?:content|page|site|service) is )?(?:not available|unavailable) in your "
    r"(?:region|country|location|area)|"
    r"access (?:to this (?:site|page|resource) )?(?:is |has been )?"
    r"(?:denied|forbidden|blocked|restricted))\W*",
    re.IGNORECASE,
)


def _vendor(answer: Answer) -> str | None:
    # Nearly every answer has none of the fields but `server`, which is a mark of denials alone.
    may_tell = _MARKED_HEADERS if answer.status in DENIALS else _MARKED_HEADERS - {"server"}
    if not answer.body and may_tell.isdisjoint(name for name, _ in answer.headers):
        return None
    body = answer.body[:_READ_BYTES].lower()
    return next((wall.vendor for wall in WALLS if wall.has_mark(answer, body)), None)


# Where visitors are sent to be looked at before they may see anything.
_WALL_SEGMENT = re.compile(
    r"(?:show|re|sg)?captcha|(?:bot|robot|human|browser)[-_]?(?:check|verification|challenge|detection)|"
    r"(?:access[-_]?)?(?:blocked|denied)|ip[-_]?blocked|age[-_]?(?:gate|check|verification|verify)|"
    r"waiting[-_]?room|validate[-_]?captcha|unsupported[-_]?browser",
    re.IGNORECASE,
)
_WALL_HOSTS = ("queue-it.net", "perfdrive.com")


def wall_address(walk: tuple[str, str], control: tuple[str, str] | None) -> str | None:
    """What a redirect's end says of itself: a check of visitors, or a gate that knows the way back; or None.

    Whoever means to let a visitor through keeps the address that was asked for; who lacks a page does not. So
    do viewers, through which a page that cannot exist, whose walk is `control`, is not led.
    """
    origin, end = walk
    host = urls.host_of(end)
    if any(host == known or host.endswith(f".{known}") for known in _WALL_HOSTS):
        return f"a check of visitors at {host}"
    if _is_check(end) and not _is_check(origin):
        return "a check of visitors"
    return "a gate that leads back to the link" if control and _leads_back(walk, control) else None


def _leads_back(walk: tuple[str, str], control: tuple[str, str]) -> bool:
    # Sign-ins and forms of consent, which do so too, are told apart; error pages name what they lack.
    origin, end = walk
    door = door_of(end, origin)
    has_name = urls.is_error_page(end) or urls.is_login(end) or urls.is_consent(end)
    # Whoever is sent to the front page is told nothing there of what was asked for.
    has_name |= urls.is_home(end.partition("?")[0]) and not urls.is_home(origin)
    return door is not None and not has_name and not door.may_be_referrer and is_one_door(walk, control)


def _is_check(url: str) -> bool:
    names = (segment.partition(".")[0] for segment in urls.path_of(url).split("/"))
    return any(_WALL_SEGMENT.fullmatch(name) for name in names)


def wall_of(answer: Answer, page: PageFacts | None) -> str | None:
    """The vendor whose wall this answer is, `an unnamed wall` for a challenge by title alone, or None."""
    vendor = _vendor(answer)
    # A title alone is a wall's only over few words: there are graphs that are called forbidden.
    if vendor is not None or page is None or not page.html_title or len(page.text_sample) > NOTICE_CHARACTERS:
        return vendor
    title = page.html_title.strip()
    is_refusal = answer.is_success and _REFUSING_TITLES.fullmatch(title)
    return "an unnamed wall" if is_refusal or _CHALLENGE_TITLES.fullmatch(title) else None
