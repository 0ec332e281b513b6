"""The marks of bot walls, by vendor: the registry, and whose mark an answer carries.

Marks are of two kinds. Most are of the challenge alone and tell whatever the status is. Others are scripts
which a vendor puts into healthy pages and real error pages too: they tell where nothing else is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.judge.signals_substitute import MOUNT_POINT
from crawler.page.absences import absence_phrase
from crawler.page.wording import missing_phrase
from crawler.probe.doubt import is_whole

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
    beside: int | None = None
    """The most characters that the page may say beside a mark that healthy pages carry as well."""


_MARKED_HEADERS: set[str] = set()


def _header(name: str, pattern: str = "") -> Callable[[Answer, bytes], bool]:
    _MARKED_HEADERS.add(name)
    expected = re.compile(pattern, re.IGNORECASE)
    return lambda answer, _body: any(expected.search(value) for value in answer.header_values(name))


def _body(*markers: bytes) -> Callable[[Answer, bytes], bool]:
    return lambda _answer, body: any(marker in body for marker in markers)


def _pattern(pattern: bytes, literal: bytes = b"") -> Callable[[Answer, bytes], bool]:
    """`literal` is in whatever fits: looking for that alone takes a tenth of the time."""
    expected = re.compile(pattern)
    return lambda _answer, body: literal in body and expected.search(body) is not None


def _with(statuses: frozenset[int], mark: Callable[[Answer, bytes], bool]) -> Callable[[Answer, bytes], bool]:
    return lambda answer, body: answer.status in statuses and mark(answer, body)


def _short(mark: Callable[[Answer, bytes], bool]) -> Callable[[Answer, bytes], bool]:
    return lambda answer, body: len(body) <= _CHALLENGE_BYTES and mark(answer, body)


_CHALLENGE_BYTES = 4_096
_MANY_WORDS = 3_000
"""No challenge says so much, even where it explains itself; half of all pages do."""
_FEW_WORDS = 300
"""What a challenge says in words is no longer; a site's menu alone often is."""
# A page that does nothing but see whether its visitor runs scripts; healthy pages do more than that.
_COOKIE_THEN_RELOAD = (
    rb"<script[^<>]{0,100}>[^<]{0,1500}document\.cookie\s{0,5}=[^<]{0,600}"
    rb"(?:location\s{0,5}\.\s{0,5}reload\s{0,5}\(|"
    rb"location(?:\.href)?\s{0,5}=\s{0,5}(?:window\.|document\.|self\.)?location|"
    # Back to itself, with a count of the attempts behind the address.
    rb"location(?:\.href)?\s{0,5}=\s{0,5}[\"'][^\"'<>\s]{0,300}[?&]\w{1,20}=\d{1,3}[\"'])|slowaes\.decrypt"
)

_F5_PLEA = rb"enable javascript to view the page content\W{0,20}(?:br\W{0,9})?your support id is"
_F5_REFUSAL = b"the requested url was rejected. please consult with your administrator"
_T_SEC = "腾讯t-sec web应用防火墙".encode()
_CAPTCHA = (
    rb"<[a-z][\w-]{0,30}\b[^<>]{0,200}\bclass=[\"']?[\w -]{0,60}\b(?:h-captcha|g-recaptcha|cf-turnstile|"
    rb"frc-captcha|smart-captcha|geetest_\w+|mtcaptcha|tcaptcha[\w-]*)\b|"
    rb"<altcha-widget\b|static\.geetest\.com/|turing\.captcha\."
)
_WRITTEN_INTO = re.compile(
    rb"<textarea\b(?![^<>]{0,200}display:\s?none)|"
    rb"<input\b(?![^<>]{0,300}\btype\s?=\s?[\"']?(?:hidden|submit|button|checkbox|image))",
    re.IGNORECASE,
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
    Wall(vendor="AWS WAF", has_mark=_body(b"window.gokuprops")),
    Wall(vendor="Vercel", has_mark=_header("x-vercel-mitigated", r"challenge|deny")),
    Wall(vendor="DataDome", has_mark=_with(REFUSALS, _header("x-datadome"))),
    Wall(vendor="DataDome", has_mark=_with(REFUSALS, _body(b"captcha-delivery.com"))),
    Wall(
        vendor="DataDome",
        has_mark=_pattern(rb"\bdd\s{0,3}=\s{0,3}\{\s{0,3}[\"']rt[\"']", b"captcha-delivery.com"),
    ),
    Wall(vendor="HUMAN", has_mark=_with(REFUSALS, _body(b"px-captcha", b"_pxappid", b"perimeterx"))),
    Wall(vendor="HUMAN", has_mark=_pattern(rb"<div\b[^<>]{0,200}\bid=[\"']?px-captcha\b", b"px-captcha")),
    # The same resource is a script in healthy pages, so that only a frame of it stands alone.
    Wall(vendor="Imperva", has_mark=_body(b"incapsula incident id")),
    Wall(
        vendor="Imperva",
        has_mark=_pattern(rb"<iframe\b[^>]{0,300}_incapsula_resource", b"_incapsula_resource"),
    ),
    Wall(vendor="Imperva", has_mark=_with(REFUSALS, _body(b"_incapsula_resource"))),
    Wall(vendor="Akamai", has_mark=_with(DENIALS, _header("server", r"akamaighost|akamainetstorage"))),
    Wall(vendor="Akamai", has_mark=_with(DENIALS, _body(b"errors.edgesuite.net", b"reference&#32;&#35;"))),
    Wall(vendor="Akamai", has_mark=_body(b"sec-if-cpt-container", b"/_sec/cp_challenge/")),
    Wall(vendor="Akamai", has_mark=_body(b"triggerinterstitialchallenge", b"/_sec/verify?provider=")),
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
    Wall(vendor="Anubis", has_mark=_body(b'id="anubis_', b"/.within.website/x/cmd/anubis/")),
    Wall(vendor="Alibaba Cloud", has_mark=_with(REFUSALS, _body(b"//errors.aliyun.com/"))),
    Wall(
        vendor="Alibaba Cloud",
        has_mark=_short(_body(b"/_____tmd_____/punish", b"rgv587_flag", b'"rgv587_error', b"x5secdata=")),
    ),
    Wall(vendor="SafeLine", has_mark=_body(b"/.safeline/static/", b"/.safeline/challenge")),
    Wall(vendor="SiteGround", has_mark=_header("sg-captcha", r"challenge")),
    Wall(vendor="ModSecurity", has_mark=_with(REFUSALS, _body(b"mod_security", b"<title>not acceptable!"))),
    Wall(vendor="a script challenge", has_mark=_short(_pattern(_COOKIE_THEN_RELOAD))),
    Wall(vendor="Wordfence", has_mark=_with(REFUSALS, _body(b"generated by wordfence"))),
    Wall(vendor="F5", has_mark=_pattern(_F5_PLEA, b"your support id is")),
    Wall(vendor="F5", has_mark=_body(_F5_REFUSAL)),
    Wall(vendor="Servicepipe", has_mark=_body(b"servicepipe.ru/static/checkjs", b"get_cookie_spsn")),
    Wall(vendor="Imunify360", has_mark=_short(_body(b"imunify360 bot-protection"))),
    Wall(vendor="BitNinja", has_mark=_short(_body(b"security check by bitninja"))),
    Wall(vendor="Bunny Shield", has_mark=_body(b"/.bunny-shield/assets/")),
    Wall(vendor="Tencent Cloud", has_mark=_short(_body(b"://waf.tencent", _T_SEC))),
    Wall(
        vendor="haproxy-protection",
        has_mark=_pattern(rb"\bby <a [^<>]{0,80}/haproxy-protection\b", b"/haproxy-protection"),
    ),
    # Scripts that healthy pages load as well, and boxes that stand beside their forms.
    Wall(vendor="Imperva", has_mark=_body(b"_incapsula_resource"), beside=0),
    Wall(vendor="F5", has_mark=_body(b"/tspd/", b'window["bobcmn"]'), beside=0),
    Wall(vendor="Kasada", has_mark=_body(b"window.kpsdk"), beside=0),
    Wall(vendor="Qrator", has_mark=_body(b"/__qrator/"), beside=0),
    Wall(vendor="Fastly", has_mark=_body(b"/_fs-ch-"), beside=0),
    Wall(vendor="DataDome", has_mark=_body(b"captcha-delivery.com"), beside=0),
    Wall(vendor="AWS WAF", has_mark=_body(b"awswafcookiedomainlist"), beside=0),
    Wall(vendor="Alibaba Cloud", has_mark=_body(b"acw_sc__v2", b'"aliyun_waf_aa"'), beside=0),
    Wall(vendor="Tencent Cloud", has_mark=_body(b"eo_bot_ssid"), beside=0),
    Wall(vendor="a captcha", has_mark=_pattern(_CAPTCHA), beside=_FEW_WORDS),
)
"""In order; the first vendor whose mark is there is named."""


def vendor_of(answer: Answer, page: PageFacts | None) -> str | None:
    """The vendor whose challenge or refusal an answer carries."""
    # Nearly every answer has none of the fields but `server`, which is a mark of denials alone.
    may_tell = _MARKED_HEADERS if answer.status in DENIALS else _MARKED_HEADERS - {"server"}
    if not answer.body and may_tell.isdisjoint(name for name, _ in answer.headers):
        return None
    is_long = answer.is_success and page is not None and len(page.text_sample) > _MANY_WORDS
    body = b"" if is_long else answer.body[:_READ_BYTES].lower()
    # The length is asked first: nearly every page says more, and one mark in it takes longer than all else.
    may_be = (wall for wall in WALLS if wall.beside is None or is_bare(answer, page, wall.beside))
    return next((wall.vendor for wall in may_be if wall.has_mark(answer, body)), None)


def is_bare(answer: Answer, page: PageFacts | None, most: int = _FEW_WORDS) -> bool:
    """So little is said, not even that nothing is there, that nobody would call it a page: it
    asks for nothing to be written, and has no place that an application would fill.
    """
    if page is None or not is_whole(answer):
        return False
    said = [words for words in (page.html_title, page.text_sample) if words]
    if sum(map(len, said)) > (0 if answer.is_gone else most):
        return False
    body = answer.body[:_READ_BYTES]
    if _WRITTEN_INTO.search(body) or MOUNT_POINT.search(body):
        return False
    return not any(missing_phrase(words) or absence_phrase(words) for words in said)
