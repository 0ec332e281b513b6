"""Bot walls by evidence: which vendor's challenge or refusal an answer is.

A wall answers with any status (200, 202, 403, 404, 429 and 503 have all been seen), so the marks are header
fields and markers in the page that only the vendor's own challenge carries. A `server` field alone proves
nothing: a real 404 behind a content delivery network is dead all the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.judge.wall_marks import REFUSALS, is_bare, vendor_of
from crawler.page.notices import NOTICE_CHARACTERS
from crawler.page.wording import fold
from crawler.probe import urls
from crawler.probe.way_back import door_of, is_one_door

if TYPE_CHECKING:
    from crawler.page.model import PageFacts
    from crawler.probe.model import Answer

# Whole titles that only challenges carry; a page that merely mentions them has more words around.
_CHALLENGE_TITLES = re.compile(
    r"just a moment\W*|"
    r"attention required! \| cloudflare|"
    r"making sure you(?:'|\u2019)re not a bot!?|"
    r"access to this page has been denied\W*|"
    r"robot or human\??|"
    r"are you (?:a )?(?:robot|human)\??|"
    r"(?:please )?verify(?:ing)? (?:that )?you are (?:a )?human\W*|"
    r"human verification|"
    r"security check(?:point)?|"
    r"checking (?:that )?you are not a bot\W*|"
    r"challenge validation|"
    r"human check|"
    r"(?:please )?enable javascript(?: and cookies)?(?: to continue)?\W*|"
    r"(?:virtual )?waiting room|"
    r"blocked|"
    r"site verification|"
    r"百度安全验证|"
    r"安全验证|"
    r"人机验证|"
    r"vercel security checkpoint|"
    r"checking your browser.*|"
    r"client challenge|"
    r"pardon our interruption\W*|"
    r"ddos-guard|"
    r"one moment, please\W*|"
    r"establishing a secure connection\W*|"
    r"visitor anti-robot validation|"
    r"bot verification|"
    r"(?:\w+ bot manager )?captcha(?: challenge| page)?|"
    r"radware captcha page|"
    r"request rejected|"
    r"please wait\W* \| cloudflare|"
    r"(?:sorry, )?you have been blocked|"
    r"performing security verification",
    re.IGNORECASE,
)
# Whole titles of refusals that come with 200; any other status speaks for itself.
_REFUSING_TITLES = re.compile(
    r"(?:robot check|(?:429\W*)?too many requests|rate limit exceeded|(?:403\W*)?(?:forbidden|access denied)|"
    r"(?:error )?403(?: error)?|(?:this (?:content|page|site|service) is )?(?:not available|"
    r"unavailable) in your (?:region|country|location|area)|"
    r"access (?:to this (?:site|page|resource) )?(?:is |has been )?(?:denied|forbidden|blocked|"
    r"restricted))\W*",
    re.IGNORECASE,
)


# Where visitors are sent to be looked at before they may see anything.
_WALL_SEGMENT = re.compile(
    r"(?:show|re|sg)?captcha|"
    r"(?:bot|robot|human|browser)[-_]?(?:check|verification|challenge|detection)|"
    r"(?:access[-_]?)?(?:blocked|denied)|"
    r"ip[-_]?blocked|"
    r"age[-_]?(?:gate|check|verification|verify)|"
    r"_____tmd_____|"
    r"wappoc_appmsgcaptcha|"
    r"unhuman|"
    r"waiting[-_]?room|"
    r"validate[-_]?captcha|"
    r"unsupported[-_]?browser",
    re.IGNORECASE,
)
_WALL_HOSTS = (
    "queue-it.net", "perfdrive.com", "captcha-delivery.com", "wappass.baidu.com", "waf.tencent.com",
    "waf.tencentcloud.com", "cloudflareaccess.com",
)  # fmt: skip


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
    # Whoever is sent to the site's front page is told nothing there of what was asked for; a waiting room has
    # a host of its own, and stands at its root.
    is_front = urls.is_home(end.partition("?")[0]) and urls.same_site(origin, end)
    has_name |= is_front and not urls.is_home(origin)
    return door is not None and not has_name and not door.may_be_referrer and is_one_door(walk, control)


def _is_check(url: str) -> bool:
    names = (segment.partition(".")[0] for segment in urls.path_of(url).split("/"))
    return any(_WALL_SEGMENT.fullmatch(name) for name in names)


# What visitors are told of a check; read only where next to nothing else is said.
_CHECKING = re.compile(
    r"check(?:s|ing) (?:if |that )?(?:your|the) (?:browser|site connection|connection)|"
    r"verif(?:y|ies|ying) (?:that )?(?:your browser|you(?:'re| are) (?:a )?(?:human|person|real|not))|"
    r"(?:you(?:'re| are) (?:a human|human|not a (?:ro)?bot)|are you (?:a )?(?:human|robot))|"
    r"unusual traffic from|"
    r"automated (?:access|requests?|traffic|queries)|"
    r"complete the security check|"
    r"(?:browser|request) is being (?:checked|verified)|"
    r"confirm that you are a (?:person|human)|"
    r"(?:dein|ihr|der) browser wird (?:uberpruft|gepruft)|"
    r"verification de (?:votre|la securite)|"
    r"comprobando (?:tu|su) navegador|"
    r"verificando (?:tu|su|seu|se voce)|"
    r"controllo del browser|"
    r"think (?:that )?you(?:'re| are) a (?:ro)?bot|"
    r"(?:solve|complete) (?:this|the) captcha|"
    r"kein roboter|"
    r"pas un robot|"
    r"(?:no soy|nao sou|non sono) (?:un |um )?robo|"
    r"nie jestem robotem|"
    r"geen robot|"
    r"robot degilim|"
    r"(?:ein|un|um|een) (?:mensch|humain|humano|umano|mens) (?:sind|bist|bent|etes)|"
    r"(?:que (?:vous etes|es|eres|voce e)|di essere) (?:un )?(?:humain|humano|umano)|"
    r"проверя(?:ем|ется) (?:ваш )?браузер|"
    r"проверка браузера|"
    r"не робот|"
    r"人机验证|"
    r"安全验证|"
    r"ロボットでは|"
    r"环境异常|"
    r"完成(?:安全)?(?:验证|校验)后|"
    r"(?:拖动|滑动).{0,8}(?:滑块|验证)|"
    r"(?:访问|请求|操作)(?:过于|太)频繁|"
    r"(?:访问|流量|行为)(?:存在)?异常|"
    r"アクセスが集中|"
    r"자동 ?(?:입력|등록) ?방지|"
    r"로봇이 아|"
    r"비정상적인 (?:접근|접속|트래픽)"
)
UNNAMED = "an unnamed wall"
"""A challenge or a refusal by its words alone."""
_CHECKING_STATUSES = REFUSALS | {200, 202}


def wall_of(answer: Answer, page: PageFacts | None) -> str | None:
    """The vendor whose wall this answer is, `UNNAMED` for a challenge by its words alone, or None."""
    vendor = vendor_of(answer, page)
    # Words alone are a wall's only where they are few: there are graphs that are called forbidden.
    if vendor is not None or page is None or len(page.text_sample) > NOTICE_CHARACTERS:
        return vendor
    title = (page.html_title or "").strip()
    is_refusal = answer.is_success and _REFUSING_TITLES.fullmatch(title)
    if is_refusal or _CHALLENGE_TITLES.fullmatch(title):
        return UNNAMED
    may_check = answer.status in _CHECKING_STATUSES and is_bare(answer, page)
    return UNNAMED if may_check and _CHECKING.search(fold(page.text_sample)) else None
